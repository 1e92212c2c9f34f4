// With x = 2^k m, m from 0.6875 up to 1.375, and the reciprocal c of the table for the leading bits of m,
//
//     log(x) = k log 2 - log(c) + log(1 + r),    r = c m - 1,    |r| <= 2^-7.
//
// c has ten bits, so both halves of m times c are exact, and r is known as an unevaluated sum without error. The leading parts of
// k log 2 and -log(c) are multiples of 2^-42 and add exactly. For numbers next to one k, log(c) and the halves vanish and r = x - 1:
// the relative error stays small through the zero. log(1 + r) is its Taylor series, cut where its terms fall under 2^-65 r.

extension DeterministicMath {
    /// The natural logarithm.
    public static func log(_ x: Double) -> Double {
        guard x >= .leastNormalMagnitude && x < .infinity else { return logarithmOfExceptional(x) }
        return logarithm(x, exponent: 0, correction: 0)
    }

    /// The natural logarithm of one plus a number, exact also where the number is small.
    public static func log1p(_ x: Double) -> Double {
        if x > -0x1p-8 && x < 0x1p-7 {
            if x == 0 { return x }
            let square = x * x
            return x + (x * square * logarithmTail(x) - 0.5 * square)
        }
        guard x > -1 && x < .infinity else { return x < -1 ? .nan : (x == -1 ? -.infinity : x) }
        let (whole, lost) = x > 1 ? sum(larger: x, 1) : sum(larger: 1, x)
        return logarithm(whole, exponent: 0, correction: lost / whole)
    }

    /// The logarithm of a positive normal number as an unevaluated sum, good to about 67 bits.
    @inline(__always)
    static func logarithmPair(_ x: Double, exponent: Double) -> (leading: Double, rest: Double) {
        let (base, baseRest, r, rRest) = split(x, exponent: exponent)
        let (square, squareError) = product(r, r)
        let (first, firstError) = sum(larger: base, r)
        let (second, secondError) = sum(first, -0.5 * square)
        let small = baseRest + rRest - (0.5 * squareError + r * rRest) + r * square * logarithmTail(r)
        let (leading, rest) = sum(larger: second, firstError + secondError + small)
        return (leading, rest)
    }

    /// The logarithm of x (1 + correction) 2^exponent for a positive normal x.
    @inline(__always)
    private static func logarithm(_ x: Double, exponent: Double, correction: Double) -> Double {
        let (base, baseRest, r, rRest) = split(x, exponent: exponent)
        let (leading, error) = sum(larger: base, r)
        let square = r * r
        let small = r * square * logarithmTail(r) - 0.5 * square
        return leading + (error + (baseRest + rRest + correction) + small)
    }

    @inline(never)
    private static func logarithmOfExceptional(_ x: Double) -> Double {
        if x.isNaN || x == .infinity { return x }
        if x == 0 { return -.infinity }
        if x < 0 { return .nan }
        return logarithm(x * 0x1p52, exponent: -52, correction: 0)
    }

    /// k log 2 - log(c) and r, each as an unevaluated sum.
    @inline(__always)
    private static func split(_ x: Double, exponent: Double) -> (base: Double, baseRest: Double, r: Double, rRest: Double) {
        let offset = x.bitPattern &- LogarithmTable.firstBits
        let row = 3 * Int(truncatingIfNeeded: offset >> 45 & 127)
        let k = exponent + Double(Int64(bitPattern: offset) >> 52)
        let bits = x.bitPattern &- offset & 0xfff0_0000_0000_0000
        let m = Double(bitPattern: bits)
        let high = Double(bitPattern: bits & 0xffff_ffff_f800_0000)
        let reciprocal = LogarithmTable.rows[row]
        let (r, rRest) = sum(high * reciprocal - 1, (m - high) * reciprocal)
        return (k * logOfTwo + LogarithmTable.rows[row + 1], k * logOfTwoRest + LogarithmTable.rows[row + 2], r, rRest)
    }

    /// (log(1 + r) - r + r^2 / 2) / r^3.
    @inline(__always)
    private static func logarithmTail(_ r: Double) -> Double {
        let square = r * r
        let first = (1.0 / 3) - r * (1.0 / 4)
        let second = (1.0 / 5) - r * (1.0 / 6)
        let third = (1.0 / 7) - r * (1.0 / 8)
        let fourth = (1.0 / 9) - r * (1.0 / 10)
        return first + square * (second + square * (third + square * fourth))
    }
}
