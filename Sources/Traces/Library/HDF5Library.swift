import CHDF5
import Foundation
import Requirements

/// The process's one door to HDF5.
///
/// The library keeps global state, and its high-level part is never thread-safe. So every call is a job of one queue, whatever file it is about:
/// jobs are done one at a time, in the order in which they came.
enum HDF5Library {
    private static let queue = DispatchQueue(label: "HDF5")

    /// Runs `body` with the library to itself, after all jobs before it, and waits for its end. Not reentrant.
    static func perform<Value: ~Copyable, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        var result: Result<Value, Failure>?
        queue.sync {
            prepare()
            do throws(Failure) { result = .success(try body()) } catch { result = .failure(error) }
        }
        guard let result = result.take() else { requirementFailure("a job of HDF5 has not been done") }
        return try result.get()
    }

    /// Runs `body` with the library to itself, after all jobs before it. Does not wait.
    static func submit(_ body: @escaping @Sendable () -> Void) {
        queue.async {
            prepare()
            body()
        }
    }

    private static func prepare() {
        _ = isPrepared
        // A thread-safe build of the library keeps this switch for each thread, so it is set for every job. Errors are ours to print.
        H5Eset_auto2(chdf5_error_stack(), nil, nil)
    }

    /// Files are closed by their owners. The library's own exit handler would try again to flush a file that failed on a full disk, and would
    /// print to the terminal when it cannot.
    private static let isPrepared: Bool = {
        H5dont_atexit()
        return H5open() >= 0
    }()

    /// Returns the status of a call, or throws with the library's own words when it is negative.
    @discardableResult
    static func check<Status: FixedWidthInteger>(
        _ status: Status, _ operation: @autoclosure () -> String, path: String
    ) throws(TraceError) -> Status {
        guard status < 0 else { return status }
        throw error(operation(), path: path)
    }

    /// The error of the call that has just failed.
    static func error(_ operation: String, path: String) -> TraceError {
        let messages = errorMessages()
        let detail = messages.last ?? "HDF5 gives no reason"
        var reason = TraceError.Reason.other
        for message in messages {
            if let code = errnoCode(in: message) {
                reason = TraceError.Reason(errno: code)
                if message.contains("unable to lock file"), reason == .other { reason = .locked }
            } else if message.contains("truncated file") {
                reason = .truncated
            } else if message.contains("addr overflow") {
                reason = .interrupted
            } else if message.contains("file signature not found") {
                reason = .notHDF5
            }
        }
        return TraceError(path: path, operation: operation, reason: reason, detail: detail)
    }

    /// The messages on the library's error stack from the function called down to the innermost, which holds the cause.
    private static func errorMessages() -> [String] {
        var messages: [String] = []
        withUnsafeMutablePointer(to: &messages) { pointer in
            _ = H5Ewalk2(
                chdf5_error_stack(), H5E_WALK_DOWNWARD,
                { _, record, data in
                    guard let text = record?.pointee.desc, let data else { return 0 }
                    data.assumingMemoryBound(to: [String].self).pointee.append(String(cString: text))
                    return 0
                }, pointer)
        }
        return messages
    }

    /// The number behind `errno = `, which is how the library reports failed system calls.
    private static func errnoCode(in message: String) -> Int32? {
        guard let range = message.range(of: "errno = ") else { return nil }
        return Int32(message[range.upperBound...].prefix { $0.isNumber })
    }
}
