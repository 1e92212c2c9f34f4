import ClusterModel
import Requirements
public import Scenarios
import SimulationKernel
public import UpgradeStrategies

/// One strategy alone.
extension Comparison {
    /// Summarises the runs of one strategy, with nothing to compare it with.
    ///
    /// - Precondition: There is at least one result, and all are of the same strategy, replication after replication.
    public init(single scenario: Scenario, seed: UInt64, results: [RunResult]) {
        require(!results.isEmpty, "a summary of `\(scenario.name)` needs at least one run")
        require(results.allSatisfy { $0.strategy == results[0].strategy }, "runs of several strategies are no single one's")
        let catalogue = MeasureCatalogue(scenario)
        let summaries = catalogue.measures.map { measure in
            Self.summarise(
                results.map { measure.value($0) }, isIndicator: measure.isIndicator, control: nil, first: nil,
                confidence: scenario.objectives.confidence)
        }
        let strategy = StrategySummary(
            strategy: results[0].strategy, summaries: summaries, outcomes: Self.outcomes(results), trouble: Self.trouble(results),
            losses: Self.losses(results, classes: scenario.rehearsal.system.classes.count),
            limits: PhaseSummary.summaries(results, confidence: scenario.objectives.confidence), example: results[0])
        var fingerprint = Fingerprint()
        for result in results { fingerprint.mix(Int64(bitPattern: UInt64(result.fingerprint, radix: 16) ?? 0)) }
        self.init(
            scenario: scenario, seed: seed, replications: results.count, catalogue: catalogue, strategies: [strategy],
            fingerprint: fingerprint.description)
    }
}
