import ClusterModel
import Scenarios
public import Statistics
import UpgradeStrategies

/// What the ranking goes by, replication by replication.
extension Comparison {
    /// The lost-service seconds of each replication, mean over the classes as in ``score(_:)``.
    public func scores(_ strategy: String) -> [Double] {
        let names = weightyClasses
        var sums = [Double](repeating: 0, count: replications)
        for name in names {
            guard let summary = summary("lost-service.\(name)", of: strategy) else { continue }
            for (index, value) in summary.values.enumerated() { sums[index] += value }
        }
        return sums.map { $0 / Double(max(1, names.count)) }
    }

    /// Mean of the paired difference of the scores of two strategies.
    public func scoreDifference(_ strategy: String, from other: String) -> Estimate {
        SampleStatistics.pairedDifference(scores(strategy), scores(other), confidence: scenario.objectives.confidence)
    }

    /// Whether the comparison tells the scores of two strategies apart: the interval of their paired difference excludes zero.
    public func tellsApart(_ strategy: String, _ other: String) -> Bool {
        let difference = scoreDifference(strategy, from: other)
        return difference.excludesZero && difference.value != 0
    }

    /// Replications that ended in some way, such as `horizon reached`.
    public func count(of outcome: String, _ strategy: String) -> Int {
        strategies.first { $0.strategy == strategy }?.outcomes.first { $0.outcome == outcome }?.count ?? 0
    }

    /// Replications in which the upgrade was finished.
    public func finishedCount(_ strategy: String) -> Int {
        summary("finished", of: strategy)?.values.count { $0 == 1 } ?? 0
    }

    /// The strategies that upgrade, in the order of the table.
    public var upgrading: [String] { strategies.map(\.strategy).filter { $0 != StrategyCatalogue.control.name } }
}
