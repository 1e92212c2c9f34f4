/// Replications go on until something is known this well.
public struct PrecisionGoal: Sendable, Hashable, Codable {
    /// Half the width of the interval that is wanted.
    public enum HalfWidth: Sendable, Hashable, Codable {
        /// A fraction of the estimate.
        case relative(Double)
        /// A quantity of the measure's unit, as it was written, or a plain number of them.
        case absolute(String)
    }

    /// The measure.
    public var measure: String
    /// What of its values: `mean`, `median`, `p1` ... `p99` or `probability`.
    public var statistic: String
    /// How well it is to be known.
    public var halfWidth: HalfWidth
    /// Confidence of the interval; the scenario's if nil.
    public var confidence: Double?
    /// Replications at most.
    public var cap: Int

    /// Makes a goal.
    public init(measure: String, statistic: String = "mean", halfWidth: HalfWidth, confidence: Double? = nil, cap: Int) {
        self.measure = measure
        self.statistic = statistic
        self.halfWidth = halfWidth
        self.confidence = confidence
        self.cap = cap
    }
}
