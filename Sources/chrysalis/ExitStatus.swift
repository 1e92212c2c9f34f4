import ArgumentParser
import Foundation

/// Exit codes, after sysexits.h where it has one.
enum ExitStatus {
    /// A stated objective was not met.
    static let objectiveMissed = ExitCode(1)
    /// Bad arguments or scenario.
    static let usage = ExitCode(64)
    /// Bad input data.
    static let data = ExitCode(65)
    /// A fault of ours.
    static let software = ExitCode(70)
    /// Input or output failed.
    static let inputOutput = ExitCode(74)
    /// Interrupted, and what is missing can be done later.
    static let resumable = ExitCode(75)
    /// Interrupted by the user.
    static let interrupted = ExitCode(130)
}

/// Where text goes.
enum Console {
    /// Writes to standard output; a reader that has gone away ends the program quietly, a full disk with an error.
    static func output(_ text: String) throws {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { throw ExitCode.success }
                note("error: standard output: \(String(cString: strerror(errno)))")
                throw ExitStatus.inputOutput
            }
            written += count
        }
    }

    /// Writes a line to standard error; where that cannot be written to, there is nowhere to say so.
    static func note(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }

    /// A line on a terminal about work in progress; nil removes it.
    static func progress(_ text: String?) {
        guard errorIsTerminal else { return }
        try? FileHandle.standardError.write(contentsOf: Data(("\r" + (text ?? "") + "\u{1B}[K").utf8))
    }

    /// Breaks a text at spaces so that it fits the terminal; further lines are indented.
    static func wrapped(_ text: String, indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        var (lines, line, isEmpty) = ([String](), margin, true)
        for word in text.split(separator: " ") {
            if line.count + word.count + 1 > width, !isEmpty {
                lines.append(line)
                (line, isEmpty) = (margin + (indent > 0 ? "  " : ""), true)
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return (lines + [line]).joined(separator: "\n") + "\n"
    }

    /// Columns of the terminal, or 140 where standard output is none.
    static var width: Int {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 140 }
        return min(160, max(80, Int(size.ws_col)))
    }

    /// Whether standard error is a terminal.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether colours are wanted there.
    static var wantsColours: Bool { errorIsTerminal && ProcessInfo.processInfo.environment["NO_COLOR"].map(\.isEmpty) ?? true }
}
