import Experiments
public import Statistics

/// The probability of a rare outcome under one strategy, as a line: in percent, or as one in so many where percents would be all zeros.
public struct RareOutcomeLine {
    let strategy: String
    let estimate: Estimate

    /// Makes the line.
    public init(_ strategy: String, _ estimate: Estimate) {
        self.strategy = strategy
        self.estimate = estimate
    }

    /// The line, ended.
    public var text: String {
        let name = strategy + String(repeating: " ", count: max(1, 20 - strategy.count))
        let bounds = [estimate.low, estimate.high].map { $0.map(Self.words) ?? "?" }
        return "\(name)\(Self.words(estimate.value)), between \(bounds[0]) and \(bounds[1])\n"
    }

    private static func words(_ probability: Double) -> String {
        if probability <= 0 { return "0" }
        if probability >= 0.001 { return FixedDecimal.text(probability * 100, decimals: 2) + " %" }
        let one = 1 / probability
        return one < 9e15 ? "1 in " + FixedDecimal.text(Int(one.rounded())) : "under 1 in 9,000,000,000,000,000"
    }
}
