/// The distribution of measured values.
///
/// A *step* draw is one of the values, each with the same probability. An *interpolated* draw follows the quantile function that joins the
/// sorted values x1 ... xn by straight lines at the probabilities 0, 1/(n-1), ..., 1 (type 7 of Hyndman and Fan): it fills the gaps and
/// stays within the measured range. Neither goes beyond the largest value seen, so both understate rare extremes.
public struct EmpiricalDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The values in ascending order.
    public let values: [Double]
    /// Whether draws lie between the values as well.
    public let isInterpolated: Bool
    /// The mean of the draws. With interpolation it differs a little from the mean of the values.
    public let mean: Double

    /// Creates the distribution from values in any order.
    public init(_ values: [Double], interpolated: Bool) throws(DistributionError) {
        try ParameterLimits.checkCount(values, "values")
        for value in values { try ParameterLimits.checkFinite(value, "values") }
        let sorted = values.sorted()
        let sum = CompensatedSum.of(sorted)
        self.values = sorted
        isInterpolated = interpolated
        if interpolated && sorted.count > 1 {
            // The mean of the middles of the n - 1 gaps.
            mean = (sum - 0.5 * (sorted[0] + sorted[sorted.count - 1])) / Double(sorted.count - 1)
        } else {
            mean = sum / Double(sorted.count)
        }
    }

    /// The distribution in words.
    public var description: String {
        "empirical from \(values.count) values, \(isInterpolated ? "interpolated" : "as they are"), with mean \(mean)"
    }

    /// Draws a value, by one number of the stream.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double {
        let u = stream.uniform()
        guard isInterpolated else { return values[min(values.count - 1, Int(u * Double(values.count)))] }
        let position = u * Double(values.count - 1)
        let below = min(max(0, values.count - 2), Int(position))
        let above = min(values.count - 1, below + 1)
        return values[below] + (values[above] - values[below]) * (position - Double(below))
    }
}
