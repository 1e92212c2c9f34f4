public import Experiments
import Statistics

/// What each factor of a sweep does to a measure, as a table for each strategy.
public struct EffectsTable {
    let effects: [SweepEffects]
    let measure: Measure
    let width: Int

    /// Makes the table.
    public init(_ effects: [SweepEffects], _ measure: Measure, width: Int) {
        self.effects = effects
        self.measure = measure
        self.width = width
    }

    /// The text, ended.
    public var text: String {
        effects.map { strategy in
            var table = TextTable(columns: strategy.columns.map(\.name), corner: strategy.strategy)
            table.rows = strategy.rows.map { row in
                .values(label: "  " + row.factor, cells: zip(row.values, strategy.columns).map { cell($0, $1) })
            }
            var lines = table.lines(width: width)
            for row in strategy.rows { if let note = row.note { lines.append("`\(row.factor)` \(note)") } }
            if strategy.missing > 0 { lines.append("\(strategy.missing) of \(strategy.missing + strategy.count) points have no value") }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private func cell(_ estimate: Estimate?, _ column: SweepEffects.Column) -> String {
        guard let estimate, estimate.value.isFinite else { return "-" }
        let bounds = [estimate.low, estimate.high].compactMap(\.self)
        let scale = UnitScale.suiting(([estimate.value] + bounds).map(\.magnitude).max() ?? 0, column.isInUnits ? measure.unit : .fraction)
        guard bounds.count == 2 else { return scale.text(estimate.value) }
        return "\(scale.text(estimate.value)) [\(scale.text(bounds[0])), \(scale.text(bounds[1]))]"
    }
}
