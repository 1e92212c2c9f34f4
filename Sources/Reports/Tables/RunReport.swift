import CloudMarket
import ClusterModel
public import Experiments
import Scenarios
import SimulationKernel
import UpgradeStrategies

/// One strategy by itself: its measures, and of the first replication the steps, the bill and the losses.
public struct RunReport {
    let comparison: Comparison
    let isFull: Bool
    let width: Int

    /// Makes the report of the first strategy of a comparison; one made by ``Experiments/Comparison/init(single:seed:results:)`` has no other.
    public init(_ comparison: Comparison, full: Bool = false, width: Int = 120) {
        self.comparison = comparison
        isFull = full
        self.width = width
    }

    /// The report, each line ended.
    public var text: String {
        let first = comparison.strategies[0]
        let outcome =
            "replication \(first.example.replication): \(first.example.outcome.label), \(Readable.duration(first.example.duration.seconds))"
        var sections = [ComparisonTable(comparison, full: isFull, width: width).text]
        sections.append("Steps of \(outcome)\n\n" + StepTable(first.example, limit: isFull ? .max : 40).text)
        let faults = FaultLines(first.example, width: width)
        if !faults.isEmpty { sections.append("Faults of replication \(first.example.replication)\n\n" + faults.text) }
        sections.append("Bill of replication \(first.example.replication)\n\n" + BillTable(first.example.bill, width: width).text)
        sections.append(
            "Losses, mean of \(Readable.counted(comparison.replications, "replication"))\n\n"
                + LossTable(comparison, strategy: first.strategy, width: width).text)
        return sections.joined(separator: "\n")
    }
}
