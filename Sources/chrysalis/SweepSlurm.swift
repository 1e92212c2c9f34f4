import ArgumentParser
import Experiments
import Foundation
import Scenarios
import SimulationKernel

/// `sweep slurm`.
struct SweepSlurm: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm", abstract: "Write, and submit, a Slurm array for what a sweep lacks, and the merge that follows it.",
        discussion: """
            The scripts lie in FOLDER/slurm. Without `--tasks` a few points are run here first, which are kept, so that a task takes some minutes and \
            never less than one. Tasks that fail or are lost are begun anew by calling this again: what is done stays done.
            """)

    @Argument(help: "The folder of the sweep, where all nodes see it.", completion: .directory)
    var folder: String

    @Option(name: [.customShort("o"), .long], help: "The file of results (.h5 or .csv); may be repeated. FOLDER/results.h5 if absent.")
    var output: [String] = []

    @Option(parsing: .unconditional, help: "Tasks of the array.")
    var tasks: Int?

    @Option(parsing: .unconditional, help: "Processors of each task.")
    var cpus = 1

    @Option(parsing: .singleValue, help: "A further option of `sbatch`, such as \"--time=2:00:00\"; may be repeated.")
    var sbatch: [String] = []

    @Flag(help: "Submit them.")
    var submit = false

    func validate() throws {
        if let tasks, !(1...100_000).contains(tasks) { throw ValidationError("`--tasks \(tasks)` is outside 1 ... 100000") }
        if !(1...4096).contains(cpus) { throw ValidationError("`--cpus \(cpus)` is outside 1 ... 4096") }
        for name in output where !name.hasSuffix(".h5") && !name.hasSuffix(".csv") {
            throw ValidationError("`\(name)` ends neither in `.h5` nor in `.csv`, so that its format is not known")
        }
        for option in sbatch where !option.hasPrefix("-") || option.contains("\n") {
            throw ValidationError("`--sbatch \(option)` is no option of `sbatch`: it begins with `-`")
        }
    }

    func run() throws {
        let folder = URL(fileURLWithPath: folder).standardizedFileURL.path
        let count = try tasks ?? fittingTasks(folder)
        let scripts = folder + "/slurm"
        let results = output.isEmpty ? [folder + "/results.h5"] : output.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        let name = (folder as NSString).lastPathComponent
        let array = script(
            name, ["--array=1-\(count)", "--cpus-per-task=\(cpus)", "--output=\(scripts)/%A_%a.log"],
            ["sweep", "run", folder, "--shard", "auto", "--shards", "\(count)", "--first-task", "1"])
        let merge = script(
            name + "-merge", ["--output=\(scripts)/merge-%j.log"], ["sweep", "merge", folder] + results.flatMap { ["-o", $0] })
        do {
            try FileManager.default.createDirectory(atPath: scripts, withIntermediateDirectories: true)
            try array.write(toFile: scripts + "/array.sbatch", atomically: true, encoding: .utf8)
            try merge.write(toFile: scripts + "/merge.sbatch", atomically: true, encoding: .utf8)
        } catch {
            Console.note("error: cannot write `\(scripts)`: \(error.localizedDescription)")
            throw ExitStatus.inputOutput
        }
        try Console.output("\(count) \(count == 1 ? "task" : "tasks") in `\(scripts)/array.sbatch`, then `\(scripts)/merge.sbatch`\n")
        guard submit else { return }
        let job = try submitted(["--parsable", scripts + "/array.sbatch"])
        // Whatever became of the tasks: a merge that lacks points says which, and exits with 75.
        let last = try submitted(["--parsable", "--dependency=afterany:\(job)", scripts + "/merge.sbatch"])
        try Console.output("submitted: array \(job), merge \(last)\n")
    }

    /// As many tasks as take about five minutes each, one at least, by what a second of points took here.
    private func fittingTasks(_ folder: String) throws -> Int {
        let flag = InterruptFlag()
        let start = ProcessInfo.processInfo.systemUptime
        let (outcome, elapsed) = try Sweep.perform { sink throws(SweepProblem) in
            let runner = try SweepRunner(folder: folder, program: ProgramVersion.text, sink: sink)
            let outcome = try runner.run(
                shard: .whole, jobs: 1, clock: { Int64(ProcessInfo.processInfo.systemUptime) }, interruption: flag
            ) { _ in if ProcessInfo.processInfo.systemUptime - start > 2 { flag.set() } }
            return (outcome, ProcessInfo.processInfo.systemUptime - start)
        }
        let left = outcome.progress.points - outcome.progress.known - outcome.progress.done
        guard outcome.progress.done > 0, left > 0 else { return 1 }
        let seconds = elapsed / Double(outcome.progress.done) * Double(left) / Double(cpus)
        return max(1, min(1_000, Int(seconds / 300)))
    }

    private func script(_ name: String, _ options: [String], _ arguments: [String]) -> String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let lines =
            ["#!/bin/bash"] + (["--job-name=\(name)"] + options + sbatch).map { "#SBATCH \(Self.quoted($0))" }
            + [
                "# A task that is asked to end finishes its file; `exec` hands the request on.",
                "exec " + ([program] + arguments).map(Self.quoted).joined(separator: " "),
            ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A word for the shell, and for `#SBATCH`, which reads quotes alike.
    private static func quoted(_ word: String) -> String {
        word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,%+@".contains($0) } ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    private func submitted(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sbatch"] + arguments
        let output = Pipe()
        process.standardOutput = output
        do { try process.run() } catch {
            Console.note("error: `sbatch` cannot be started: \(error.localizedDescription)")
            throw ExitStatus.inputOutput
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let job = text.split(whereSeparator: { ";\n".contains($0) }).first else {
            Console.note("error: `sbatch` failed\nhint: submit the scripts by hand, or see what it says above")
            throw ExitStatus.inputOutput
        }
        return String(job)
    }
}
