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
        let n = Double(count)
        let share = Double(successes) / n
        let shrinkage = 1 + z * z / n
        let centre = (share + z * z / (2 * n)) / shrinkage
        let half = z / shrinkage * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        // The formula meets 0 and 1 exactly there, rounding does not.
        let low = successes == 0 ? 0 : max(0, centre - half)
        let high = successes == count ? 1 : min(1, centre + half)
        return estimate(share, low, high)
    }
}
