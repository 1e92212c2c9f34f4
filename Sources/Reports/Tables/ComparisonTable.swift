public import Experiments
import Scenarios
import SimulationKernel
import Statistics
import UpgradeStrategies

/// The table of a comparison: a column for each strategy, the control last; what is the matter with the result below it.
public struct ComparisonTable {
    let comparison: Comparison
    let isFull: Bool
    let width: Int

    /// Makes a table.
    ///
    /// - Parameter full: whether rows are kept that are zero under every strategy.
    /// - Parameter width: columns of the terminal; 80 ... 160 are used, and strategies that do not fit follow below the others.
    public init(_ comparison: Comparison, full: Bool = false, width: Int = 120) {
        self.comparison = comparison
        isFull = full
        self.width = min(160, max(80, width))
    }

    /// The table and its warnings, each line ended.
    public var text: String {
        var lines = heading + [""] + table.lines(width: width) + [""]
        for warning in warnings { lines += TextTable.wrapped("warning: " + warning, width: width, indent: "  ") }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What lessens the worth of the result, and what to do about it.
    public var warnings: [String] {
        ResultWarnings(comparison, shown: ComparisonRows(comparison, full: isFull).groups.flatMap(\.rows)).texts
    }

    private var heading: [String] {
        let scenario = comparison.scenario
        let title = scenario.title.isEmpty ? scenario.name : "\(scenario.name): \(scenario.title)"
        let confidence = Readable.wholePercent(scenario.objectives.confidence)
        let values = comparison.replications > 1 ? "mean ±half of the \(confidence) interval" : "no intervals"
        return TextTable.wrapped(title, width: width)
            + TextTable.wrapped(
                "\(Readable.counted(comparison.replications, "replication")), seed \(comparison.seed), observed for "
                    + "\(Readable.duration(scenario.rehearsal.horizon.seconds)); \(values)", width: width)
    }

    var table: TextTable {
        var table = TextTable(columns: comparison.strategies.map(\.strategy))
        for group in ComparisonRows(comparison, full: isFull).groups where !group.rows.isEmpty {
            if !table.rows.isEmpty { table.rows.append(.gap) }
            if let title = group.title { table.rows.append(.heading(title)) }
            let indent = group.title == nil ? "" : "  "
            table.rows += group.rows.map { .values(label: indent + $0.label, cells: $0.cells) }
        }
        return table
    }
}
