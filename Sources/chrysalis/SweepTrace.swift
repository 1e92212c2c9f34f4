import ArgumentParser
import Experiments
import Foundation
import Scenarios
import SimulationKernel
import UpgradeStrategies

/// `sweep trace`.
struct SweepTracing: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Run chosen points of a sweep again and write traces of their runs.",
        discussion: """
            Points are named by their numbers, which the merged results have, or by values that they have: `--where strategy=rolling --where \
            workload.scale=2`. Where a point has been run, all its replications are run again, and their fingerprint is compared with what is known.
            """)

    /// More than these points are traced only if told so.
    private static let most = 100

    @Argument(help: "The folder of the sweep.", completion: .directory)
    var folder: String

    @Option(parsing: .unconditionalSingleValue, help: "The number of a point, from 0; may be repeated.")
    var point: [Int] = []

    @Option(
        name: .customLong("where"), parsing: .singleValue, help: "Points with this value, PATH=VALUE; may be repeated, and all must hold.")
    var conditions: [String] = []

    @Flag(help: "Trace all chosen points although they are more than 100; every point if none is chosen.")
    var all = false

    @Option(parsing: .unconditional, help: "Traced replications of each point.")
    var replications = 1

    @Option(name: [.customShort("o"), .long], help: "The folder of the traces; made if it is not there.", completion: .directory)
    var output: String

    @Option(parsing: .unconditional, help: "Threads; all cores (or what Slurm grants) if absent.")
    var jobs: Int?

    func validate() throws {
        if let jobs, !(1...4096).contains(jobs) { throw ValidationError("`--jobs \(jobs)` is outside 1 ... 4096") }
        if !(1...1_000_000).contains(replications) { throw ValidationError("`--replications \(replications)` is outside 1 ... 1000000") }
        if !point.isEmpty, !conditions.isEmpty { throw ValidationError("`--point` and `--where` exclude each other") }
        if point.isEmpty, conditions.isEmpty, !all {
            throw ValidationError("say which points: `--point N`, `--where PATH=VALUE` or `--all`")
        }
    }

    func run() throws {
        let start = Date()
        let merged = try Sweep.perform { sink throws(SweepProblem) in
            try MergedSweep(folder: folder, program: ProgramVersion.text, sink: sink)
        }
        for note in merged.notes { Console.note("note: \(note)") }
        let points = try Sweep.perform { _ throws(SweepProblem) in try chosen(merged.plan) }
        var arguments = ExperimentArguments()
        arguments.jobs = jobs
        let threads = arguments.threadCount
        let traces = try TraceFolder(output, scenario: merged.plan.scenario, seed: merged.plan.seed, traced: replications)
        let interruption = Interruption()
        var (failed, readerIsGone) = (false, false)
        for index in points where !traces.hasFailed {
            do {
                let line = try trace(merged, index, traces, threads, interruption.flag)
                guard let line else {
                    Console.note("interrupted at point \(index); traces of points before it are whole")
                    throw ExitStatus.interrupted
                }
                if !readerIsGone { try Console.output(line + "\n") }
            } catch let code as ExitCode where code == .success {
                // Nobody listens any more, and the traces are wanted all the same.
                readerIsGone = true
            } catch let problem as SweepProblem {
                Console.note("error: \(problem.message)" + (problem.hint.map { "\nhint: \($0)" } ?? ""))
                failed = true
            }
        }
        traces.writeLog(seconds: Date().timeIntervalSince(start), jobs: threads)
        try traces.report()
        if failed { throw ExitStatus.data }
    }

    private func chosen(_ plan: SweepPlan) throws(SweepProblem) -> [Int] {
        if let outside = point.first(where: { !(0..<plan.count).contains($0) }) {
            throw SweepProblem(.usage, "there is no point \(outside)", hint: "points are 0 to \(plan.count - 1)")
        }
        let found =
            !point.isEmpty ? Set(point).sorted() : conditions.isEmpty ? Array(0..<plan.count) : try plan.points(having: conditions)
        guard found.count <= Self.most || all else {
            throw SweepProblem(
                .usage, "\(found.count) points are chosen, and no more than \(Self.most) are traced unasked",
                hint: "choose fewer, or add `--all`")
        }
        return found
    }

    /// Runs a point again; what to say of it, or nil if it was interrupted.
    private func trace(
        _ merged: MergedSweep, _ index: Int, _ traces: TraceFolder, _ threads: Int, _ flag: InterruptFlag
    ) throws -> String? {
        let plan = merged.plan
        let point = plan.point(at: index)
        let values = zip(plan.factorNames, point.values).map { "\($0)=\($1)" }.joined(separator: ", ")
        let record = try merged.record(at: index)
        if let record, !record.failure.isEmpty {
            throw SweepProblem(.badData, "point \(index) (\(values)) has failed: \(record.failure)", hint: "there is no run to trace")
        }
        let (found, complaint) = plan.scenario(ofConfiguration: index / plan.strategies.count, isDescribed: true)
        guard let scenario = found else { throw SweepProblem(.badData, "point \(index) (\(values)) has no scenario: \(complaint)") }
        let traced = min(replications, record?.replications ?? .max)
        if traced < replications { Console.note("note: point \(index) has \(traced) replications, and all are traced") }
        let name = "point-\(index)-\(point.strategy)"
        var runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: plan.seed, jobs: threads)
        runner.isPaired = plan.description.isAntithetic
        runner.interruption = flag
        runner.prepare = { [replications] request, run in
            guard request.replication < traced else { return nil }
            return traces.begin(request, run, name: replications == 1 ? name : "\(name)-\(request.replication)", of: scenario)
        }
        let runs = record?.replications ?? traced
        let results = runner.run((0..<runs).map { RunRequest(strategy: point.strategy, replication: $0) }).compactMap(\.self)
        guard results.count == runs else { return nil }
        if let broken = results.lazy.compactMap({ BrokenRun($0, seed: plan.seed) }).first {
            throw SweepProblem(.badData, "point \(index) (\(values)) is broken: \(broken)")
        }
        let told = "point \(index) (\(values)): \(traced) of \(runs) \(runs == 1 ? "replication" : "replications") traced"
        guard let record else { return told + "; not run by the sweep yet, so that there is nothing to compare" }
        let fingerprint = SweepRecord.fingerprint(of: results)
        guard fingerprint == record.fingerprint else {
            throw SweepProblem(
                .badData,
                "point \(index) (\(values)): its runs have the fingerprint \(Self.hexadecimal(fingerprint)), and the sweep recorded "
                    + Self.hexadecimal(record.fingerprint),
                hint: "the sweep was run by another build of this program, or its files are not what it wrote; run it anew")
        }
        return told + "; fingerprint \(Self.hexadecimal(fingerprint)) as recorded"
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
