/// The normal distribution. Values may be negative, so it is seldom right for times.
public struct NormalDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The mean.
    public let mean: Double
    /// The standard deviation.
    public let standardDeviation: Double

    /// Creates the distribution; the standard deviation may be zero.
    public init(mean: Double, standardDeviation: Double) throws(DistributionError) {
        try ParameterLimits.checkFinite(mean, "mean")
        try ParameterLimits.check(standardDeviation, "standardDeviation", in: 0...ParameterLimits.magnitude)
        self.mean = mean
        self.standardDeviation = standardDeviation
    }

    /// The distribution in words.
    public var description: String { "normal with mean \(mean) and standard deviation \(standardDeviation)" }

    /// Draws a value by inversion, by one number of the stream.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double {
        mean + standardDeviation * stream.normal()
    }
}
