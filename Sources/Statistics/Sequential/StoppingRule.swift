import Requirements

// Sequential replication: observe n values, look at the interval, and stop when its half-width h(n) is at most what was wanted.
//
// Chow and Robbins (1965, doi:10.1214/aoms/1177700156) showed that such an interval covers with its confidence as the wanted width goes to zero.
// For widths that are reached soon it covers less often, as replications end when the spread happens to come out small (Law and Kelton 1982,
// Management Science 28(5); Singham and Schruben 2012, INFORMS Journal on Computing 24(4)). Three things keep the loss small here:
//
//     few looks:             at the counts of a schedule that grows by a factor, and at no others;
//     a late first look:     at 30 unless said otherwise;
//     no stop while skew:    for means, n >= 28 + 25 g^2 with g the skewness of the sample (see SampleStatistics+Shape).
//
// Measured at nominal 95 % over wanted half-widths that end between 40 and 200 values, 10,000 samples each, the worst of them: 94.5 % on normal
// values, 94.0 % at skewness 1 (gamma), 93.3 % at skewness 2 (exponential), where without the third condition it is 90.5 %; 93.5 % for quantiles.
// Proportions, computed exactly, cover between 93 and 99 %, as they do at fixed counts. Tests measure all of it again.
//
// What decides how many replications run is made of exactly rounded operations only, and so the same on every machine.

/// When to stop replicating: a half-width at a confidence, looked at on a schedule.
///
/// ```swift
/// let rule = try StoppingRule(.mean, within: .relative(0.05), schedule: ReplicationSchedule(cap: 2_000))
/// var values: [Double] = []
/// while case .more(let total) = rule.decision(after: values) { values += replications(values.count..<total) }
/// ```
///
/// More values than were asked for change nothing: the rule goes through the looks that came before.
public struct StoppingRule: Sendable, Hashable {
    /// What is estimated.
    public enum Quantity: Sendable, Hashable {
        /// The mean, by Student's t.
        case mean
        /// The share of ones among zeros and ones, by Wilson's score interval.
        case proportion
        /// The quantile of a probability, by order statistics.
        case quantile(Double)
    }

    /// How narrow the interval has to be: half the distance of its bounds.
    public enum Precision: Sendable, Hashable {
        /// At most so much, in the unit of the values.
        case absolute(Double)
        /// At most so large a part of the estimate's magnitude.
        case relative(Double)
    }

    /// What is estimated.
    public let quantity: Quantity
    /// How narrow the interval has to be.
    public let precision: Precision
    /// The confidence of the interval.
    public let confidence: Double
    /// When the rule is looked at. For a quantile it begins no sooner than an interval has both bounds.
    public let schedule: ReplicationSchedule

    /// Makes a rule.
    ///
    /// - Throws: for a width or a probability out of range, and a cap under which a quantile has no interval.
    public init(
        _ quantity: Quantity, within precision: Precision, confidence: Double = 0.95, schedule: ReplicationSchedule
    ) throws(StatisticsError) {
        try StatisticsError.checkConfidence(confidence, "confidence")
        switch precision {
        case .absolute(let width), .relative(let width):
            try StatisticsError.check(width > 0 && width.isFinite, "precision", "must be finite and above zero, not \(width)")
        }
        var schedule = schedule
        if case .quantile(let probability) = quantity {
            try StatisticsError.checkConfidence(probability, "probability")
            let needed = SampleStatistics.countForInterval(probability: probability, confidence: confidence) ?? .max
            try StatisticsError.check(
                schedule.cap >= needed, "cap",
                "must be at least \(needed), as fewer observations have no interval for the quantile of \(probability) at a confidence of "
                    + "\(confidence), not \(schedule.cap)")
            schedule = try schedule.starting(atLeast: needed)
        }
        self.quantity = quantity
        self.precision = precision
        self.confidence = confidence
        self.schedule = schedule
    }

    /// What to do after these values, in the order of their replications.
    ///
    /// - Complexity: O(n) for each look at n values; O(n log n) for quantiles.
    public func decision(after values: [Double]) -> StoppingDecision {
        checkValues(values)
        for count in schedule.counts {
            guard values.count >= count else { return .more(total: count) }
            let seen = Array(values.prefix(count))
            // Equal successes or failures are what Wilson's interval is made for.
            if quantity != .proportion, seen.allSatisfy({ $0 == seen[0] }) { return .allEqual(count: count) }
            if isNarrowEnough(seen) { return .enough(count: count) }
        }
        return .capped(count: schedule.cap)
    }

    /// The interval that the rule judges, from all values given.
    public func estimate(_ values: [Double]) -> Estimate {
        checkValues(values)
        return switch quantity {
        case .mean: SampleStatistics.meanInterval(values, confidence: confidence)
        case .proportion:
            SampleStatistics.wilsonInterval(successes: successes(in: values), count: values.count, confidence: confidence)
        case .quantile(let probability):
            SampleStatistics.quantileInterval(values, probability: probability, confidence: confidence)
        }
    }

    func successes(in values: [Double]) -> Int { values.count { $0 == 1 } }

    private func checkValues(_ values: [Double]) {
        require(!values.contains { $0.isNaN }, "a stopping rule needs observations that are numbers")
        if quantity == .proportion { require(values.allSatisfy { $0 == 0 || $0 == 1 }, "a proportion needs observations of zero and one") }
    }
}
