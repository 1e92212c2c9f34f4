/// A limit that a candidate's mean or proportion has to keep.
public struct FeasibilityConstraint: Sendable, Hashable {
    /// What is limited.
    public enum Quantity: Sendable, Hashable {
        /// The mean of values that are near normal.
        case mean
        /// The share of ones among values of zero and one.
        case proportion
    }

    /// What is limited.
    public let quantity: Quantity
    /// The largest value allowed.
    public let limit: Double
    /// How far from the limit a wrong answer does not matter: at or below `limit - tolerance` a candidate has to be found feasible, at or above
    /// `limit + tolerance` infeasible, and between them either is right.
    public let tolerance: Double

    /// Makes a constraint.
    ///
    /// - Throws: for a tolerance that is not above zero, and for a proportion whose limit is not within 0 ... 1 by more than the tolerance.
    public init(_ quantity: Quantity, atMost limit: Double, tolerance: Double) throws(StatisticsError) {
        try StatisticsError.check(limit.isFinite, "limit", "must be finite, not \(limit)")
        try StatisticsError.check(tolerance > 0 && tolerance.isFinite, "tolerance", "must be finite and above zero, not \(tolerance)")
        if quantity == .proportion {
            try StatisticsError.check(
                limit - tolerance > 0 && limit + tolerance < 1, "tolerance",
                "must be smaller than the distance of the limit \(limit) of a proportion from 0 and 1, not \(tolerance)")
        }
        self.quantity = quantity
        self.limit = limit
        self.tolerance = tolerance
    }
}
