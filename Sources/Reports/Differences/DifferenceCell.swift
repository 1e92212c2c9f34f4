import Experiments
import Statistics

/// How values and differences show in a table.
enum DifferenceCell {
    /// A mean with its interval; a plain number where the unit is not known.
    static func value(_ estimate: Estimate, _ unit: MeasureUnit?) -> String { EstimateCell.text(estimate, unit ?? .count) }

    /// A difference, with its bounds if it has any that differ: `+3.1 min [+1.2, +5.0]`; of shares in hundredths, `+2.00 points`.
    static func difference(_ estimate: Estimate, _ unit: MeasureUnit?) -> String {
        let bounds = [estimate.low, estimate.high].compactMap(\.self)
        let hasWidth = bounds.count == 2 && EstimateCell.halfWidth(estimate) != nil
        let widest = ([estimate.value] + (hasWidth ? bounds : [])).map(\.magnitude).max() ?? 0
        var scale = UnitScale.suiting(widest, unit ?? .count)
        // An integer among fractions would be shown without decimals.
        if hasWidth, unit == nil || unit == .count, widest < 100 { scale = UnitScale.count(0.5) }
        let name = unit == .fraction ? "points" : scale.unit
        if estimate.value != 0 { scale = scale.showing(estimate.value) ?? scale }
        let text = signed(estimate.value, scale) + (name.isEmpty ? "" : " " + name)
        return hasWidth ? text + " [\(signed(bounds[0], scale)), \(signed(bounds[1], scale))]" : text
    }

    /// A share of the first value with its sign.
    static func relative(_ share: Double?) -> String {
        guard let share else { return "from 0" }
        return share.magnitude < 10
            ? (share > 0 ? "+" : "") + FixedDecimal.text(share * 100, decimals: 2) + " %" : "x " + FixedDecimal.text(1 + share, decimals: 1)
    }

    private static func signed(_ value: Double, _ scale: UnitScale) -> String {
        (value > 0 && !scale.showsZero(value) ? "+" : "") + scale.number(value)
    }
}
