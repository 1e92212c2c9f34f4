import Foundation

/// What makes a finished file durable under its name.
enum FileSystem {
    /// Waits until the file's contents are on the disk.
    static func synchronize(_ path: String) throws(TraceError) { try synchronize(path, flags: O_RDONLY) }

    /// Waits until the name of a file is on the disk.
    static func synchronizeFolder(of path: String) throws(TraceError) {
        try synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path, flags: O_RDONLY | O_DIRECTORY)
    }

    /// Gives a file its final name, in place of one that bears it already.
    static func rename(_ path: String, to newPath: String) throws(TraceError) {
        guard Foundation.rename(path, newPath) == 0 else { throw TraceError(path: path, operation: "rename the file", errno: errno) }
    }

    private static func synchronize(_ path: String, flags: Int32) throws(TraceError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw TraceError(path: path, operation: "synchronize", errno: errno) }
        let status = fsync(descriptor)
        let code = errno
        close(descriptor)
        guard status == 0 else { throw TraceError(path: path, operation: "synchronize", errno: code) }
    }
}
