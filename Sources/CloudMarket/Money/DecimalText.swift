import Requirements

/// Reads and writes decimal numbers by integer arithmetic alone, so that no binary fraction ever stands between a price list and a bill.
public enum DecimalText {
    /// Decimals that are kept exactly.
    public static let keptDecimals = 12

    /// `10^keptDecimals`.
    static let scale: Int128 = 1_000_000_000_000

    /// Digits allowed before the point: 10^15 times the scale stays far inside 128 bits, and no price or quantity comes near it.
    static let wholeDigitBound = 15

    /// The number in `text` times ``scale``, exactly.
    static func parse(_ text: some StringProtocol) throws(AmountError) -> Int128 {
        let shown = String(text.prefix(60))
        var digits = Int128(0)
        var wholeDigits = 0
        var decimals: Int?
        var anyDigit = false
        var isNegative = false
        var offset = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                anyDigit = true
                let digit = Int128(byte - UInt8(ascii: "0"))
                if let count = decimals {
                    if count >= keptDecimals {
                        guard digit == 0 else { throw .tooManyDecimals(text: shown, kept: keptDecimals) }
                        break
                    }
                    decimals = count + 1
                } else {
                    if wholeDigits > 0 || digit > 0 { wholeDigits += 1 }
                    guard wholeDigits <= wholeDigitBound else { throw .tooLarge(text: shown, bound: "10^\(wholeDigitBound)") }
                }
                digits = digits * 10 + digit
            case UInt8(ascii: ".") where decimals == nil: decimals = 0
            case UInt8(ascii: "-") where offset == 0: isNegative = true
            default: throw .malformed(text: shown, offset: offset)
            }
            offset += 1
        }
        guard offset > 0 else { throw .empty }
        guard anyDigit else { throw .malformed(text: shown, offset: offset) }
        guard !isNegative || digits == 0 else { throw .negative(text: shown) }
        return digits * powerOfTen(keptDecimals - (decimals ?? 0))
    }

    /// `numerator / denominator` with a fixed number of decimals, rounded half-even, thousands separated.
    ///
    /// A value too large to be scaled to the decimals asked for is shown without them: it exceeds 10^26.
    static func format(_ numerator: Int128, over denominator: Int128, decimals: Int, separator: String) -> String {
        require(denominator > 0, "denominator \(denominator) of a formatted number is not positive")
        require((0...keptDecimals).contains(decimals), "\(decimals) decimals asked for, 0 to \(keptDecimals) are possible")
        let factor = UInt128(powerOfTen(decimals))
        guard let scaled = WideArithmetic.product(numerator.magnitude, factor, dividedHalfEvenBy: UInt128(denominator)) else {
            return format(numerator, over: denominator, decimals: 0, separator: separator)
        }
        return text(scaled: scaled, isNegative: numerator < 0, decimals: decimals, separator: separator)
    }

    /// The number `scaled / 10^decimals` with its sign and so many decimals, thousands separated.
    public static func text(scaled: UInt128, isNegative: Bool, decimals: Int, separator: String) -> String {
        let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: UInt128(powerOfTen(decimals)))
        var text = grouped(String(whole), separator: separator)
        if decimals > 0 {
            let digits = String(fraction)
            text += "." + String(repeating: "0", count: decimals - digits.count) + digits
        }
        // A rounded zero has no sign: "-0.00" would make two equal tables differ.
        return isNegative && scaled > 0 ? "-" + text : text
    }

    /// `10^exponent` for an exponent from 0 to 38.
    public static func powerOfTen(_ exponent: Int) -> Int128 {
        var power = Int128(1)
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    private static func grouped(_ digits: String, separator: String) -> String {
        guard digits.count > 3, !separator.isEmpty else { return digits }
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += separator }
            result.append(digit)
        }
        return result
    }
}
