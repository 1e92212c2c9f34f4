/// An estimated value with the interval that the data support.
///
/// A bound is nil where it cannot be given: by one replication, or by too few for the quantile in question. A missing bound is not an
/// infinite one; whoever prints the estimate says that it is missing.
public struct Estimate: Sendable, Hashable {
    /// How the interval was found.
    public enum Method: String, Sendable, Hashable {
        /// Student's t for a mean.
        case meanByStudentT = "t"
        /// Student's t for the mean of paired differences.
        case pairedDifferenceByStudentT = "paired t"
        /// Student's t for the mean of the averages of antithetic pairs.
        case meanOfAntitheticPairsByStudentT = "antithetic t"
        /// Order statistics for a quantile; no assumption about the distribution.
        case quantileByOrderStatistics = "order statistics"
        /// Wilson's score interval for a probability.
        case probabilityByWilsonScore = "Wilson"
        /// Wilson's score interval over strata of known weights.
        case probabilityByStratifiedWilsonScore = "stratified Wilson"
        /// Welch's t for the difference of two means whose variances differ.
        case differenceByWelchT = "Welch"
        /// Square-and-add of Zou and Donner, for the difference of two estimates that have intervals.
        case differenceBySquareAndAdd = "square-and-add"
        /// Percentiles of what resamples of the observations give.
        case bootstrapPercentile = "bootstrap"
    }

    /// The point estimate.
    public let value: Double
    /// The lower bound of the interval.
    public let low: Double?
    /// The upper bound of the interval.
    public let high: Double?
    /// The probability with which such an interval contains the true value, at least.
    public let confidence: Double
    /// How the interval was found.
    public let method: Method
    /// The number of observations, or of pairs.
    public let count: Int

    /// Creates an estimate.
    public init(value: Double, low: Double?, high: Double?, confidence: Double, method: Method, count: Int) {
        self.value = value
        self.low = low
        self.high = high
        self.confidence = confidence
        self.method = method
        self.count = count
    }

    /// Whether zero lies outside the interval; false where a bound is missing on the side that matters.
    public var excludesZero: Bool {
        if let low, low > 0 { return true }
        if let high, high < 0 { return true }
        return false
    }
}
