import ClusterModel
public import Experiments
import Requirements
import Scenarios
import UpgradeStrategies

/// Lost requests of one strategy by cause, a column for each class, means over the replications.
public struct LossTable {
    let summary: StrategySummary
    let classes: [String]
    let width: Int

    /// Makes the table of one strategy of a comparison.
    ///
    /// - Precondition: The comparison has this strategy.
    public init(_ comparison: Comparison, strategy: String, width: Int = 120) {
        guard let found = comparison.strategies.first(where: { $0.strategy == strategy }) else {
            requirementFailure("the comparison has no strategy `\(strategy)`")
        }
        summary = found
        classes = comparison.scenario.rehearsal.system.classes.map(\.name)
        self.width = width
    }

    /// The table, each line ended; one line if nothing was lost.
    public var text: String {
        var causes: [(cause: String, kind: String)] = []
        for losses in summary.losses {
            for loss in losses where !causes.contains(where: { $0.cause == loss.cause && $0.kind == loss.kind }) {
                causes.append((loss.cause, loss.kind))
            }
        }
        guard !causes.isEmpty else { return "no request is lost\n" }
        var table = TextTable(columns: ["kind"] + classes, corner: "lost requests to", leftColumns: [0])
        for cause in causes {
            let cells = summary.losses.map { losses in
                losses.first { $0.cause == cause.cause && $0.kind == cause.kind }.map { Readable.count($0.requests) } ?? "-"
            }
            table.rows.append(.values(label: cause.cause, cells: [cause.kind] + cells))
        }
        table.rows.append(.rule)
        table.rows.append(
            .values(
                label: "all causes", cells: [""] + summary.losses.map { Readable.count($0.reduce(0) { $0 + $1.requests }) }))
        return table.lines(width: max(80, width)).joined(separator: "\n") + "\n"
    }
}
