import Foundation

/// The circumstances of a command, in a file beside what it wrote: what may differ between equal results, and so is no part of them.
enum CommandLog {
    /// Writes them as JSON; what went wrong, if anything did.
    ///
    /// - Parameters:
    ///   - seconds: How long the command has taken.
    ///   - more: What this command has to say beside what every one has.
    static func write(to path: String, seconds: Double, _ more: [String: Any]) -> String? {
        #if DEBUG
            let mode = "debug"
        #else
            let mode = "release"
        #endif
        let common: [String: Any] = [
            "program_version": ProgramVersion.text, "build_mode": mode, "host": ProcessInfo.processInfo.hostName,
            "command_line": CommandLine.arguments.joined(separator: " "), "wall_seconds": String(format: "%.3f", seconds),
            "finished": ISO8601DateFormatter().string(from: Date()),
        ]
        let partial = path + ".partial"
        do {
            let data = try JSONSerialization.data(
                withJSONObject: common.merging(more) { $1 }, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            guard let reason = write(data, to: partial) ?? (rename(partial, path) == 0 ? nil : String(cString: strerror(errno))) else {
                return nil
            }
            unlink(partial)
            return "cannot write `\(path)`: \(reason)"
        } catch {
            return "cannot write `\(path)`: \(error.localizedDescription)"
        }
    }

    /// Writes a file through to the disk; what went wrong, if anything did. A full disk may show as late as at the end.
    private static func write(_ data: Data, to path: String) -> String? {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        var reason: String?
        var rest = data[...]
        while reason == nil, !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { reason = String(cString: strerror(errno)) }
        }
        if fsync(descriptor) != 0, reason == nil { reason = String(cString: strerror(errno)) }
        if close(descriptor) != 0, reason == nil { reason = String(cString: strerror(errno)) }
        return reason
    }
}
