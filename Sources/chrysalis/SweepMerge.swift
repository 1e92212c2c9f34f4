import ArgumentParser
import Experiments
import Foundation
import Reports
import Scenarios

/// `sweep status`.
struct SweepStatus: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Say how far a sweep has come.")

    @Argument(help: "The folder of the sweep.", completion: .directory)
    var folder: String

    func run() throws {
        let merged = try Sweep.perform { sink throws(SweepProblem) in
            try MergedSweep(folder: folder, program: ProgramVersion.text, sink: sink)
        }
        for note in merged.notes { Console.note("note: \(note)") }
        try Console.output(
            "\(merged.manifest.experiment.name): \(merged.finished) of \(merged.manifest.points) points done"
                + (merged.missing.isEmpty ? "" : "; missing: \(SweepMerging.words(merged.missing))")
                + (merged.failed.isEmpty ? "" : "; failed: \(SweepMerging.words(merged.failed))") + "\n")
    }
}

/// `sweep merge`.
struct SweepMerging: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Put the points of all shards together, as HDF5 (.h5) or CSV (.csv).",
        discussion: """
            The same points give the same bytes, whoever found them and in whichever order. Missing points are listed, and nothing is written unless \
            `--partial` says so (exit code 75). A grid opens in xarray with the factors as coordinates. NAME.log.json beside NAME.h5 and NAME.csv says \
            when and where they were made, of which files: what may differ between equal results.
            """)

    @Argument(help: "The folder of the sweep.", completion: .directory)
    var folder: String

    @Option(name: [.customShort("o"), .long], help: "The file of results; may be repeated.", completion: .file(extensions: ["h5", "csv"]))
    var output: [String]

    @Flag(help: "Write what there is although points are missing.")
    var partial = false

    func validate() throws {
        for name in output where !name.hasSuffix(".h5") && !name.hasSuffix(".csv") {
            throw ValidationError("`\(name)` ends neither in `.h5` nor in `.csv`, so that its format is not known")
        }
    }

    func run() throws {
        let start = Date()
        let merged = try Sweep.perform { sink throws(SweepProblem) in
            try MergedSweep(folder: folder, program: ProgramVersion.text, sink: sink)
        }
        for note in merged.notes { Console.note("note: \(note)") }
        for (point, files) in merged.conflicts.prefix(10) {
            Console.note("error: `\(files[0])` and `\(files[1])` disagree about point \(point)")
        }
        guard merged.conflicts.isEmpty else {
            Console.note("hint: remove the file that is wrong, and run the sweep again")
            throw ExitStatus.data
        }
        if !merged.missing.isEmpty {
            let count = merged.manifest.points - merged.finished
            Console.note(
                "\(partial ? "warning" : "error"): \(count) of \(merged.manifest.points) points are missing: \(Self.words(merged.missing))")
            guard partial else {
                Console.note("hint: `chrysalis sweep run \(folder)` does them; `--partial` merges what there is")
                throw ExitStatus.resumable
            }
        }
        for name in output {
            do {
                if name.hasSuffix(".csv") { try writeCSV(merged, name) } else { try SweepResults.write(merged, name) }
            } catch let problem as SweepProblem {
                throw Sweep.failure(problem)
            } catch let code as ExitCode {
                throw code
            } catch {
                Console.note("error: `\(name)`: \(error)")
                throw ExitStatus.inputOutput
            }
        }
        if !merged.failed.isEmpty {
            Console.note(
                "warning: of these points have no result: \(Self.words(merged.failed)); their `failure` says why\nhint: "
                    + "`chrysalis sweep run \(folder) --retry-failed` tries them again")
        }
        try writeLogs(merged, seconds: Date().timeIntervalSince(start))
        try Console.output("\(merged.finished) points in \(output.map { "`\($0)`" }.joined(separator: " and "))\n")
    }

    /// The circumstances of a merge, once for results that differ only in their format.
    private func writeLogs(_ merged: MergedSweep, seconds: Double) throws {
        var names: [String] = []
        for name in output.map({ ($0 as NSString).deletingPathExtension + ".log.json" }) where !names.contains(name) { names.append(name) }
        for name in names {
            let reason = CommandLog.write(
                to: name, seconds: seconds,
                [
                    "sweep": folder, "plan": merged.manifest.hash, "results": output, "points": merged.finished,
                    "missing": merged.manifest.points - merged.finished, "failed": merged.failed.reduce(0) { $0 + $1.count },
                    "files": merged.sources.map { ["file": $0.path, "points": $0.points] as [String: Any] }, "notes": merged.notes,
                ])
            guard let reason else { continue }
            Console.note("error: \(reason)\nhint: the results are whole; merge again if you want the log, too")
            throw ExitStatus.inputOutput
        }
    }

    private func writeCSV(_ merged: MergedSweep, _ path: String) throws {
        let partial = path + ".partial"
        guard let file = fopen(partial, "w") else {
            throw SweepProblem(.inputOutput, "cannot write `\(path)`: \(String(cString: strerror(errno)))")
        }
        var isWhole = fputs(SweepCSV.header(merged.plan), file) >= 0
        do {
            try merged.forEach { point, record in isWhole = isWhole && fputs(SweepCSV.line(point, record), file) >= 0 }
        } catch {
            fclose(file)
            throw error
        }
        isWhole = fflush(file) == 0 && isWhole && (fsync(fileno(file)) == 0 || errno == EINVAL)
        guard fclose(file) == 0, isWhole, rename(partial, path) == 0 else {
            throw SweepProblem(
                .inputOutput, "cannot write `\(path)`: \(String(cString: strerror(errno)))", hint: "make room, then merge again")
        }
    }

    /// Ranges of points, the first few of them.
    static func words(_ ranges: [Range<Int>]) -> String {
        let shown = ranges.prefix(10).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound - 1)" }
        return shown.joined(separator: ", ") + (ranges.count > 10 ? " and \(ranges.count - 10) ranges more" : "")
    }
}
