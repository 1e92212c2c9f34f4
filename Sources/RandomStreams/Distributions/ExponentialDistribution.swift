/// Times between events that happen independently at a constant rate.
public struct ExponentialDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The mean, one over the rate.
    public let mean: Double

    /// Creates the distribution; the mean must be above zero.
    public init(mean: Double) throws(DistributionError) {
        try ParameterLimits.checkPositive(mean, "mean")
        self.mean = mean
    }

    /// The distribution in words.
    public var description: String { "exponential with mean \(mean)" }

    /// Draws a value by inversion, by one number of the stream.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double {
        stream.exponential(mean: mean)
    }
}
