import ClusterModel
public import Scenarios
import SimulationKernel
public import Statistics
public import UpgradeStrategies

/// One measure of one strategy over all its replications.
public struct Summary: Sendable {
    /// Mean with an interval that is valid for it.
    public var mean: Estimate
    /// Median with its interval.
    public var median: Estimate
    /// 95th percentile with its interval, as far as the replications support one.
    public var p95: Estimate
    /// Mean of the paired difference to the control; nil for the control, and for a measure that it does not have.
    public var toControl: Estimate?
    /// Mean of the paired difference to the first strategy.
    public var toFirst: Estimate?
    /// The values, replication by replication.
    public var values: [Double]
}

/// What became of one strategy.
public struct StrategySummary: Sendable {
    /// Name of the strategy.
    public var strategy: String
    /// By measure, in the catalogue's order.
    public var summaries: [Summary]
    /// How the replications ended, with how many did, most frequent first.
    public var outcomes: [(outcome: String, count: Int)]
    /// The words of the first replication that did not finish, if any.
    public var trouble: String?
    /// Requests of each class lost, mean over replications, by cause and largest first.
    public var losses: [[(cause: String, kind: String, requests: Double)]]
    /// What held transfers and conversions back, by phase of the plan.
    public var limits: [PhaseSummary]
    /// The first replication as it was.
    public var example: RunResult
}

/// All strategies of a scenario, paired.
public struct Comparison: Sendable {
    /// What was compared.
    public var scenario: Scenario
    /// Root seed.
    public var seed: UInt64
    /// Replications of each strategy.
    public var replications: Int
    /// Names and units of the measures.
    public var catalogue: MeasureCatalogue
    /// The strategies in the scenario's order, the control last.
    public var strategies: [StrategySummary]
    /// Hash over the fingerprints of all runs, in order.
    public var fingerprint: String

    /// The summary of a measure.
    public func summary(_ measure: String, of strategy: String) -> Summary? {
        guard let position = catalogue.measures.firstIndex(where: { $0.name == measure }),
            let found = strategies.first(where: { $0.strategy == strategy })
        else { return nil }
        return found.summaries[position]
    }

    /// Strategies that upgrade, best first: those that finish with the required probability by ``score(_:)``, then by cost; then the others
    /// likewise.
    public var ranking: [String] {
        let judged = strategies.filter { $0.strategy != StrategyCatalogue.control.name }.map { entry in
            (name: entry.strategy, qualifies: qualifies(entry.strategy), loss: score(entry.strategy), cost: mean("cost", entry.strategy))
        }
        return judged.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.qualifies != b.qualifies { return a.qualifies }
            if a.loss != b.loss { return a.loss < b.loss }
            if a.cost != b.cost { return a.cost < b.cost }
            return left.offset < right.offset
        }.map(\.element.name)
    }

    /// Whether a strategy finishes often enough to be recommended.
    public func qualifies(_ strategy: String) -> Bool { mean("finished", strategy) >= scenario.objectives.requiredProbability }

    /// Mean over the classes of their lost-service seconds, each class that users ask for weighted alike: a planner who saves no edit for a day has lost a day of it, however rare edits are.
    public func score(_ strategy: String) -> Double {
        let names = weightyClasses
        return names.reduce(0) { $0 + mean("lost-service.\($1)", strategy) } / Double(max(1, names.count))
    }

    /// The classes that count in ``score(_:)``.
    var weightyClasses: [String] {
        let system = scenario.rehearsal.system
        return system.weightyClasses.map { system.classes[$0].name }
    }

    /// Mean of a measure.
    public func mean(_ measure: String, _ strategy: String) -> Double { summary(measure, of: strategy)?.mean.value ?? 0 }
}
