import Scenarios
import Statistics
import UpgradeStrategies

// A condition "S > t" about a statistic S is asserted when a lower bound of S lies above t, and excluded when an upper bound does not. Each is
// a bound of one side at the comparison's confidence c: of a mean by Student's t and of a probability by Wilson's score, both from the
// interval of both sides at 2c - 1; of a quantile by order statistics, which an upper bound on the 95th percentile at 95 % takes 59
// replications for. Where neither holds, the replications cannot support the statement either way.
//
// Student's t takes a sample without spread for certainty, which it is only where nothing is drawn by chance. Where something is, n equal
// values say no more than that other values have, at the confidence c, at most the probability p with (1 - p)^n = 1 - c. A mean is taken to be
// theirs once p is at most 5 %: at 95 % that takes the same 59 replications as a bound on the 95th percentile.

/// From results to a verdict.
extension FailCondition {
    /// Holds the condition against a comparison.
    ///
    /// Replications without a value, such as the point of no return of one that never came there, do not count.
    public func check(_ comparison: Comparison) -> FailResult {
        let name = strategy ?? comparison.ranking.first ?? comparison.strategies.first?.strategy ?? StrategyCatalogue.control.name
        let values = (comparison.summary(measure, of: name)?.values ?? []).filter { !$0.isNaN }
        let confidence = comparison.scenario.objectives.confidence
        var bounds = Self.bounds(values, statistic, confidence: confidence)
        let agreeing = agreementNeeded(values, comparison, confidence: confidence)
        if agreeing != nil { (bounds.low, bounds.high) = (nil, nil) }
        return FailResult(
            condition: self, strategy: name, value: bounds.value, low: bounds.low, high: bounds.high, count: values.count,
            confidence: confidence, unit: comparison.catalogue[measure]?.unit ?? .count,
            verdict: agreeing.map { .undecidable(needed: $0) } ?? verdict(bounds, values, confidence: confidence))
    }

    /// How many replications have to agree before their mean is believed, if these do and are fewer; nil where that is not the question.
    private func agreementNeeded(_ values: [Double], _ comparison: Comparison, confidence: Double) -> Int? {
        guard statistic == .mean, values.count > 1, Set(values).count == 1, comparison.scenario.isRandom else { return nil }
        let needed = SampleStatistics.countForUpperBound(probability: 0.95, confidence: confidence)
        return needed.flatMap { values.count < $0 ? $0 : nil }
    }

    typealias Bounds = (value: Double, low: Double?, high: Double?)

    /// The statistic with its one-sided bounds.
    static func bounds(_ values: [Double], _ statistic: Statistic, confidence: Double) -> Bounds {
        guard !values.isEmpty else { return (.nan, nil, nil) }
        let both = max(1e-9, 2 * confidence - 1)
        switch statistic {
        case .mean:
            let estimate = SampleStatistics.meanInterval(values, confidence: both)
            return (estimate.value, estimate.low, estimate.high)
        case .probability:
            let estimate = SampleStatistics.wilsonInterval(
                successes: values.count { $0 > 0 }, count: values.count, confidence: both)
            return (estimate.value, estimate.low, estimate.high)
        case .quantile(let percent):
            let probability = Double(percent) / 100
            let low = SampleStatistics.quantileInterval(values, probability: probability, confidence: confidence, sides: .lower)
            let high = SampleStatistics.quantileInterval(values, probability: probability, confidence: confidence, sides: .upper)
            return (low.value, low.low, high.high)
        case .max:
            let value = values.max() ?? .nan
            return (value, value, value)
        case .min:
            let value = values.min() ?? .nan
            return (value, value, value)
        }
    }

    private func verdict(_ bounds: Bounds, _ values: [Double], confidence: Double) -> FailVerdict {
        switch decision(bounds.low, bounds.high) {
        case true: return .fails
        case false: return .passes
        case nil: return .undecidable(needed: needed(bounds, values, confidence: confidence))
        }
    }

    /// Whether the bounds assert the condition (true) or exclude it (false).
    private func decision(_ low: Double?, _ high: Double?) -> Bool? {
        switch relation {
        case .above:
            if let low, low > threshold { return true }
            if let high, high <= threshold { return false }
        case .atLeast:
            if let low, low >= threshold { return true }
            if let high, high < threshold { return false }
        case .below:
            if let high, high < threshold { return true }
            if let low, low >= threshold { return false }
        case .atMost:
            if let high, high <= threshold { return true }
            if let low, low > threshold { return false }
        }
        return nil
    }

    /// How many replications would probably decide, if they go on as these did.
    private func needed(_ bounds: Bounds, _ values: [Double], confidence: Double) -> Int? {
        switch statistic {
        case _ where values.isEmpty: return nil
        case .max, .min: return nil
        case .mean: return neededForMean(values, confidence: confidence)
        case .probability: return neededForProbability(bounds.value, values.count, confidence: confidence)
        case .quantile(let percent):
            let probability = Double(percent) / 100
            // A lower bound on p is an upper bound on 1 - p of the values turned round.
            let isHighMissing = bounds.high == nil
            guard isHighMissing || bounds.low == nil else { return nil }
            return SampleStatistics.countForUpperBound(
                probability: isHighMissing ? probability : 1 - probability, confidence: confidence)
        }
    }

    /// The half-width t s / sqrt(n) has to shrink to the distance between the mean and the threshold.
    private func neededForMean(_ values: [Double], confidence: Double) -> Int? {
        guard values.count > 1 else { return 2 }
        let distance = SampleStatistics.mean(values) - threshold
        let t = ReferenceDistributions.studentTQuantile(max(0.5 + 1e-9, confidence), degreesOfFreedom: Double(values.count - 1))
        let count = t * t * SampleStatistics.variance(values) / (distance * distance)
        guard count.isFinite, count < 1e9 else { return nil }
        return max(values.count + 1, Int(count.rounded(.up)))
    }

    private func neededForProbability(_ share: Double, _ count: Int, confidence: Double) -> Int? {
        guard count > 0, share.isFinite else { return 1 }
        func decides(_ count: Int) -> Bool {
            let successes = Int((share * Double(count)).rounded())
            let estimate = SampleStatistics.wilsonInterval(
                successes: successes, count: count, confidence: max(1e-9, 2 * confidence - 1))
            return decision(estimate.low, estimate.high) != nil
        }
        var high = count
        while !decides(high) {
            guard high < 100_000_000 else { return nil }
            high *= 2
        }
        var low = max(count, high / 2)
        while low + 1 < high {
            let middle = low + (high - low) / 2
            if decides(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
