// With k the integer next to 128 x / log 2 and k = 128 m + j,
//
//     exp(x) = 2^m * 2^(j/128) * exp(r),    r = x - k log 2 / 128,    |r| <= log 2 / 256 < 0.00271.
//
// The powers 2^(j/128) come from a table of pairs, exp(r) from its Taylor series, cut where its terms fall under 2^-63 r. The part of
// log 2 / 128 that is multiplied first has 34 bits, so that its product with k is exact and the subtraction loses nothing.

extension DeterministicMath {
    /// The exponential function.
    public static func exp(_ x: Double) -> Double {
        guard x > -746 && x < 710 else { return x.isNaN ? x : (x > 0 ? .infinity : 0) }
        return exp(x, rest: 0)
    }

    /// The exponential function minus one, exact also where the exponential is close to one.
    public static func expm1(_ x: Double) -> Double {
        if x > 50 { return exp(x) }
        if x < -50 { return -1 }
        if x.isNaN || x == 0 { return x }
        let (k, r, rest) = reduced(x, rest: 0)
        let tail = exponentialTail(r, rest: rest)
        // The power of two of the first entry is one: nothing to subtract.
        if k == 0 { return r + tail }
        let (power, powerRest, exponent) = tablePower(k)
        let scaled = scale(power, byPowerOfTwo: exponent)
        let scaledRest = scale(powerRest, byPowerOfTwo: exponent)
        let (less, lost) = scaled > 1 ? sum(larger: scaled, -1) : sum(larger: -1, scaled)
        // (less + 1 + rests) (1 + r + tail) - 1, and |less| is at least twice |r| for every k but zero.
        let (leading, error) = sum(larger: less, r)
        return leading + (error + (lost + scaledRest + tail + (less * (r + tail) + scaledRest * r)))
    }

    /// The exponential of an unevaluated sum within -746 ... 710, the second part being small.
    @inline(__always)
    static func exp(_ x: Double, rest: Double) -> Double {
        let (k, r, remainder) = reduced(x, rest: rest)
        let (power, powerRest, exponent) = tablePower(k)
        let grown = r + exponentialTail(r, rest: remainder)
        return scale(power + (powerRest + power * grown), byPowerOfTwo: exponent)
    }

    /// The integer k, the remainder r, and what rounding r has lost.
    @inline(__always)
    private static func reduced(_ x: Double, rest: Double) -> (k: Int, r: Double, rest: Double) {
        // Adding 1.5 * 2^52 rounds to an integer, which then stands in the last bits.
        let shift = 0x1.8p52
        let shifted = x * 0x1.71547652b82fep+7 + shift
        let k = shifted - shift
        let exact = x - k * 0x1.62e42fefc0000p-8
        let (r, error) = sum(exact, rest + k * 0x1.c610ca86c3899p-44)
        return (Int(Int32(truncatingIfNeeded: shifted.bitPattern)), r, error)
    }

    /// exp(r) - 1 - r.
    @inline(__always)
    private static func exponentialTail(_ r: Double, rest: Double) -> Double {
        let square = r * r
        let first = 0.5 + r * (1.0 / 6)
        let second = (1.0 / 24) + r * (1.0 / 120)
        return rest + square * (first + square * (second + square * (1.0 / 720)))
    }

    /// 2^(k/128) as the pair of the table and a whole exponent.
    @inline(__always)
    private static func tablePower(_ k: Int) -> (power: Double, rest: Double, exponent: Int) {
        let entry = k & (ExponentialTable.steps - 1)
        return (ExponentialTable.pairs[2 * entry], ExponentialTable.pairs[2 * entry + 1], k >> 7)
    }
}
