import Foundation
import TestTools
import Testing

/// What became of a command.
struct CommandResult {
    /// Exit status; 128 and the number of the signal if one ended it.
    var status: Int32
    /// Standard output.
    var output: String
    /// Standard error.
    var errors: String
}

/// A command that has been started.
struct RunningCommand {
    let process: pid_t
    fileprivate let outputPath: String?
    fileprivate let errorPath: String

    /// Sends it a signal.
    func send(_ signal: Int32) { kill(process, signal) }

    /// Waits until it has ended; one that takes longer than the limit is killed, which is an issue.
    func wait(limit: TimeInterval = CommandRunner.timeLimit, _ location: SourceLocation = #_sourceLocation) -> CommandResult {
        var status: Int32 = 0
        let end = Date().addingTimeInterval(limit)
        while waitpid(process, &status, WNOHANG) == 0 {
            if Date() > end {
                Issue.record("the command takes longer than \(Int(limit)) s", sourceLocation: location)
                kill(process, SIGKILL)
                waitpid(process, &status, 0)
                break
            }
            usleep(2000)
        }
        let signal = status & 0x7F
        return CommandResult(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, output: outputPath.map(Self.take) ?? "", errors: Self.take(errorPath))
    }

    private static func take(_ path: String) -> String {
        defer { unlink(path) }
        return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// Runs the program that was built beside the tests, with standard input closed.
enum CommandRunner {
    /// Far more than any command here takes, on a machine that has much else to do.
    static let timeLimit: TimeInterval = 300

    /// Runs it and waits for its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil, output: String? = nil,
        _ location: SourceLocation = #_sourceLocation
    ) throws -> CommandResult {
        try start(arguments, environment: environment, in: folder, output: output).wait(location)
    }

    /// Runs a line of a shell in which `"$@"` is the program with its arguments.
    static func shell(_ line: String, _ arguments: [String], in folder: String? = nil) throws -> CommandResult {
        try spawn(["/bin/bash", "-c", line, "bash", Project.program] + arguments, [:], folder, nil).wait()
    }

    /// Starts it.
    ///
    /// - Parameter output: Where standard output goes instead of into the result.
    static func start(
        _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil, output: String? = nil
    ) throws -> RunningCommand {
        try spawn([Project.program] + arguments, environment, folder, output)
    }

    private static func spawn(_ command: [String], _ more: [String: String], _ folder: String?, _ output: String?) throws -> RunningCommand
    {
        let base = FileManager.default.temporaryDirectory.appendingPathComponent("command-\(UUID().uuidString)").path
        let (outputPath, errorPath) = (output ?? base + ".out", base + ".err")
        var environment = ProcessInfo.processInfo.environment.merging(more) { $1 }
        environment["SLURM_CPUS_PER_TASK"] = more["SLURM_CPUS_PER_TASK"]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addclose(&actions, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorPath, O_WRONLY | O_CREAT, 0o600)
        // The runner of the tests may ignore signals, and what it starts would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let command = (folder.map { ["/usr/bin/env", "-C", $0] } ?? []) + command
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, command[0], &actions, &attributes, &words, &settings)
        guard code == 0 else { throw CommandError(description: "\(command[0]): \(String(cString: strerror(code)))") }
        return RunningCommand(process: process, outputPath: output == nil ? outputPath : nil, errorPath: errorPath)
    }
}

/// A command that could not be started.
struct CommandError: Error, CustomStringConvertible {
    var description: String
}
