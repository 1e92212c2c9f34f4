import ArgumentParser
import Foundation
import Scenarios

/// Two builds of the program that run one scenario, one after the other, with the same seed.
struct ProgramPair {
    let old: String
    let new: String
    let scenario: String
    let arguments: ProgramArguments

    /// What both print as JSON.
    func run() throws -> (old: String, new: String) {
        let programs = try [old, new].map(Self.located)
        let interruption = Interruption()
        // Values of replications are of use if both programs know how to print them.
        let haveValues = try programs.allSatisfy {
            try OtherProgram(path: $0, interruption: interruption).run(["compare", "--help"]).output.contains("--values")
        }
        func result(_ program: String, _ name: String, seed: String?) throws -> String {
            Console.progress("running \(name)")
            defer { Console.progress(nil) }
            let words = command(seed: seed) + (haveValues ? ["--values"] : [])
            let ended = try OtherProgram(path: program, interruption: interruption).run(words)
            if ended.status != 0 { throw failure(name, ended) }
            return ended.output
        }
        let first = try result(programs[0], old, seed: arguments.seed.map(String.init))
        // One that was drawn is what the other has to use.
        let seed = JSONReader(sink: DiagnosticSink()).read(text: first, name: old)?["seed"]?.characters
        return (first, try result(programs[1], new, seed: seed))
    }

    private func command(seed: String?) -> [String] {
        var words = ["compare", scenario, "--format", "json", "--ledger-runs", "0"]
        for text in arguments.overrides { words += ["--set", text] }
        if let replications = arguments.replications { words += ["--replications", "\(replications)"] }
        if let seed { words += ["--seed", seed] }
        if let jobs = arguments.jobs { words += ["--jobs", "\(jobs)"] }
        return words
    }

    /// Says what the program said, and ends as it did.
    private func failure(_ name: String, _ ended: OtherProgram.Ended) -> ExitCode {
        let how = ended.signal.map { "was ended by the signal \($0)" } ?? "ended with exit code \(ended.status)"
        let said = ended.errors.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  " + $0 }
        Console.note("error: `\(name)` \(how)" + (ended.errors.isEmpty ? "" : " and said\n" + said.joined(separator: "\n")))
        let known = [ExitStatus.usage, ExitStatus.data, ExitStatus.inputOutput, ExitStatus.interrupted].first {
            $0.rawValue == ended.status
        }
        return known ?? ExitStatus.software
    }

    /// The path of a program: a name without a folder is looked for here, then where the shell looks.
    private static func located(_ name: String) throws -> String {
        let manager = FileManager.default
        let folders =
            name.contains("/") ? [""] : ["./"] + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { $0 + "/" }
        let paths = folders.map { $0 + name }.filter { manager.fileExists(atPath: $0) }
        var isDirectory: ObjCBool = false
        for path in paths where manager.isExecutableFile(atPath: path) && manager.fileExists(atPath: path, isDirectory: &isDirectory) {
            if !isDirectory.boolValue { return path }
        }
        if paths.isEmpty {
            Console.note("error: there is no program `\(name)`")
            throw ExitStatus.inputOutput
        }
        Console.note(
            "error: `\(name)` is no program\nhint: `--scenario` has two programs run it; two files of results are compared without it")
        throw ExitStatus.usage
    }
}
