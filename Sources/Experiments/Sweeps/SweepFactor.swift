import RandomStreams
import Scenarios

/// One thing that a sweep varies, checked against the scenario.
public struct SweepFactor: Sendable {
    /// Where its values come from.
    enum Values: Sendable {
        /// These texts.
        case listed([String])
        /// Any value of a range; the parameter says how a number is written.
        case range(low: Double, high: Double, isLogarithmic: Bool, NumericParameter)
        /// Quantiles of a distribution, written likewise.
        case drawn(FactorDistribution, NumericParameter)
    }

    /// The path in the scenario, or `strategy`.
    public let path: String
    let values: Values

    /// Whether it is the strategy, and no value of the scenario.
    public var isStrategy: Bool { path == FactorDescription.strategy }

    /// How many values it has, where these are stated.
    public var levels: [String]? { if case .listed(let texts) = values { texts } else { nil } }

    /// Its values in words.
    public var summary: String {
        switch values {
        case .listed(let texts):
            return texts.prefix(8).joined(separator: ", ") + (texts.count > 8 ? ", ... (\(texts.count) values)" : "")
        case .range(let low, let high, let isLogarithmic, let parameter):
            return "\(parameter.text(for: low)) to \(parameter.text(for: high))\(isLogarithmic ? ", by equal ratios" : "")"
        case .drawn(let distribution, _): return distribution.text
        }
    }

    /// The value at a coordinate of the unit interval, as the scenario would say it.
    func text(at coordinate: Double) -> String {
        switch values {
        case .listed(let texts): texts[min(texts.count - 1, Int(coordinate * Double(texts.count)))]
        case .range(let low, let high, let isLogarithmic, let parameter):
            parameter.text(for: Self.between(low, high, coordinate, isLogarithmic))
        case .drawn(let distribution, let parameter): parameter.text(for: distribution.quantile(coordinate))
        }
    }

    /// The value at a part of the way from one end to the other; the same bits on every machine.
    static func between(_ low: Double, _ high: Double, _ part: Double, _ isLogarithmic: Bool) -> Double {
        if part <= 0 { return low }
        if part >= 1 { return high }
        return isLogarithmic ? low * DeterministicMath.pow(high / low, part) : low + part * (high - low)
    }
}
