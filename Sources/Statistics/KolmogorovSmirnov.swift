import Requirements

/// The test of Kolmogorov and Smirnov: do observations follow a distribution that is known completely?
public struct KolmogorovSmirnov: Sendable, Hashable {
    /// The largest distance between the empirical and the given distribution function.
    public let statistic: Double
    /// The probability of such a distance or a larger one if the observations follow the distribution.
    ///
    /// By the limiting distribution with the correction of Stephens (1970, doi:10.1111/j.2517-6161.1970.tb00821.x), good to a few percent of
    /// itself from 20 observations on. For a discrete distribution the true probability is smaller.
    public let pValue: Double
    /// The number of observations.
    public let count: Int

    /// Tests observations against a continuous distribution function.
    ///
    /// - Complexity: O(n log n).
    public init(_ values: [Double], cumulative: (Double) -> Double) {
        require(!values.isEmpty, "a test needs observations")
        require(!values.contains { $0.isNaN }, "a test needs observations that are numbers")
        let n = Double(values.count)
        var largest = 0.0
        for (index, value) in values.sorted().enumerated() {
            let expected = cumulative(value)
            largest = max(largest, expected - Double(index) / n, Double(index + 1) / n - expected)
        }
        statistic = largest
        count = values.count
        let root = n.squareRoot()
        pValue = Self.limitingTail((root + 0.12 + 0.11 / root) * largest)
    }

    /// 2 * sum over k >= 1 of (-1)^(k-1) exp(-2 k^2 x^2).
    static func limitingTail(_ x: Double) -> Double {
        // Below, the tail differs from one by less than 1e-11, and the series needs many terms.
        if x < 0.2 { return 1 }
        var sum = 0.0
        var sign = 2.0
        for k in 1...100 {
            let term = ReferenceDistributions.exponential(beyond: 2 * Double(k * k) * x * x)
            sum += sign * term
            if term < 1e-18 { break }
            sign = -sign
        }
        return min(1, max(0, sum))
    }
}
