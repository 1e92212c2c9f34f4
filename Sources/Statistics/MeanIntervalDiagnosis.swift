/// Whether an interval by Student's t for a mean can be believed, and why not.
///
/// ```swift
/// let diagnosis = SampleStatistics.diagnoseMeanInterval(downtimes)
/// if diagnosis.verdict == .tooSkew {
///     warn("the t interval is not to be trusted here: \(diagnosis.mostFrequentCount) of \(diagnosis.count) replications are equal to "
///         + "\(diagnosis.mostFrequentValue); use a quantile, or at least \(diagnosis.neededCount) replications")
/// }
/// ```
public struct MeanIntervalDiagnosis: Sendable, Hashable {
    /// What to think of the interval.
    public enum Verdict: Sendable, Hashable {
        /// Nothing speaks against it.
        case trustworthy
        /// So few observations, for how skew they are, that the interval contains the true mean less often than it says.
        case tooSkew
        /// All observations are equal: the interval has no width, which says nothing about what was not seen.
        case allEqual
        /// An observation is infinite, or there are fewer than two: there is no interval.
        case noInterval
    }

    /// What to think of the interval.
    public let verdict: Verdict
    /// The number of observations.
    public let count: Int
    /// The skewness of the observations; zero where all are equal or there is none.
    public let skewness: Double
    /// The observations that a sample of this skewness needs.
    public let neededCount: Int
    /// The value that occurs most often, the smallest of such; not-a-number without observations.
    public let mostFrequentValue: Double
    /// How often it occurs.
    public let mostFrequentCount: Int

    /// Whether the interval hangs on so few observations that it is worth a warning.
    ///
    /// The rule asks for 28 of whatever is not skew at all, and a skewness that is itself a guess should not cry wolf: one that asks for twice the
    /// observations is beyond the spread of that of thirty normal values.
    public var isDoubtful: Bool { verdict == .tooSkew && neededCount - 28 > 2 * count }
}
