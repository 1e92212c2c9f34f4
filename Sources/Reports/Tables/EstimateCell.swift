import Experiments
import Statistics

/// How an estimate shows in a cell.
enum EstimateCell {
    /// `mean ±half-width unit`; `share [low, high] %` for a probability; without an interval if there is none or its width is zero.
    static func text(_ estimate: Estimate?, _ unit: MeasureUnit, signed: Bool = false) -> String {
        guard let estimate, !estimate.value.isNaN else { return "-" }
        if estimate.method == .probabilityByWilsonScore { return probability(estimate) }
        if unit == .fraction { return share(estimate) }
        let half = halfWidth(estimate)
        // The larger of both decides on the unit, so that neither is shown as a row of zeros or of digits.
        let scale = UnitScale.suiting(half.map { max($0, estimate.value.magnitude) } ?? estimate.value, unit)
        guard let half, let finer = scale.showing(half) else { return signedText(estimate.value, scale, signed) }
        return signedText(estimate.value, finer, signed, half: " ±" + finer.number(half))
    }

    private static func signedText(_ value: Double, _ scale: UnitScale, _ signed: Bool, half: String = "") -> String {
        let sign = signed && value > 0 && !scale.showsZero(value) ? "+" : ""
        return sign + scale.number(value) + half + (scale.unit.isEmpty ? "" : " " + scale.unit)
    }

    /// Half the width of the interval, nil if there is no interval or it has no width.
    static func halfWidth(_ estimate: Estimate) -> Double? {
        guard let low = estimate.low, let high = estimate.high, high > low else { return nil }
        // Rounding may leave a width of a few last bits where all observations are alike.
        let half = (high - low) / 2
        return half > 1e-12 * estimate.value.magnitude ? half : nil
    }

    private static func probability(_ estimate: Estimate) -> String {
        let value = FixedDecimal.text(estimate.value * 100, decimals: 0)
        guard let low = estimate.low, let high = estimate.high, high > low else { return value + " %" }
        return "\(value) [\(FixedDecimal.text(low * 100, decimals: 0)), \(FixedDecimal.text(high * 100, decimals: 0))] %"
    }

    private static func share(_ estimate: Estimate) -> String {
        let value = Readable.percent(estimate.value)
        guard let half = halfWidth(estimate), let decimals = value.split(separator: ".").dropFirst().first.map({ $0.count - 2 }),
            !value.hasPrefix("<"), !value.hasPrefix(">"),
            FixedDecimal.text(half * 100, decimals: decimals) != FixedDecimal.text(0, decimals: decimals)
        else { return value }
        return String(value.dropLast(2)) + " ±" + FixedDecimal.text(half * 100, decimals: decimals) + " %"
    }
}
