import ArgumentParser
import Experiments
import Foundation
import Scenarios
import SimulationKernel

/// Experiments of many points.
struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a scenario at many points: plan them, run them in as many pieces as you like, merge the results.",
        discussion: """
            A folder holds a sweep: what was planned, and each point as soon as it is done. A run that is interrupted or killed loses the point it was at; \
            the next one goes on with what is missing. Whatever the number of shards, threads and interruptions, the merged results are the same bytes.
            """,
        subcommands: [
            SweepPlanning.self, SweepRunning.self, SweepStatus.self, SweepMerging.self, SweepEffectsCommand.self, SweepTracing.self,
            SweepSlurm.self,
        ])

    /// Says what is wrong and ends with the code for it.
    static func failure(_ problem: SweepProblem) -> ExitCode {
        Console.note("error: \(problem.message)" + (problem.hint.map { "\nhint: \($0)" } ?? ""))
        return switch problem.kind {
        case .usage: ExitStatus.usage
        case .badData: ExitStatus.data
        case .inputOutput: ExitStatus.inputOutput
        }
    }

    /// Does something with a sweep; findings of the scenario's reader are printed before what is wrong with the sweep.
    static func perform<Value>(_ body: (DiagnosticSink) throws(SweepProblem) -> Value) throws -> Value {
        let sink = DiagnosticSink()
        do throws(SweepProblem) {
            return try body(sink)
        } catch {
            if sink.hasErrors { Console.note(sink.rendered()) }
            let code = failure(error)
            throw ScenarioArguments.lacksFile(sink) ? ExitStatus.inputOutput : code
        }
    }
}

/// `sweep plan`.
struct SweepPlanning: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Freeze what a sweep consists of, in a folder.",
        discussion: """
            INPUT is an experiment file, or a scenario of which `--vary` says what is varied: `--vary tiers.web.nodes=2,4,8` for these values, \
            `--vary workload.scale=0.5..2/4` for four between two, `.../4/log` by equal ratios.
            """)

    @Argument(help: "An experiment file or a scenario (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var input: String

    @Option(name: [.customShort("o"), .long], help: "The folder of the sweep; made if it is not there.", completion: .directory)
    var output: String

    @Option(parsing: .singleValue, help: "What is varied, PATH=VALUES; may be repeated.")
    var vary: [String] = []

    @Option(parsing: .singleValue, help: "What all points have in common, PATH=VALUE; may be repeated.")
    var set: [String] = []

    @Option(parsing: .singleValue, help: "A strategy; may be repeated. All of the scenario's if absent.")
    var strategy: [String] = []

    @Option(parsing: .singleValue, help: "A measure that is kept; may be repeated. All if absent.")
    var measure: [String] = []

    @Option(parsing: .unconditional, help: "Replications of each point; the experiment's or the scenario's number if absent.")
    var replications: Int?

    @Flag(help: "Make replications in antithetic pairs: each odd one mirrors the random numbers of the one before.")
    var antithetic = false

    @Option(parsing: .unconditional, help: "Root seed; the experiment's or the scenario's, or drawn, if absent.")
    var seed: UInt64?

    func validate() throws {
        if let replications, !(1...10_000_000).contains(replications) {
            throw ValidationError("`--replications \(replications)` is outside 1 ... 10000000")
        }
    }

    func run() throws {
        let description = try description()
        let (plan, manifest) = try Sweep.perform { sink throws(SweepProblem) in
            guard let source = ScenarioSource(path: description.scenario, settings: description.settings, sink: sink),
                let scenario = source.scenario(sink: sink)
            else { throw SweepProblem(.usage, "the scenario `\(description.scenario)` cannot be read") }
            let root = description.seed ?? scenario.seed ?? UInt64.random(in: 0..<(1 << 53))
            let plan = try SweepPlan(description, source, seed: root, sink: sink)
            return (plan, SweepManifest(plan, source, program: ProgramVersion.text))
        }
        try write(manifest)
        var text = "\(description.name): \(plan.count) points, \(plan.configurations) configurations x \(plan.strategies.count) strategies"
        text +=
            ", \(plan.description.until == nil ? "" : "at least ")\(plan.replications) replications each\(description.isAntithetic ? " in antithetic pairs" : ""), seed \(plan.seed)\n"
        for factor in plan.factors { text += "  \(factor.path): \(factor.summary)\n" }
        text += "  strategy: \(plan.strategies.joined(separator: ", "))\n"
        try Console.output(text)
    }

    private func description() throws -> ExperimentDescription {
        var description = try ExperimentInput.read(input, vary: vary, settings: set, strategies: strategy)
        if !measure.isEmpty { description.measures = measure }
        description.replications = replications ?? description.replications
        description.isAntithetic = description.isAntithetic || antithetic
        description.seed = seed ?? description.seed
        return description
    }

    private func write(_ manifest: SweepManifest) throws {
        let path = SweepFolder.manifest(output)
        if let data = FileManager.default.contents(atPath: path) {
            guard data == Data(manifest.text.utf8) else {
                Console.note(
                    "error: `\(output)` holds another sweep\nhint: give this one a folder of its own, or remove that one")
                throw ExitStatus.usage
            }
            return
        }
        do {
            try FileManager.default.createDirectory(atPath: SweepFolder.shards(output), withIntermediateDirectories: true)
            try Data(manifest.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            Console.note("error: cannot write `\(path)`: \(error.localizedDescription)")
            throw ExitStatus.inputOutput
        }
    }
}

/// `sweep run`.
struct SweepRunning: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the points of a sweep that are missing, or those of one shard.",
        discussion: """
            `--shard auto` looks which task of an array this is, in the variables of Slurm, AWS Batch, Kubernetes, LSF, PBS, Torque, SGE and GNU \
            parallel, in this order. Points go to shards by their number; shards need not know of each other. Exit code 75: interrupted, run it again.
            """)

    @Argument(help: "The folder of the sweep.", completion: .directory)
    var folder: String

    @Option(help: "Which part: K/N, K from 1, or `auto`.")
    var shard: String?

    @Option(parsing: .unconditional, help: "With `--shard auto`: of how many, where the system does not say.")
    var shards: Int?

    @Option(parsing: .unconditional, help: "With `--shard auto`: number of the first task, where the system leaves it to you.")
    var firstTask: Int?

    @Option(parsing: .unconditional, help: "Threads; all cores (or what Slurm grants) if absent.")
    var jobs: Int?

    @Flag(help: "Run points again that have failed before; a result takes the place of a failure.")
    var retryFailed = false

    func validate() throws {
        if let jobs, !(1...4096).contains(jobs) { throw ValidationError("`--jobs \(jobs)` is outside 1 ... 4096") }
        if let shards, shards < 1 { throw ValidationError("`--shards \(shards)` is less than one") }
        if shards != nil || firstTask != nil, shard != "auto" {
            throw ValidationError("`--shards` and `--first-task` belong to `--shard auto`")
        }
    }

    func run() throws {
        var arguments = ExperimentArguments()
        arguments.jobs = jobs
        let threads = arguments.threadCount
        let selection = try selection()
        let interruption = Interruption()
        let line = PointsLine()
        let outcome = try Sweep.perform { sink throws(SweepProblem) in
            let runner = try SweepRunner(folder: folder, program: ProgramVersion.text, sink: sink)
            return try runner.run(
                shard: selection, jobs: threads, retriesFailed: retryFailed, clock: { Int64(ProcessInfo.processInfo.systemUptime) },
                interruption: interruption.flag
            ) { line.show($0) }
        }
        Console.progress(nil)
        for note in outcome.notes { Console.note("note: \(note)") }
        for failure in outcome.failures { Console.note("failed: \(failure)") }
        let progress = outcome.progress
        if progress.failed > outcome.failures.count { Console.note("failed: \(progress.failed - outcome.failures.count) points more") }
        if outcome.failedBefore > 0 {
            let points = outcome.failedBefore == 1 ? "1 point" : "\(outcome.failedBefore) points"
            Console.note(
                "note: \(points) failed before, and \(outcome.failedBefore == 1 ? "is" : "are") left alone\nhint: `--retry-failed` tries again"
            )
        }
        let share = selection.count == 1 ? "" : "shard \(selection.number) of \(selection.count): "
        let left = progress.points - progress.known - progress.done
        try Console.output(
            "\(share)\(progress.done) points done, \(progress.known) known already, \(progress.failed) failed, \(left) left\n")
        if outcome.isInterrupted {
            Console.note("interrupted; run it again to go on")
            throw ExitStatus.resumable
        }
    }

    private func selection() throws -> ShardSelection {
        guard let shard else { return .whole }
        if shard == "auto" {
            let found = try Sweep.perform { _ throws(SweepProblem) in
                try ShardVariables(ProcessInfo.processInfo.environment, count: shards, first: firstTask)
            }
            Console.note("shard \(found.shard.number) of \(found.shard.count), by \(found.origin)")
            return found.shard
        }
        let parts = shard.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], let selection = ShardSelection(number: number, of: count)
        else {
            throw Sweep.failure(SweepProblem(.usage, "`--shard \(shard)` is no shard", hint: "write it like `1/4` ... `4/4`, or `auto`"))
        }
        return selection
    }
}

/// A line on a terminal that says how far a sweep has come, at most five times a second.
///
/// Unchecked: called by one thread at a time.
private final class PointsLine: @unchecked Sendable {
    private let start = Date()
    private var lastShown = Date.distantPast
    private let isShown = Console.errorIsTerminal

    func show(_ progress: SweepRunner.Progress) {
        guard isShown, Date().timeIntervalSince(lastShown) > 0.2 else { return }
        lastShown = Date()
        let rate = Double(progress.done) / max(1e-3, Date().timeIntervalSince(start))
        let left = progress.points - progress.known - progress.done
        let failed = progress.failed > 0 ? ", \(progress.failed) failed" : ""
        Console.progress(
            "\(progress.known + progress.done) of \(progress.points) points, \(Int(rate.rounded()))/s, about \(Int((Double(left) / max(1e-9, rate)).rounded(.up))) s left\(failed)"
        )
    }
}
