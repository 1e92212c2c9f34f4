import ArgumentParser
import Experiments
import Foundation
import Reports
import Scenarios
import Traces

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
                + (merged.missing.isEmpty ? "" : "; missing: \(SweepMerging.words(merged.missing))") + "\n")
    }
}

/// `sweep merge`.
struct SweepMerging: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Put the points of all shards together, as HDF5 (.h5) or CSV (.csv).",
        discussion: """
            The same points give the same bytes, whoever found them and in whichever order. Missing points are listed, and nothing is written unless \
            `--partial` says so (exit code 75). A grid opens in xarray with the factors as coordinates.
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
        try Console.output("\(merged.finished) points in \(output.map { "`\($0)`" }.joined(separator: " and "))\n")
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

/// The merged points as HDF5.
enum SweepResults {
    /// Doubles that columns in preparation may hold together: 64 MB.
    private static let budget = 8 << 20

    static func write(_ merged: MergedSweep, _ path: String) throws {
        let plan = merged.plan
        let count = merged.manifest.points
        let axes =
            plan.axes.map { $0.map { ResultFile.Axis($0.name, $0.values) } } ?? [ResultFile.Axis("point", (0..<count).map(String.init))]
        let statistics = ["", "_low", "_high", "_median", "_p95"]
        let group = max(1, min(plan.measures.count, budget / max(1, statistics.count * count)))
        var next = 0
        var coordinates: [StoredColumn] = []
        if plan.axes == nil { coordinates = try factorColumns(plan, count) }
        var isFirst = true
        try ResultFile.write(path: path, attributes: attributes(merged), axes: axes, coordinates: coordinates) {
            if isFirst {
                isFirst = false
                return try circumstances(merged, count)
            }
            guard next < plan.measures.count else { return nil }
            let chosen = next..<min(plan.measures.count, next + group)
            next = chosen.upperBound
            var values = chosen.map { _ in statistics.map { _ in [Double](repeating: .nan, count: count) } }
            try merged.forEach { point, record in
                for (position, measure) in chosen.enumerated() {
                    let value = record.values[measure]
                    for (which, number) in [value.mean, value.low, value.high, value.median, value.p95].enumerated() {
                        values[position][which][point.index] = number
                    }
                }
            }
            return zip(chosen, values).flatMap { measure, columns in
                zip(statistics, columns).map { statistic, numbers in column(plan.measures[measure], statistic, numbers) }
            }
        }
    }

    private static func column(_ measure: Measure, _ statistic: String, _ numbers: [Double]) -> StoredColumn {
        let words = [
            "": "mean over the replications", "_low": "lower bound of the mean's interval", "_high": "upper bound of the mean's interval",
            "_median": "median over the replications", "_p95": "95th percentile over the replications",
        ]
        return StoredColumn(
            measure.name + statistic, .doubles(numbers), units: measure.unit.udunits, longName: measure.title,
            description: words[statistic] ?? "")
    }

    private static func factorColumns(_ plan: SweepPlan, _ count: Int) throws -> [StoredColumn] {
        plan.factorNames.indices.map { factor in
            let texts = (0..<count).map { plan.point(at: $0).values[factor] }
            let numbers = texts.compactMap { Double($0) }
            return StoredColumn(
                plan.factorNames[factor], numbers.count == texts.count ? .doubles(numbers) : .strings(texts), units: "1",
                longName: plan.factorNames[factor], description: "value of the factor, as the scenario would say it")
        }
    }

    private static func circumstances(_ merged: MergedSweep, _ count: Int) throws -> [StoredColumn] {
        var replications = [Int64](repeating: 0, count: count)
        var fingerprints = [Int64](repeating: 0, count: count)
        var failures = [String](repeating: "", count: count)
        for range in merged.missing { for point in range { failures[point] = "missing" } }
        try merged.forEach { point, record in
            replications[point.index] = Int64(record.replications)
            fingerprints[point.index] = Int64(bitPattern: record.fingerprint)
            failures[point.index] = record.failure
        }
        return [
            StoredColumn("replications", .integers(replications), units: "1", longName: "replications", description: "replications made"),
            StoredColumn(
                "fingerprint", .integers(fingerprints), units: "1", longName: "fingerprint",
                description: "hash over the fingerprints of the point's runs, as a signed number of 64 bits"),
            StoredColumn(
                "failure", .strings(failures), units: "1", longName: "failure", description: "why there is no result; empty if there is"),
        ]
    }

    private static func attributes(_ merged: MergedSweep) -> [(name: String, text: String)] {
        let manifest = merged.manifest
        return [
            ("title", manifest.experiment.name), ("program", "chrysalis \(manifest.program)"), ("seed", "\(manifest.seed)"),
            ("plan", manifest.hash), ("scenario_hash", manifest.scenarioHash), ("design", manifest.experiment.design.name),
            ("scenario_text", merged.plan.scenario.text), ("configuration", merged.plan.scenario.effectiveJSON),
        ]
    }
}

extension MeasureUnit {
    /// In the words of UDUNITS, `1` for what has none.
    fileprivate var udunits: String {
        switch self {
        case .seconds: "s"
        case .hours: "h"
        case .minutes: "min"
        case .bytes: "byte"
        default: "1"
        }
    }
}
