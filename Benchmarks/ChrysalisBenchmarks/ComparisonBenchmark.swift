import ClusterModel
import Experiments
import Foundation
import Scenarios
import SimulationKernel
import Synchronization
import Traces
import UpgradeStrategies

/// `compare wikipedia-2010.yaml`: four strategies and the control, 30 replications, over the whole upgrade.
enum ComparisonBenchmark {
    private static let path = "scenarios/wikipedia-2010.yaml"

    static func run(repetitions: Int) {
        guard let scenario = read([]) else { return print("skipped: run this in the project's folder, where \(path) is") }
        let plain = ChrysalisBenchmarks.best(of: repetitions) { compare(scenario, replications: 30) }
        ChrysalisBenchmarks.report("compare wikipedia-2010, 30 replications, 2 jobs", plain, "s", decimals: 2)
        ChrysalisBenchmarks.report("  resident memory so far", ChrysalisBenchmarks.peakMegabytes, "MB", decimals: 0)
        let traced = ChrysalisBenchmarks.best(of: repetitions) { compare(scenario, replications: 30, traced: true) }
        ChrysalisBenchmarks.report("  with one trace a strategy", traced, "s", decimals: 2)
        ChrysalisBenchmarks.report("  more than without", (traced / plain - 1) * 100, "%")
        // Ten times the nodes and the load; batches grow too, as an operator's would.
        guard let large = read(tenfold(scenario)) else { return print("the tenfold scenario was refused") }
        let few = ChrysalisBenchmarks.best(of: repetitions) { compare(scenario, replications: 3) }
        let many = ChrysalisBenchmarks.best(of: repetitions) { compare(large, replications: 3) }
        ChrysalisBenchmarks.report("ten times the nodes, time relative to one", many / few, "x")
    }

    private static func read(_ overrides: [String]) -> Scenario? {
        let sink = DiagnosticSink()
        let scenario = ScenarioReader.read(path: path, overrides: overrides, sink: sink)
        if scenario == nil { print(sink.rendered()) }
        return scenario
    }

    private static func tenfold(_ scenario: Scenario) -> [String] {
        let system = scenario.rehearsal.system
        var overrides = ["workload.scale=10", "market.quota=3000"]
        for tier in system.tiers {
            if tier.isSharded {
                overrides += tier.shards.map { "tiers.\(tier.name).shards.\($0.name).nodes=\($0.nodes * 10)" }
            } else {
                overrides.append("tiers.\(tier.name).nodes=\(tier.nodes * 10)")
                overrides.append("tiers.\(tier.name).software.batch=\(tier.software.batch * 10)")
            }
        }
        overrides.append("parallel-universe.tiers.application.nodes=920")
        return overrides
    }

    private static func compare(_ scenario: Scenario, replications: Int, traced: Bool = false) {
        var runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 1, jobs: 2)
        let folder = NSTemporaryDirectory() + "chrysalis-benchmark"
        if traced {
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            runner.prepare = { request, run in
                guard request.replication == 0,
                    let recorder = try? RunTraceRecorder(
                        path: "\(folder)/\(request.strategy).h5", scenario: scenario, strategy: request.strategy, seed: 1, replication: 0,
                        programVersion: "benchmark")
                else { return nil }
                run.recorder = recorder
                run.simulation.observer = recorder
                return { result in try? recorder.finish(result) }
            }
        }
        let results = runner.run(Comparison.requests(scenario, replications: replications)).compactMap(\.self)
        let comparison = Comparison(scenario, seed: 1, replications: replications, results: results)
        precondition(comparison.strategies.count == 5)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
