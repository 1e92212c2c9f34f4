/// The difference of two estimates, and how likely chance alone makes one as large.
public struct DifferenceTest: Sendable, Hashable {
    /// The difference with its interval.
    public let estimate: Estimate
    /// The probability of a difference at least as large, either way, where there is none in truth; nil where the data support no interval, or
    /// where no chance is in them.
    public let pValue: Double?

    /// Creates a test.
    public init(estimate: Estimate, pValue: Double?) {
        self.estimate = estimate
        self.pValue = pValue
    }

    /// Whether no chance is in the difference: every observation says the same.
    public var isCertain: Bool { pValue == nil && estimate.low != nil && estimate.low == estimate.high }
}
