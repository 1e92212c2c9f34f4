import BenchmarkSupport
import Experiments
import Scenarios
import UpgradeFaults
import UpgradeStrategies

/// What faults of the procedure and the version cost: where none occurs, where they are drawn, and when each is made to happen once.
enum FaultBenchmark {
    private static let replications = 10

    /// On Wikipedia of 2010.
    static func groups() throws -> [BenchmarkGroup] {
        let scenario = try LargerScenario.original()
        let file = "wikipedia-2010"
        let idle = Benchmark(
            name: "faults-idle", parameters: ["file": file, "replications": "\(replications)"], unit: "x", clock: .process,
            mostRepetitions: 3,
            isLong: true
        ) { Sample(value: try idleRatio(scenario)) }
        let drawn = Benchmark(
            name: "faults-drawn", parameters: ["file": file, "replications": "\(10 * replications)", "jobs": "2"], unit: "s", clock: .wall,
            mostRepetitions: 3, isLong: true
        ) { Sample(value: try Clock.wall.measure { _ = try run(drawing(scenario), jobs: 2, replications: 10 * replications) }) }
        let campaign = Benchmark(
            name: "campaign", parameters: ["file": file, "jobs": "2"], unit: "s", clock: .wall, mostRepetitions: 3, isLong: true
        ) {
            Sample(
                value: try Clock.wall.measure {
                    let found = FaultCampaign(scenario.rehearsal, strategies: scenario.strategies, seed: 1, jobs: 2)
                    try WrongAnswer.unless((found?.entries.count ?? 0) > 500, "the campaign has \(found?.entries.count ?? 0) cases")
                })
        }
        return [idle, drawn, campaign].map { BenchmarkGroup(benchmarks: [$0]) }
    }

    private static func drawing(_ scenario: Scenario) -> Rehearsal {
        var rehearsal = scenario.rehearsal
        rehearsal.faults.isDrawn = true
        return rehearsal
    }

    @discardableResult private static func run(_ rehearsal: Rehearsal, jobs: Int, replications: Int) throws -> [RunResult] {
        let requests = StrategyCatalogue.all.flatMap { strategy in
            (0..<replications).map { RunRequest(strategy: strategy.name, replication: $0) }
        }
        let results = ReplicationRunner(rehearsal: rehearsal, seed: 1, jobs: jobs).run(requests).compactMap(\.self)
        try WrongAnswer.unless(results.count == requests.count, "\(results.count) of \(requests.count) runs have a result")
        return results
    }

    /// Replications in which faults are drawn and none occurs, to those of a scenario that knows of none. Runs of both take turns.
    private static func idleRatio(_ scenario: Scenario) throws -> Double {
        var (with, without) = (drawing(scenario), scenario.rehearsal)
        for type in UpgradeFaultType.allCases { with.faults.probabilities[type] = 0 }
        with.faults.version.probability = 0
        without.dependencies = nil
        without.faults.isDrawn = false
        var (ofWith, ofWithout) = (0.0, 0.0)
        for strategy in StrategyCatalogue.all {
            for replication in 0..<replications {
                let request = RunRequest(strategy: strategy.name, replication: replication)
                func seconds(_ rehearsal: Rehearsal) throws -> Double {
                    try Clock.process.measure {
                        let result = ReplicationRunner(rehearsal: rehearsal, seed: 1).run([request])[0]
                        try WrongAnswer.unless(result?.faults.isEmpty == true, "a fault occurred in \(request)")
                    }
                }
                ofWith += try seconds(with)
                ofWithout += try seconds(without)
            }
        }
        return ofWith / ofWithout
    }
}
