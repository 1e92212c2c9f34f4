import RandomStreams
import Scenarios

extension FactorDistribution {
    /// The smallest distance from zero and one that a coordinate is taken to have: one half of what tells numbers near one apart.
    private static let edge = 0x1p-53

    /// The value below which a share of the distribution lies; the same bits on every machine, and finite also at zero and one.
    func quantile(_ probability: Double) -> Double {
        let u = min(max(probability, Self.edge), 1 - Self.edge)
        switch shape {
        case .uniform(let low, let high): return low + u * (high - low)
        case .logUniform(let low, let high): return SweepFactor.between(low, high, u, true)
        case .triangular(let low, let mode, let high):
            let width = high - low
            return u * width < mode - low
                ? low + (u * width * (mode - low)).squareRoot() : high - ((1 - u) * width * (high - mode)).squareRoot()
        case .normal(let mean, let deviation): return mean + deviation * DeterministicMath.normalQuantile(u)
        case .lognormal(let median, let sigma): return median * DeterministicMath.exp(sigma * DeterministicMath.normalQuantile(u))
        case .lognormalByMean(let mean, let variation):
            // With sigma the deviation of the logarithm, the median is the mean over exp(sigma^2 / 2).
            let variance = DeterministicMath.log1p(variation * variation)
            return mean * DeterministicMath.exp(variance.squareRoot() * DeterministicMath.normalQuantile(u) - 0.5 * variance)
        case .exponential(let mean): return -mean * DeterministicMath.log1p(-u)
        case .weibull(let shape, let scale): return scale * DeterministicMath.pow(-DeterministicMath.log1p(-u), 1 / shape)
        }
    }
}
