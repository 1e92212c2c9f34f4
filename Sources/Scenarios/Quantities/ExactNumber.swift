/// A fraction of two whole numbers: what a decimal text says, exactly.
///
/// `numerator / denominator` with `denominator > 0`, not necessarily in lowest terms. Texts have at most 30 significant digits
/// and exponents of at most 30, so that a number fits; every operation says by nil that its result does not.
public struct ExactNumber: Hashable, Sendable {
    /// The dividend.
    public let numerator: Int128
    /// The divisor, positive.
    public let denominator: Int128

    /// A fraction in lowest terms, or nil for a divisor of zero or below.
    public init?(_ numerator: Int128, over denominator: Int128 = 1) {
        guard denominator > 0, numerator != .min else { return nil }
        let divisor = ExactNumber.greatestCommonDivisor(numerator < 0 ? -numerator : numerator, denominator)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// The product, or nil if it does not fit.
    public func times(_ factor: ExactNumber) -> ExactNumber? {
        // Cancelling crosswise first keeps the intermediate products as small as the result.
        guard let left = ExactNumber(numerator, over: factor.denominator), let right = ExactNumber(factor.numerator, over: denominator)
        else { return nil }
        let (top, topOverflows) = left.numerator.multipliedReportingOverflow(by: right.numerator)
        let (bottom, bottomOverflows) = left.denominator.multipliedReportingOverflow(by: right.denominator)
        return topOverflows || bottomOverflows ? nil : ExactNumber(top, over: bottom)
    }

    /// The sum, or nil if it does not fit.
    public func plus(_ other: ExactNumber) -> ExactNumber? {
        let (first, firstOverflows) = numerator.multipliedReportingOverflow(by: other.denominator)
        let (second, secondOverflows) = other.numerator.multipliedReportingOverflow(by: denominator)
        let (bottom, bottomOverflows) = denominator.multipliedReportingOverflow(by: other.denominator)
        let (top, topOverflows) = first.addingReportingOverflow(second)
        return firstOverflows || secondOverflows || bottomOverflows || topOverflows ? nil : ExactNumber(top, over: bottom)
    }

    /// The whole number that this is, if it is one and fits.
    public var whole: Int64? {
        denominator == 1 ? Int64(exactly: numerator) : nil
    }

    /// The nearest double: one correctly rounded division where both parts are below 2^53, otherwise within an ulp or two.
    public var double: Double {
        // The same numbers, and far faster than by way of 128 bits.
        if let numerator = Int64(exactly: numerator), let denominator = Int64(exactly: denominator) {
            return Double(numerator) / Double(denominator)
        }
        return Double(numerator) / Double(denominator)
    }

    private static func greatestCommonDivisor(_ first: Int128, _ second: Int128) -> Int128 {
        if let first = UInt64(exactly: first), let second = UInt64(exactly: second) {
            var (larger, smaller) = (first, second)
            while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
            return max(Int128(larger), 1)
        }
        var (larger, smaller) = (first, second)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return max(larger, 1)
    }
}

extension ExactNumber: Comparable {
    /// Orders by value. Where the cross products do not fit, the doubles decide.
    public static func < (left: ExactNumber, right: ExactNumber) -> Bool {
        let (first, firstOverflows) = left.numerator.multipliedReportingOverflow(by: right.denominator)
        let (second, secondOverflows) = right.numerator.multipliedReportingOverflow(by: left.denominator)
        return firstOverflows || secondOverflows ? left.double < right.double : first < second
    }
}
