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
        let parameters = ["file": "three-tier", "configurations": "\(configurations)", "replications": "1"]
        func benchmark(
            _ name: String, _ unit: String, _ clock: Clock, _ better: ResultRow.Direction, _ value: @escaping () throws -> Double
        ) -> BenchmarkGroup {
            let benchmark = Benchmark(
                name: name, parameters: parameters, unit: unit, clock: clock, better: better, mostRepetitions: 7, isLong: true
            ) {
                Sample(value: try value())
            }
            return BenchmarkGroup(benchmarks: [benchmark])
        }
        return [
            benchmark("sweep-jobs", "x", .wall, .more) { try seconds(.wall, [], jobs: 1) / seconds(.wall, [], jobs: 2) },
            benchmark("sweep-reading", "us", .process, .less) { try readingSeconds() / Double(configurations) * 1e6 },
            benchmark("sweep-point", "us", .process, .less) { try pointSeconds() / Double(configurations) * 1e6 },
        ]
    }

    /// All strategies of the scenario if none are named.
    private static func plan(_ strategies: [String]) throws -> (plan: SweepPlan, source: ScenarioSource) {
        let values = (0..<configurations).map { "\(Double(500 + $0) / 500)" }
        let description = ExperimentDescription(
            name: "benchmark", scenario: file, strategies: strategies, replications: 1,
            factors: [FactorDescription(path: "workload.scale", values: .listed(values))])
        let sink = DiagnosticSink()
        guard let source = ScenarioSource(path: file, sink: sink) else { throw WrongAnswer(description: sink.rendered()) }
        return (try SweepPlan(description, source, seed: 1, isTried: true, sink: sink), source)
    }

    /// Runs a whole sweep in a new folder.
    private static func seconds(_ clock: Clock, _ strategies: [String], jobs: Int) throws -> Double {
        let folder = NSTemporaryDirectory() + "sweep-benchmark-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: SweepFolder.shards(folder), withIntermediateDirectories: true)
        let (plan, source) = try plan(strategies)
        let manifest = SweepManifest(plan, source, program: "benchmark")
        try Data(manifest.text.utf8).write(to: URL(fileURLWithPath: SweepFolder.manifest(folder)))
        let runner = try SweepRunner(folder: folder, program: "benchmark", sink: DiagnosticSink())
        return try clock.measure {
            let outcome = try runner.run(shard: .whole, jobs: jobs, clock: { 0 })
            try WrongAnswer.unless(outcome.progress.done == plan.count && outcome.progress.failed == 0, "\(outcome.progress)")
        }
    }

    /// Reading the value of each configuration into the scenario, which its strategies share.
    private static func readingSeconds() throws -> Double {
        let (plan, _) = try plan([])
        return try Clock.process.measure {
            for index in 0..<plan.configurations {
                try WrongAnswer.unless(plan.scenario(ofConfiguration: index).scenario != nil, "configuration \(index) cannot be read")
            }
        }
    }

    /// A sweep of the control, which takes next to no time to run, less its readings and its runs: measures and the durable record.
    private static func pointSeconds() throws -> Double {
        let control = StrategyCatalogue.control
        let (plan, _) = try plan([control.name])
        let scenarios = (0..<plan.configurations).compactMap { plan.scenario(ofConfiguration: $0).scenario }
        let runs = try Clock.process.measure {
            for scenario in scenarios {
                let result = UpgradeRun(scenario.rehearsal, strategy: control, seed: 1, replication: 0).run()
                try WrongAnswer.unless(result.events > 0, "the control did nothing")
            }
        }
        return try seconds(.process, [control.name], jobs: 1) - readingSeconds() - runs
    }
}
