import Foundation
import Glibc
public import Scenarios
public import SimulationKernel
import Synchronization

/// Runs the points of one shard of a sweep, those that no file of the folder has yet.
public struct SweepRunner: Sendable {
    /// How far a sweep has come.
    public struct Progress: Sendable, Hashable {
        /// Points of this shard.
        public var points: Int
        /// Of these, found by earlier runs.
        public var known: Int
        /// Of these, done in this run.
        public var done: Int
        /// Of these, without a result.
        public var failed: Int
    }

    /// What a run came to.
    public struct Outcome: Sendable {
        /// How far it came.
        public var progress: Progress
        /// Whether it was interrupted.
        public var isInterrupted: Bool
        /// What became of files that were not as they should be.
        public var notes: [String]
        /// The first failures, in words.
        public var failures: [String]
        /// Points of this shard that earlier runs had no result of, and that were left alone.
        public var failedBefore: Int
    }

    let manifest: SweepManifest
    let plan: SweepPlan
    let folder: String

    /// A runner for the sweep of a folder.
    public init(folder: String, program: String, sink: DiagnosticSink) throws(SweepProblem) {
        self.folder = folder
        manifest = try SweepManifest(folder: folder, program: program)
        plan = try manifest.plan(sink: sink)
    }

    /// Points that the whole sweep has.
    public var points: Int { plan.count }

    /// Runs what is missing of a shard.
    ///
    /// - Parameters:
    ///   - retriesFailed: Whether points are run again that have failed before.
    ///   - clock: Seconds of a clock that only goes forward.
    ///   - progress: Told after each point, from one thread at a time.
    public func run(
        shard: ShardSelection, jobs: Int, retriesFailed: Bool = false, clock: @escaping @Sendable () -> Int64,
        interruption: InterruptFlag? = nil,
        progress: (@Sendable (Progress) -> Void)? = nil
    ) throws(SweepProblem) -> Outcome {
        let store = SweepStore(folder: folder, manifest: manifest, measures: plan.measures.count)
        let opened = try store.open(shard, clock: clock)
        let (file, failures, runner) = (opened.file, opened.failures, PointRunner(plan))
        let isKnown = { @Sendable [hasResult = opened.hasResult] index in
            hasResult[index] || (!retriesFailed && failures[index] != nil)
        }
        let configurations = stride(from: shard.number - 1, to: plan.configurations, by: shard.count)
        let width = plan.strategies.count
        var start = Progress(points: 0, known: 0, done: 0, failed: 0)
        var failedBefore = 0
        for configuration in configurations {
            start.points += width
            for index in configuration * width..<(configuration + 1) * width where isKnown(index) {
                start.known += 1
                if !opened.hasResult[index] { failedBefore += 1 }
            }
        }
        // Few points of many replications leave threads idle at the end, unless these share the replications.
        let sharesPoints = plan.replications >= 8 * jobs && configurations.underestimatedCount < 16 * jobs
        let (outer, inner) = sharesPoints ? (1, jobs) : (min(jobs, plan.configurations), 1)
        let state = Mutex(State(next: shard.number - 1, progress: start))
        let work: @Sendable () -> Void = { [self] in
            while let configuration = state.withLock({ $0.take(before: plan.configurations, by: shard.count, unless: interruption?.isSet) })
            {
                let missing = (0..<width).map { configuration * width + $0 }.filter { !isKnown($0) }
                guard !missing.isEmpty else { continue }
                let (scenario, complaint) = plan.scenario(ofConfiguration: configuration)
                var first: PointRunner.Runs?
                for index in missing {
                    let point = plan.point(at: index)
                    var record = runner.failed(point, complaint)
                    if let scenario {
                        // An earlier run may have had the first strategy; what it was compared with is found again.
                        let isFirst = index % width == 0
                        let asked = [isFirst || first != nil ? nil : plan.point(at: configuration * width), point].compactMap(\.self)
                        for other in asked {
                            guard let runs = runner.runs(other, scenario, jobs: inner, interruption: interruption) else { return }
                            if other.index == index { record = runner.record(point, runs, first: isFirst ? nil : first) }
                            if other.index % width == 0 { first = runs }
                        }
                    }
                    if !record.failure.isEmpty { record.attempt = failures[index] ?? 0 }
                    do throws(SweepProblem) {
                        try file.append(record.bytes)
                        state.withLock { state in
                            state.note(record, plan)
                            progress?(state.progress)
                        }
                    } catch {
                        return state.withLock { $0.problem = error }
                    }
                }
            }
        }
        ParallelMap.onThreads(max(1, outer), work)
        try file.sync()
        let end = state.withLock { $0 }
        if let problem = end.problem { throw problem }
        return Outcome(
            progress: end.progress, isInterrupted: end.progress.known + end.progress.done < end.progress.points, notes: opened.notes,
            failures: end.failures, failedBefore: failedBefore)
    }

    private struct State {
        var next: Int
        var progress: Progress
        var failures: [String] = []
        var problem: SweepProblem?

        mutating func take(before end: Int, by step: Int, unless isInterrupted: Bool?) -> Int? {
            guard next < end, problem == nil, isInterrupted != true else { return nil }
            defer { next += step }
            return next
        }

        mutating func note(_ record: SweepRecord, _ plan: SweepPlan) {
            progress.done += 1
            guard !record.failure.isEmpty else { return }
            progress.failed += 1
            if failures.count < 5 {
                let values = zip(plan.factorNames, plan.point(at: record.index).values).map { "\($0)=\($1)" }.joined(separator: ", ")
                failures.append("point \(record.index) (\(values)): \(record.failure)")
            }
        }
    }
}
