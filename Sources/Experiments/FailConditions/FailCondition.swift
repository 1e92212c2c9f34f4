/// A statement about the results that means failure, such as `outage.edit.p95 > 60 s`.
///
/// ```
/// MEASURE[.STATISTIC] [@ STRATEGY] RELATION VALUE
/// ```
///
/// The statistic is `mean` (also where none is given), `median`, `p1` ... `p99`, `max`, `min` or `probability`. `max` and `min` are those of
/// the replications that were run: no sample bounds the largest value there can be. `probability` is that of a value above zero, and for
/// `finished` that of finishing. Without a strategy the condition is about the one that the comparison ranks first. The relation is `>`, `>=`,
/// `<` or `<=`; the value has the unit of the measure, as scenarios write it.
public struct FailCondition: Sendable, Hashable {
    /// What is made of the values of the replications.
    public enum Statistic: Sendable, Hashable {
        /// Their mean; for a measure that is 0 or 1, the probability of 1.
        case mean
        /// A quantile, in percent.
        case quantile(percent: Int)
        /// The largest of the replications that were run.
        case max
        /// The smallest of the replications that were run.
        case min
        /// The probability of a value above zero.
        case probability
    }

    /// How the statistic and the value relate when the condition holds.
    public enum Relation: String, Sendable, Hashable, CaseIterable {
        /// At least.
        case atLeast = ">="
        /// At most.
        case atMost = "<="
        /// More than.
        case above = ">"
        /// Less than.
        case below = "<"
    }

    /// The condition as it was written.
    public let text: String
    /// Name of the measure.
    public let measure: String
    /// What is made of its values.
    public let statistic: Statistic
    /// Name of the strategy; nil for the one that ranks first.
    public let strategy: String?
    /// How both sides relate in case of failure.
    public let relation: Relation
    /// The value, in the unit of the measure (a share for `probability`).
    public let threshold: Double

    /// Whether a single value fulfils it.
    public func isMet(by value: Double) -> Bool {
        switch relation {
        case .atLeast: value >= threshold
        case .atMost: value <= threshold
        case .above: value > threshold
        case .below: value < threshold
        }
    }

    init(
        text: String, measure: String, statistic: Statistic, strategy: String?, relation: Relation, threshold: Double
    ) {
        self.text = text
        self.measure = measure
        self.statistic = statistic
        self.strategy = strategy
        self.relation = relation
        self.threshold = threshold
    }
}

/// Why a text is not a condition.
public struct FailConditionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public let message: String
    /// What to write instead.
    public let hint: String?
    /// The sentence.
    public var description: String { message }
}

/// Whether a condition holds.
public enum FailVerdict: Sendable, Hashable {
    /// The condition holds, at the comparison's confidence.
    case fails
    /// The condition does not hold, at the comparison's confidence.
    case passes
    /// The replications support neither; `needed` is how many probably would, nil if that cannot be said.
    case undecidable(needed: Int?)
}
