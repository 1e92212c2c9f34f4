/// All values between two bounds are equally probable.
public struct UniformDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The lower bound.
    public let low: Double
    /// The upper bound.
    public let high: Double

    /// Creates the distribution; the bounds must be finite and in order. Equal bounds are allowed.
    public init(low: Double, high: Double) throws(DistributionError) {
        try ParameterLimits.checkFinite(low, "low")
        try ParameterLimits.checkFinite(high, "high")
        guard low <= high else { throw DistributionError(parameter: "high", reason: "must not be under `low`, \(high) is under \(low)") }
        self.low = low
        self.high = high
    }

    /// The middle of the bounds.
    public var mean: Double { 0.5 * (low + high) }

    /// The distribution in words.
    public var description: String { "uniform from \(low) to \(high)" }

    /// Draws a value, by one number of the stream.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double {
        low + (high - low) * stream.uniform()
    }
}
