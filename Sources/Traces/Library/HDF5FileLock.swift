import CHDF5
import Foundation

/// The lock that HDF5 puts on an open file, kept from other programs that this one starts.
///
/// A child process inherits open files together with their lock, and would keep a trace locked after it was closed here. HDF5 neither marks its
/// descriptor to be closed in children nor unlocks it before it closes it; both are done here. Needs the library.
enum HDF5FileLock {
    /// Has the file closed in programs that are started from now on.
    static func closeInChildren(_ file: hid_t) {
        if let descriptor = descriptor(of: file) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    }

    /// Closes the file and releases its lock, even if a child that is just being started still has the file open.
    static func close(_ file: consuming HDF5Handle, _ operation: String, path: String) throws(TraceError) {
        // A duplicate shares the lock and outlives the library's own descriptor.
        let duplicate = descriptor(of: file.id).map { fcntl($0, F_DUPFD_CLOEXEC, 0) } ?? -1
        defer {
            if duplicate >= 0 {
                flock(duplicate, LOCK_UN)
                Foundation.close(duplicate)
            }
        }
        try file.close(operation, path: path)
    }

    private static func descriptor(of file: hid_t) -> Int32? {
        var pointer: UnsafeMutableRawPointer?
        guard H5Fget_vfd_handle(file, chdf5_default(), &pointer) >= 0 else { return nil }
        return pointer?.load(as: Int32.self)
    }
}
