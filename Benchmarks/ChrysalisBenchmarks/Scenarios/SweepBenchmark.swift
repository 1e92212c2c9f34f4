import BenchmarkSupport
import Experiments
import Foundation
import Scenarios
import UpgradeStrategies

/// What a sweep costs beside its runs, and what a second thread brings.
enum SweepBenchmark {
    private static let configurations = 400
    private static let file = "scenarios/three-tier.yaml"

    static func groups() -> [BenchmarkGroup] {
        let parameters = ["file": "three-tier", "points": "\(4 * configurations)", "replications": "1"]
        let jobs = Benchmark(
            name: "sweep-jobs", parameters: parameters, unit: "x", clock: .wall, mostRepetitions: 5, isLong: true
        ) {
            let (one, two) = (try seconds(.wall, jobs: 1), try seconds(.wall, jobs: 2))
            return Sample(value: one / two)
        }
        let overhead = Benchmark(
            name: "sweep-point", parameters: parameters, unit: "us", clock: .process, mostRepetitions: 5, isLong: true
        ) { Sample(value: try overheadMicroseconds()) }
        return [jobs, overhead].map { BenchmarkGroup(benchmarks: [$0]) }
    }

    private static func description() -> ExperimentDescription {
        let values = (0..<configurations).map { "\(Double(500 + $0) / 500)" }
        return ExperimentDescription(
            name: "benchmark", scenario: file, replications: 1,
            factors: [FactorDescription(path: "workload.scale", values: .listed(values))])
    }

    /// Runs a whole sweep in a new folder.
    private static func seconds(_ clock: Clock, jobs: Int) throws -> Double {
        let folder = NSTemporaryDirectory() + "sweep-benchmark-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: SweepFolder.shards(folder), withIntermediateDirectories: true)
        let (plan, source) = try plan()
        let manifest = SweepManifest(plan, source, program: "benchmark")
        try Data(manifest.text.utf8).write(to: URL(fileURLWithPath: SweepFolder.manifest(folder)))
        let runner = try SweepRunner(folder: folder, program: "benchmark", sink: DiagnosticSink())
        return try clock.measure {
            let outcome = try runner.run(shard: .whole, jobs: jobs, clock: { 0 })
            try WrongAnswer.unless(outcome.progress.done == plan.count && outcome.progress.failed == 0, "\(outcome.progress)")
        }
    }

    private static func plan() throws -> (SweepPlan, ScenarioSource) {
        let sink = DiagnosticSink()
        guard let source = ScenarioSource(path: file, sink: sink) else { throw WrongAnswer(description: sink.rendered()) }
        return (try SweepPlan(description(), source, seed: 1, isTried: true, sink: sink), source)
    }

    /// Time of a sweep less that of its runs alone, for each point: reading the values in the scenario, measures, the durable record.
    private static func overheadMicroseconds() throws -> Double {
        let (plan, _) = try plan()
        let scenarios = (0..<plan.configurations).compactMap { plan.scenario(ofConfiguration: $0).scenario }
        let sweep = try seconds(.process, jobs: 1)
        let runs = try Clock.process.measure {
            for scenario in scenarios {
                for name in plan.strategies {
                    guard let strategy = StrategyCatalogue.strategy(named: name) else {
                        throw WrongAnswer(description: "no strategy \(name)")
                    }
                    let result = UpgradeRun(scenario.rehearsal, strategy: strategy, seed: 1, replication: 0).run()
                    try WrongAnswer.unless(result.events > 0, "\(name) did nothing")
                }
            }
        }
        return (sweep - runs) / Double(plan.count) * 1e6
    }
}
