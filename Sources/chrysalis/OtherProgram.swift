import ArgumentParser
import Foundation
import SimulationKernel

/// Runs a program and waits for it. Ctrl-C and SIGTERM reach it too.
struct OtherProgram {
    /// What became of it.
    struct Ended {
        /// Exit code; that of a fault where a signal ended it.
        var status: Int32
        /// The signal that ended it, if one did.
        var signal: Int32?
        /// What it wrote to standard output.
        var output: String
        /// What it wrote to standard error.
        var errors: String
    }

    let path: String
    let interruption: Interruption

    /// Runs it with standard input closed.
    ///
    /// What it writes goes to files: two pipes that are read one after the other can block it.
    func run(_ arguments: [String]) throws -> Ended {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("chrysalis-diff-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            Console.note("error: `\(folder)` cannot be made: \(error.localizedDescription)")
            throw ExitStatus.inputOutput
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (output, errors) = (folder + "/output", folder + "/errors")
        let process = try start(arguments, output: output, errors: errors)
        var status: Int32 = 0
        var isTold = false
        while waitpid(process, &status, WNOHANG) == 0 {
            if interruption.flag.isSet, !isTold {
                kill(process, SIGTERM)
                isTold = true
            }
            usleep(10_000)
        }
        if interruption.flag.isSet {
            Console.note("interrupted; two results are compared with each other, so none is printed")
            throw ExitStatus.interrupted
        }
        let signal = status & 0x7F
        func text(_ path: String) -> String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }
        return Ended(
            status: signal == 0 ? status >> 8 & 0xFF : ExitStatus.software.rawValue, signal: signal == 0 ? nil : signal,
            output: text(output), errors: text(errors))
    }

    private func start(_ arguments: [String], output: String, errors: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)
        // We ignore some signals, and what is started inherits that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        let variables = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }.sorted()
        var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, &attributes, &words, &settings)
        guard code == 0 else {
            Console.note("error: `\(path)` cannot be run: \(String(cString: strerror(code)))")
            throw ExitStatus.inputOutput
        }
        return process
    }
}
