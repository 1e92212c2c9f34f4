/// Reads a short text scalar by scalar.
struct TextScanner {
    let scalars: [Unicode.Scalar]
    var position = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var isAtEnd: Bool { position >= scalars.count }
    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    /// A part of the text. Most texts of a scenario are ASCII, of which the standard library's views make strings far more slowly.
    func text(_ range: Range<Int>) -> String {
        let part = scalars[range]
        guard part.allSatisfy(\.isASCII) else { return String(String.UnicodeScalarView(part)) }
        return String(unsafeUninitializedCapacity: part.count) { bytes in
            for (place, scalar) in part.enumerated() { bytes[place] = UInt8(truncatingIfNeeded: scalar.value) }
            return part.count
        }
    }

    mutating func skipSpaces() {
        while let scalar = next, scalar == " " || scalar == "\t" { position += 1 }
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    mutating func take(while condition: (Unicode.Scalar) -> Bool) -> Range<Int> {
        let start = position
        while let scalar = next, condition(scalar) { position += 1 }
        return start..<position
    }

    /// Reads `12`, `1_000`, `0.5`, `-3`, `1e6`; nil, with the position unchanged, if no number stands here.
    ///
    /// An underscore may stand between two digits. `.5` and `5.` are not numbers here: both look like slips.
    mutating func number() throws(TextProblem) -> ExactNumber? {
        let start = position
        var digits: Int128 = 0
        var count = 0
        var exponent = 0
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let first = next, TextScanner.isDigit(first) else {
            position = start
            return nil
        }
        try digitRun(&digits, &count)
        if next == ".", position + 1 < scalars.count, TextScanner.isDigit(scalars[position + 1]) {
            position += 1
            let before = count
            try digitRun(&digits, &count)
            exponent -= count - before
        }
        if next == "e" || next == "E" { exponent += exponentPart() }
        guard (-30...30).contains(exponent), let power = TextScanner.power(of: 10, abs(exponent)) else {
            throw implausible(start)
        }
        let signed = isNegative ? -digits : digits
        let (scaled, overflows) = exponent >= 0 ? signed.multipliedReportingOverflow(by: power) : (signed, false)
        guard !overflows, let number = exponent >= 0 ? ExactNumber(scaled) : ExactNumber(signed, over: power) else {
            throw implausible(start)
        }
        return number
    }

    private func implausible(_ start: Int) -> TextProblem {
        TextProblem(
            "out-of-range", "\(quoted(text(start..<position))) is too large or too small to be meant", hint: "check its exponent",
            offset: start)
    }

    /// Digits with single underscores between them; `count` counts the digits.
    private mutating func digitRun(_ digits: inout Int128, _ count: inout Int) throws(TextProblem) {
        let start = position
        while let scalar = next {
            if TextScanner.isDigit(scalar) {
                count += 1
                guard count <= 30 else {
                    throw TextProblem(
                        "out-of-range", "a number has at most 30 digits", hint: "write fewer, or a larger unit", offset: start)
                }
                digits = digits * 10 + Int128(scalar.value - 48)
            } else if scalar != "_" || position + 1 >= scalars.count || !TextScanner.isDigit(scalars[position + 1])
                || scalars[position - 1] == "_"
            {
                break
            }
            position += 1
        }
    }

    /// `e6`, `E-3`: taken only if digits follow, so that a unit may begin with an e.
    private mutating func exponentPart() -> Int {
        let start = position
        position += 1
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        let digits = take(while: TextScanner.isDigit)
        guard !digits.isEmpty else {
            position = start
            return 0
        }
        let value = Int(text(digits)) ?? 1_000
        return isNegative ? -min(value, 1_000) : min(value, 1_000)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 48 && scalar.value <= 57 }
    /// Whether a scalar is a letter; tables of Unicode are asked for those that ASCII does not have only.
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return (scalar.value | 0x20) &- 97 < 26 }
        return scalar.properties.isAlphabetic
    }

    static func power(of base: Int128, _ exponent: Int) -> Int128? {
        var result: Int128 = 1
        for _ in 0..<exponent {
            let (product, overflows) = result.multipliedReportingOverflow(by: base)
            if overflows { return nil }
            result = product
        }
        return result
    }
}
