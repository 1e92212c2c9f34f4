import Foundation

/// A trace that could not be written or read: which file, at what, and why.
public struct TraceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Kinds of failure that a caller may want to tell apart.
    public enum Reason: Hashable, Sendable {
        /// The disk or the quota is full.
        case diskFull
        /// There is no such file or folder.
        case missing
        /// The path names a folder.
        case isFolder
        /// The user may not read or write there.
        case notPermitted
        /// The file is not in HDF5 format.
        case notHDF5
        /// The file ends before its end.
        case truncated
        /// The file's index is behind its contents: the program that wrote it was killed in the middle of a flush.
        case interrupted
        /// The file is open in another program that writes it.
        case locked
        /// The file has no group or column of that name.
        case noSuchObject
        /// The object exists, but holds something else than was asked for.
        case wrongKind
        /// Anything else; the detail says what.
        case other
    }

    /// The file.
    public let path: String

    /// What was tried, such as `write column /events/kind`.
    public let operation: String

    /// Why it failed.
    public let reason: Reason

    /// The innermost message of HDF5 or of the operating system.
    public let detail: String

    /// What happened, in one line.
    public var description: String { "cannot \(operation) in `\(path)`: \(cause)" }

    /// What to do about it.
    public var hint: String {
        switch reason {
        case .diskFull: "free some space or write the traces to another disk; what was written before is in the file named"
        case .missing: "check the spelling of the path"
        case .isFolder: "name a file inside the folder"
        case .notPermitted: "check the permissions of the file and of its folder"
        case .notHDF5: "name a trace, a file that ends in `.h5` or `.h5.partial`"
        case .truncated: "the file was cut off while it was copied or written: copy or write it again"
        case .interrupted: "repair a copy of the file by `h5clear --increment=0 COPY`"
        case .locked: "wait until the program that writes the file has ended"
        case .noSuchObject, .wrongKind: "list the contents of the trace with `chrysalis inspect`"
        case .other: "check the disk and the folder of the file"
        }
    }

    private var cause: String {
        switch reason {
        case .diskFull: "no space left on the device"
        case .missing: "no such file or folder"
        case .isFolder: "it is a folder"
        case .notPermitted: "permission denied"
        case .notHDF5: "it is not an HDF5 file"
        case .truncated: "the file is truncated"
        case .interrupted: "the program that wrote it was killed in the middle of a flush"
        case .locked: "another program has the file open for writing"
        case .noSuchObject, .wrongKind, .other: detail
        }
    }

    init(path: String, operation: String, reason: Reason, detail: String) {
        self.path = path
        self.operation = operation
        self.reason = reason
        self.detail = detail
    }

    /// A failed system call.
    init(path: String, operation: String, errno code: Int32) {
        self.init(path: path, operation: operation, reason: Reason(errno: code), detail: String(cString: strerror(code)))
    }
}

extension TraceError.Reason {
    init(errno code: Int32) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull
        case ENOENT, ENOTDIR: self = .missing
        case EISDIR: self = .isFolder
        case EACCES, EPERM, EROFS: self = .notPermitted
        default: self = .other
        }
    }
}
