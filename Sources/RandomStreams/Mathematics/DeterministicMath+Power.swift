// x^y = exp(y log x). An error of the logarithm is multiplied by y log x, which may reach 745, so the logarithm is taken with some 14
// bits more than a `Double` holds, multiplied exactly, and given to the exponential in two parts.

extension DeterministicMath {
    /// A number to the power of another.
    public static func pow(_ x: Double, _ y: Double) -> Double {
        if y == 0 || x == 1 { return 1 }
        if x.isNaN || y.isNaN { return .nan }
        let base = x.magnitude
        let sign = isOdd(y) && x.sign == .minus ? -1.0 : 1.0
        // Beyond 2^64 only a base of exactly one does not overflow or vanish.
        if y.magnitude > 0x1p64 {
            if base == 1 { return 1 }
            return (base > 1) == (y > 0) ? .infinity : 0
        }
        if base == 0 || base == .infinity { return sign * ((base == 0) == (y < 0) ? .infinity : 0) }
        if x < 0 && !isInteger(y) { return .nan }
        if y.magnitude < 0x1p-70 { return sign }
        return sign * positivePower(base, y)
    }

    /// The power of a positive finite base for an exponent within 2^-70 ... 2^64.
    private static func positivePower(_ base: Double, _ y: Double) -> Double {
        let (leading, rest) =
            base >= .leastNormalMagnitude
            ? logarithmPair(base, exponent: 0)
            : logarithmPair(base * 0x1p52, exponent: -52)
        let (product, error) = product(y, leading)
        guard product > -746 && product < 710 else { return product > 0 ? .infinity : 0 }
        return exp(product, rest: error + y * rest)
    }

    private static func isInteger(_ y: Double) -> Bool {
        y.magnitude >= 0x1p53 || Double(Int64(y)) == y
    }

    private static func isOdd(_ y: Double) -> Bool {
        y.magnitude < 0x1p53 && Double(Int64(y)) == y && Int64(y) & 1 == 1
    }
}
