import RandomStreams

extension StoppingRule {
    /// Whether the interval from these values is as narrow as wanted, and to be believed.
    ///
    /// The bounds are those that `estimate` returns but for last bits: here they rest on exactly rounded operations only.
    func isNarrowEnough(_ values: [Double]) -> Bool {
        switch quantity {
        case .mean: isMeanNarrowEnough(values)
        case .proportion: isProportionNarrowEnough(values)
        case .quantile(let probability): isQuantileNarrowEnough(values, probability: probability)
        }
    }

    /// The half-width wanted about an estimate.
    func wantedHalfWidth(estimate: Double) -> Double {
        switch precision {
        case .absolute(let width): width
        case .relative(let share): share * estimate.magnitude
        }
    }

    /// A half-width of t s / sqrt(n) is at most w if t <= w sqrt(n) / s, that is, if Student's t lies within the right-hand side with at least
    /// the confidence: no quantile has to be found.
    private func isMeanNarrowEnough(_ values: [Double]) -> Bool {
        guard values.allSatisfy(\.isFinite) else { return false }
        guard values.count >= SampleStatistics.countForMeanInterval(skewness: SampleStatistics.skewness(values)) else { return false }
        let standardError = (SampleStatistics.variance(values) / Double(values.count)).squareRoot()
        let wanted = wantedHalfWidth(estimate: SampleStatistics.mean(values))
        // Values may differ so little that their squared deviations vanish.
        if standardError == 0 { return true }
        return StudentTProbability.within(wanted / standardError, degreesOfFreedom: values.count - 1) >= confidence
    }

    private func isProportionNarrowEnough(_ values: [Double]) -> Bool {
        let successes = successes(in: values)
        let z = DeterministicMath.normalQuantile(0.5 + 0.5 * confidence)
        let bounds = SampleStatistics.wilsonBounds(successes: successes, count: values.count, z: z)
        return (bounds.high - bounds.low) / 2 <= wantedHalfWidth(estimate: Double(successes) / Double(values.count))
    }

    private func isQuantileNarrowEnough(_ values: [Double], probability: Double) -> Bool {
        let sorted = SampleStatistics.sorted(values)
        let ranks = SampleStatistics.quantileRanks(count: sorted.count, probability: probability, confidence: confidence, sides: .both)
        guard let lowRank = ranks.low, let highRank = ranks.high else { return false }
        let (low, high) = (sorted[lowRank - 1], sorted[highRank - 1])
        // Equal bounds may be infinite.
        if low == high { return true }
        return (high - low) / 2 <= wantedHalfWidth(estimate: SampleStatistics.quantile(sorted: sorted, probability: probability))
    }
}
