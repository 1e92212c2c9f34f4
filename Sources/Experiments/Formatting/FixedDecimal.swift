import CloudMarket
import Requirements

/// Writes a binary number with a fixed number of decimals by integer arithmetic alone.
///
/// A `Double` is m x 2^e with whole m and e. Its exact value times 10^d is rounded once, half to even, to a whole number of 128 bits, whose
/// digits are the result. So a table is the same on every machine, and a sum that differs in the last bit between two builds shows alike
/// unless it sits on the edge of a rounding.
public enum FixedDecimal {
    /// Most decimals that can be asked for: 10^12 and the 53 bits of m fit into 128 bits together.
    public static let mostDecimals = DecimalText.keptDecimals

    /// The number with so many decimals, thousands separated; `-` for not-a-number, and zero without a sign.
    ///
    /// From 2^70 on, where a `Double` is a whole number anyway, the shortest text that reads back as the same number is used.
    public static func text(_ value: Double, decimals: Int, separator: String = ",") -> String {
        require((0...mostDecimals).contains(decimals), "\(decimals) decimals asked for, 0 to \(mostDecimals) are possible")
        guard !value.isNaN else { return "-" }
        guard value.isFinite else { return value < 0 ? "-infinite" : "infinite" }
        guard value.magnitude < 0x1p70 else { return "\(value)" }
        let scaled = rounded(value.magnitude, times: UInt128(DecimalText.powerOfTen(decimals)))
        return DecimalText.text(scaled: scaled, isNegative: value < 0, decimals: decimals, separator: separator)
    }

    /// A whole number, thousands separated.
    public static func text(_ value: Int, separator: String = ",") -> String {
        DecimalText.text(scaled: UInt128(value.magnitude), isNegative: value < 0, decimals: 0, separator: separator)
    }

    /// `value` x `factor`, rounded half to even.
    private static func rounded(_ value: Double, times factor: UInt128) -> UInt128 {
        guard value > 0 else { return 0 }
        let significand = UInt128(value.significandBitPattern | (value.isNormal ? 1 << UInt64(Double.significandBitCount) : 0))
        // A subnormal number has the exponent of the smallest normal one.
        let exponent = (value.isNormal ? Int(value.exponent) : -1022) - Double.significandBitCount
        // Below 2^53 x 10^12 < 2^93; the caller sees to it that e is at most 17.
        let product = significand * factor
        guard exponent < 0 else { return product << UInt128(exponent) }
        guard -exponent < 127 else { return 0 }
        let shift = UInt128(-exponent)
        let quotient = product >> shift
        let rest = product - quotient << shift
        let half = UInt128(1) << (shift - 1)
        return rest > half || (rest == half && quotient & 1 == 1) ? quotient + 1 : quotient
    }
}
