/// Lifetimes whose failure rate falls with age (shape under one) or rises (shape above one).
///
/// P(X > x) = exp(-(x / scale)^shape); the mean is scale * Γ(1 + 1 / shape).
public struct WeibullDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The shape; one gives the exponential distribution.
    public let shape: Double
    /// The scale, the value that 1/e of the draws exceed.
    public let scale: Double
    /// The mean.
    public let mean: Double
    @usableFromInline let inverseShape: Double

    /// Creates the distribution; both parameters must be above zero.
    public init(shape: Double, scale: Double) throws(DistributionError) {
        try ParameterLimits.check(shape, "shape", in: ParameterLimits.shape)
        try ParameterLimits.checkPositive(scale, "scale")
        self.shape = shape
        self.scale = scale
        inverseShape = 1 / shape
        mean = scale * DeterministicMath.gamma(1 + 1 / shape)
    }

    /// The distribution in words.
    public var description: String { "Weibull with shape \(shape) and scale \(scale)" }

    /// Draws a value by inversion, by one number of the stream.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double {
        scale * DeterministicMath.pow(-DeterministicMath.log(stream.uniform()), inverseShape)
    }
}
