/// What the repetitions of one measurement say: the middle, and how far they lie apart.
///
/// Noise only ever adds to a time, so the minimum is the best guess at what the work itself takes, and the median at what it takes on this
/// machine today.
public struct Spread: Hashable, Sendable {
    /// Number of repetitions.
    public let count: Int
    /// The smallest.
    public let minimum: Double
    /// A quarter of the values lie below.
    public let lowerQuartile: Double
    /// Half of the values lie below.
    public let median: Double
    /// Three quarters of the values lie below.
    public let upperQuartile: Double
    /// The largest.
    public let maximum: Double

    /// Summarizes values; not-a-number where there are none.
    public init(_ values: [Double]) {
        let sorted = values.sorted()
        count = sorted.count
        minimum = sorted.first ?? .nan
        lowerQuartile = Self.quantile(0.25, of: sorted)
        median = Self.quantile(0.5, of: sorted)
        upperQuartile = Self.quantile(0.75, of: sorted)
        maximum = sorted.last ?? .nan
    }

    /// Between the two nearest values of a sorted list, in proportion: the value at position p (n - 1).
    static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
        guard let last = sorted.indices.last else { return .nan }
        let position = probability * Double(last)
        let below = Int(position)
        let above = min(below + 1, last)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
}
