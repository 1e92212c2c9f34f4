/// Values whose logarithm is normally distributed: durations of repairs, boots and operators' work.
///
/// A mean m and a coefficient of variation c correspond to sigma^2 = log(1 + c^2) and mu = log(m) - sigma^2 / 2.
public struct LognormalDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The mean of the logarithm.
    public let mu: Double
    /// The standard deviation of the logarithm.
    public let sigma: Double
    /// The mean of the values.
    public let mean: Double

    /// Creates the distribution from the mean of the values and their coefficient of variation, standard deviation over mean.
    public init(mean: Double, coefficientOfVariation: Double) throws(DistributionError) {
        try ParameterLimits.checkPositive(mean, "mean")
        try ParameterLimits.check(coefficientOfVariation, "coefficientOfVariation", in: 0...ParameterLimits.coefficientOfVariation)
        let variance = DeterministicMath.log1p(coefficientOfVariation * coefficientOfVariation)
        mu = DeterministicMath.log(mean) - 0.5 * variance
        sigma = variance.squareRoot()
        self.mean = mean
    }

    /// Creates the distribution from mean and standard deviation of the logarithm.
    public init(mu: Double, sigma: Double) throws(DistributionError) {
        try ParameterLimits.check(mu, "mu", in: -41...41)
        let largest = DeterministicMath.log1p(ParameterLimits.coefficientOfVariation * ParameterLimits.coefficientOfVariation)
        try ParameterLimits.check(sigma, "sigma", in: 0...largest.squareRoot())
        self.mu = mu
        self.sigma = sigma
        mean = DeterministicMath.exp(mu + 0.5 * sigma * sigma)
    }

    /// The distribution in words.
    public var description: String { "lognormal with mean \(mean) (mu \(mu), sigma \(sigma))" }

    /// Draws a value by inversion, by one number of the stream.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double {
        DeterministicMath.exp(mu + sigma * stream.normal())
    }
}
