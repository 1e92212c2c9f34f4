import Requirements

extension SampleStatistics {
    /// The share of successes with Wilson's score interval (1927, doi:10.1080/01621459.1927.10502953).
    ///
    /// It holds its confidence on average over the true probabilities, also for few observations and shares near zero or one, where the
    /// textbook interval fails; at single probabilities the coverage swings around it by a few percent. Without observations the interval
    /// is everything from 0 to 1.
    public static func wilsonInterval(successes: Int, count: Int, confidence: Double) -> Estimate {
        checkConfidence(confidence)
        require(successes >= 0 && successes <= count, "\(successes) successes in \(count) observations")
        func estimate(_ value: Double, _ low: Double, _ high: Double) -> Estimate {
            Estimate(value: value, low: low, high: high, confidence: confidence, method: .probabilityByWilsonScore, count: count)
        }
        if count == 0 { return estimate(.nan, 0, 1) }
        let z = ReferenceDistributions.normalQuantile(0.5 + 0.5 * confidence)
        let (low, high) = wilsonBounds(successes: successes, count: count, z: z)
        return estimate(Double(successes) / Double(count), low, high)
    }

    /// The bounds for a quantile of the normal distribution.
    static func wilsonBounds(successes: Int, count: Int, z: Double) -> (low: Double, high: Double) {
        let n = Double(count)
        let share = Double(successes) / n
        let shrinkage = 1 + z * z / n
        let centre = (share + z * z / (2 * n)) / shrinkage
        let half = z / shrinkage * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        // The formula meets 0 and 1 exactly there, rounding does not.
        return (successes == 0 ? 0 : max(0, centre - half), successes == count ? 1 : min(1, centre + half))
    }

    /// One stratum of a population: what part of it this is, and what was observed in it.
    public struct Stratum: Sendable, Hashable {
        /// The part of the population, known exactly.
        public var weight: Double
        /// Successes observed.
        public var successes: Int
        /// Observations, at least one.
        public var count: Int

        /// Makes a stratum.
        public init(weight: Double, successes: Int, count: Int) {
            self.weight = weight
            self.successes = successes
            self.count = count
        }
    }

    /// The share of successes in a population of strata whose weights are known, with the stratified Wilson interval of Yan and Su (2010,
    /// doi:10.1198/sbr.2009.0049): the weighted sum of the strata's bounds, at a quantile that is smaller as their errors do not add up.
    ///
    /// Variances, which that quantile depends on, are taken at (successes + 1) / (count + 2), so that a stratum without successes has one.
    public static func stratifiedWilsonInterval(_ strata: [Stratum], confidence: Double) -> Estimate {
        checkConfidence(confidence)
        require(
            strata.allSatisfy { $0.count > 0 && $0.successes >= 0 && $0.successes <= $0.count && $0.weight >= 0 },
            "a stratum without observations")
        let (value, count) = strata.reduce(into: (0.0, 0)) { sums, stratum in
            sums.0 += stratum.weight * Double(stratum.successes) / Double(stratum.count)
            sums.1 += stratum.count
        }
        let deviations = strata.map { stratum in
            let share = (Double(stratum.successes) + 1) / (Double(stratum.count) + 2)
            return stratum.weight * (share * (1 - share) / Double(stratum.count)).squareRoot()
        }
        let sum = deviations.reduce(0, +)
        let z = ReferenceDistributions.normalQuantile(0.5 + 0.5 * confidence)
        let shrunk = sum > 0 ? z * deviations.reduce(0) { $0 + $1 * $1 }.squareRoot() / sum : z
        let (low, high) = strata.reduce(into: (0.0, 0.0)) { sums, stratum in
            let bounds = wilsonBounds(successes: stratum.successes, count: stratum.count, z: shrunk)
            sums.0 += stratum.weight * bounds.low
            sums.1 += stratum.weight * bounds.high
        }
        return Estimate(
            value: value, low: min(low, value), high: max(high, value), confidence: confidence,
            method: .probabilityByStratifiedWilsonScore, count: count)
    }
}
