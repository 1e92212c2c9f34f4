// One way to create each case, which checks the parameters and throws what is wrong with them.

extension Distribution {
    /// Always the same value.
    public static func constant(_ value: Double) throws(DistributionError) -> Distribution {
        .constant(try ConstantDistribution(value))
    }

    /// Equal probability between two bounds.
    public static func uniform(low: Double, high: Double) throws(DistributionError) -> Distribution {
        .uniform(try UniformDistribution(low: low, high: high))
    }

    /// Exponential times with a mean.
    public static func exponential(mean: Double) throws(DistributionError) -> Distribution {
        .exponential(try ExponentialDistribution(mean: mean))
    }

    /// Normal values with a mean and a standard deviation.
    public static func normal(mean: Double, standardDeviation: Double) throws(DistributionError) -> Distribution {
        .normal(try NormalDistribution(mean: mean, standardDeviation: standardDeviation))
    }

    /// Lognormal values with a mean and a coefficient of variation.
    public static func lognormal(mean: Double, coefficientOfVariation: Double) throws(DistributionError) -> Distribution {
        .lognormal(try LognormalDistribution(mean: mean, coefficientOfVariation: coefficientOfVariation))
    }

    /// Lognormal values with mean and standard deviation of the logarithm.
    public static func lognormal(mu: Double, sigma: Double) throws(DistributionError) -> Distribution {
        .lognormal(try LognormalDistribution(mu: mu, sigma: sigma))
    }

    /// Weibull lifetimes with a shape and a scale.
    public static func weibull(shape: Double, scale: Double) throws(DistributionError) -> Distribution {
        .weibull(try WeibullDistribution(shape: shape, scale: scale))
    }

    /// Gamma values with a shape and a scale.
    public static func gamma(shape: Double, scale: Double) throws(DistributionError) -> Distribution {
        .gamma(try GammaDistribution(shape: shape, scale: scale))
    }

    /// One with a probability, otherwise zero.
    public static func bernoulli(probability: Double) throws(DistributionError) -> Distribution {
        .bernoulli(try BernoulliDistribution(probability: probability))
    }

    /// The numbers 0, 1, 2, ... with weights.
    public static func discrete(weights: [Double]) throws(DistributionError) -> Distribution {
        .discrete(try DiscreteDistribution(weights: weights))
    }

    /// Values with weights.
    public static func discrete(values: [Double], weights: [Double]) throws(DistributionError) -> Distribution {
        .discrete(try DiscreteDistribution(values: values, weights: weights))
    }

    /// Measured values, and what lies between them if interpolated.
    public static func empirical(_ values: [Double], interpolated: Bool) throws(DistributionError) -> Distribution {
        .empirical(try EmpiricalDistribution(values, interpolated: interpolated))
    }
}
