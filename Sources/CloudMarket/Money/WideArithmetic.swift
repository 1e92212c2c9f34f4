import Requirements

/// Products of 128-bit integers that are divided before they are narrowed again.
enum WideArithmetic {
    /// `left * right / divisor` over a 256-bit product, rounded to the nearest integer and ties to the even one; nil when the result does not
    /// fit into the positive half of 128 bits.
    ///
    /// Ties go to even because a bill sums many rounded items: rounding them all up would bias the total.
    static func product(_ left: UInt128, _ right: UInt128, dividedHalfEvenBy divisor: UInt128) -> UInt128? {
        require(divisor > 0, "division of \(left) * \(right) by zero")
        let (high, low) = left.multipliedFullWidth(by: right)
        guard high < divisor else { return nil }
        var (quotient, remainder) = divisor.dividingFullWidth((high, low))
        // Compares 2 * remainder with the divisor without the doubling, which could overflow.
        let rest = divisor - remainder
        if remainder > rest || (remainder == rest && !quotient.isMultiple(of: 2)) {
            let (next, overflows) = quotient.addingReportingOverflow(1)
            guard !overflows else { return nil }
            quotient = next
        }
        return quotient <= Int128.max.magnitude ? quotient : nil
    }

    /// The greatest common divisor, 0 only of two zeros.
    static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (larger, smaller) = (left, right)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return larger
    }
}
