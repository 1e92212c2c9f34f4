/// Logarithm, exponential and power from additions, multiplications, divisions and square roots only.
///
/// The functions of a C library differ in their last bits from version to version, and within one version between processors with
/// and without fused multiply-add. A simulation whose events depend on such a bit has no reproducible fingerprint. IEEE 754 defines
/// the four operations and the square root exactly, and Swift neither reorders nor fuses them, so what is built from them is the
/// same on every machine, in debug and release builds. Model code therefore calls these functions and no others.
///
/// All functions handle infinities, not-a-number, zeros and subnormal arguments as IEEE 754 and C prescribe. Errors are under
/// 0.52 units in the last place for `log` and `exp`, under 0.53 for `log1p`, `expm1` and `pow`, under 1 in subnormal results.
public enum DeterministicMath {
    /// The square root, correctly rounded.
    @inlinable
    public static func sqrt(_ x: Double) -> Double { x.squareRoot() }

    /// The logarithm of two, rounded to a multiple of 2^-42: times any exponent it is exact.
    static let logOfTwo = 0x1.62e42fefa3800p-1
    /// What is missing in `logOfTwo`.
    static let logOfTwoRest = 0x1.ef35793c76730p-45

    /// The rounded sum of two numbers and its exact error, for any two numbers (Knuth).
    @inline(__always)
    static func sum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
        let s = a + b
        let t = s - a
        return (s, (a - (s - t)) + (b - t))
    }

    /// The rounded sum and its exact error, where the first number is zero or not smaller in magnitude than the second (Dekker).
    @inline(__always)
    static func sum(larger a: Double, _ b: Double) -> (sum: Double, error: Double) {
        let s = a + b
        return (s, b - (s - a))
    }

    /// The rounded product of two numbers and its exact error (Dekker, Veltkamp), for magnitudes within 2^-480 ... 2^480.
    @inline(__always)
    static func product(_ a: Double, _ b: Double) -> (product: Double, error: Double) {
        let p = a * b
        let (aHigh, aLow) = halves(a)
        let (bHigh, bLow) = halves(b)
        return (p, ((aHigh * bHigh - p) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
    }

    @inline(__always)
    private static func halves(_ a: Double) -> (high: Double, low: Double) {
        let scaled = 0x1p27 * a + a
        let high = scaled - (scaled - a)
        return (high, a - high)
    }

    /// A number times a power of two, rounded once, the result possibly subnormal or infinite.
    @inline(__always)
    static func scale(_ x: Double, byPowerOfTwo exponent: Int) -> Double {
        if exponent >= -1021 && exponent <= 1022 { return x * power(exponent) }
        if exponent > 0 { return x * power(exponent - 1000) * power(1000) }
        return x * power(exponent + 1000) * power(-1000)
    }

    /// A power of two with a normal exponent.
    @inline(__always)
    private static func power(_ exponent: Int) -> Double {
        Double(bitPattern: UInt64(bitPattern: Int64(exponent + 1023)) << 52)
    }
}
