/// A distribution as a scenario names it: one of a fixed set, checked when it is created.
///
/// ```swift
/// let boot = try Distribution.lognormal(mean: 96.9, coefficientOfVariation: 0.3)
/// var stream = RandomStream(rootSeed: 1, replication: 0, entity: 17, purpose: "boot")
/// let seconds = boot.sample(&stream)
/// ```
///
/// The cases hold concrete types, so a draw costs one switch. Whoever draws millions of times from one distribution may take the type out
/// of its case.
public enum Distribution: Sendable, Hashable {
    /// Always the same value.
    case constant(ConstantDistribution)
    /// Equal probability between two bounds.
    case uniform(UniformDistribution)
    /// Exponential times.
    case exponential(ExponentialDistribution)
    /// Normal values.
    case normal(NormalDistribution)
    /// Values with a normal logarithm.
    case lognormal(LognormalDistribution)
    /// Weibull lifetimes.
    case weibull(WeibullDistribution)
    /// Gamma values.
    case gamma(GammaDistribution)
    /// Zero or one.
    case bernoulli(BernoulliDistribution)
    /// A table of values with weights.
    case discrete(DiscreteDistribution)
    /// Measured values.
    case empirical(EmpiricalDistribution)

    /// Draws a value. Each case but `gamma` takes the same number of numbers from the stream every time: one, or none if constant.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double {
        switch self {
        case .constant(let distribution): distribution.sample(&stream)
        case .uniform(let distribution): distribution.sample(&stream)
        case .exponential(let distribution): distribution.sample(&stream)
        case .normal(let distribution): distribution.sample(&stream)
        case .lognormal(let distribution): distribution.sample(&stream)
        case .weibull(let distribution): distribution.sample(&stream)
        case .gamma(let distribution): distribution.sample(&stream)
        case .bernoulli(let distribution): distribution.sample(&stream)
        case .discrete(let distribution): distribution.sample(&stream)
        case .empirical(let distribution): distribution.sample(&stream)
        }
    }

    /// The mean, exact and not estimated.
    public var mean: Double {
        switch self {
        case .constant(let distribution): distribution.mean
        case .uniform(let distribution): distribution.mean
        case .exponential(let distribution): distribution.mean
        case .normal(let distribution): distribution.mean
        case .lognormal(let distribution): distribution.mean
        case .weibull(let distribution): distribution.mean
        case .gamma(let distribution): distribution.mean
        case .bernoulli(let distribution): distribution.mean
        case .discrete(let distribution): distribution.mean
        case .empirical(let distribution): distribution.mean
        }
    }
}

extension Distribution: CustomStringConvertible {
    /// The distribution in words.
    public var description: String {
        switch self {
        case .constant(let distribution): distribution.description
        case .uniform(let distribution): distribution.description
        case .exponential(let distribution): distribution.description
        case .normal(let distribution): distribution.description
        case .lognormal(let distribution): distribution.description
        case .weibull(let distribution): distribution.description
        case .gamma(let distribution): distribution.description
        case .bernoulli(let distribution): distribution.description
        case .discrete(let distribution): distribution.description
        case .empirical(let distribution): distribution.description
        }
    }
}
