import ClusterModel
public import Experiments
public import Scenarios
import SimulationKernel
import UpgradeStrategies

/// The futures of one run side by side, the first of them the one in which nothing is done.
public struct ForkTable {
    let fork: Fork
    let scenario: Scenario
    let seed: UInt64
    let width: Int

    /// Makes the table.
    public init(_ fork: Fork, _ scenario: Scenario, seed: UInt64, width: Int = 120) {
        self.seed = seed
        self.fork = fork
        self.scenario = scenario
        self.width = min(160, max(80, width))
    }

    /// The table and what is to be said about it, each line ended.
    public var text: String {
        let result = fork.branches[0].result
        let clock = Readable.clock(seconds: fork.time.seconds)
        var lines = [
            "\(scenario.name), \(result.strategy), replication \(result.replication), seed \(seed): what becomes of it from \(clock) on",
            "until then all are the same run: \(FixedDecimal.text(Int(clamping: fork.prefix.events))) events, fingerprint "
                + fork.prefix.fingerprint, "",
        ]
        lines += table.lines(width: width)
        for branch in fork.branches {
            if let refusal = branch.refusal { lines += [""] + TextTable.wrapped("`\(branch.name)` is refused: \(refusal)", width: width) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var table: TextTable {
        let catalogue = MeasureCatalogue(scenario)
        var table = TextTable(columns: fork.branches.map(\.name))
        func add(_ name: String, _ label: String, indent: String = "", difference: Bool = false) {
            guard let measure = catalogue[name] else { return }
            let values = fork.branches.map { measure.value($0.result) }
            guard values.contains(where: { !$0.isNaN && $0 != 0 }) else { return }
            table.rows.append(.values(label: indent + label, cells: values.map { cell($0, measure.unit) }))
            guard difference, values.dropFirst().contains(where: { $0 != values[0] }) else { return }
            let cells = values.enumerated().map { $0 == 0 ? "-" : signed($1 - values[0], measure.unit) }
            table.rows.append(.values(label: indent + "  difference", cells: cells))
        }
        let outcomes = fork.branches.map { $0.refusal == nil ? $0.result.outcome.label : "refused" }
        table.rows.append(.values(label: "outcome", cells: outcomes))
        add("duration", "ended after", difference: true)
        add("point-of-no-return", "point of no return after")
        add("attempts", "attempts")
        add("cost", "cost", difference: true)
        add("leased-node-hours", "leased node-hours")
        add("operator-hours", "operators' hours")
        for name in scenario.rehearsal.system.classes.map(\.name) {
            let rows = table.rows
            table.rows += [.gap, .heading(name)]
            let count = table.rows.count
            add("outage.\(name)", "outage", indent: "  ")
            add("lost-service.\(name)", "lost service", indent: "  ", difference: true)
            add("lost.\(name)", "lost requests", indent: "  ", difference: true)
            if table.rows.count == count { table.rows = rows }
        }
        table.rows.append(.gap)
        table.rows.append(.values(label: "fingerprint", cells: fork.branches.map(\.result.fingerprint)))
        return table
    }

    private func cell(_ value: Double, _ unit: MeasureUnit) -> String { value.isNaN ? "-" : UnitScale.suiting(value, unit).text(value) }

    private func signed(_ value: Double, _ unit: MeasureUnit) -> String { (value > 0 ? "+" : "") + cell(value, unit) }
}
