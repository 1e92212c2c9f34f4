/// Reads quantities from text, exactly and strictly: a number and a unit, nothing else.
enum QuantityText {
    /// A length of time in whole nanoseconds: `30 s`, `1.5 h`, or a sum from large to small such as `21 h 20 min`.
    static func duration(_ text: String) throws(TextProblem) -> Int64 {
        var scanner = try begin(text, "a length of time", UnitTable.time)
        var total = ExactNumber(0)
        var previous: ExactNumber?
        repeat {
            let start = scanner.position
            let (amount, size) = try part(&scanner, UnitTable.time, "a length of time")
            if let before = previous, size >= before || amount.numerator < 0 {
                throw TextProblem(
                    "wrong-sum", "the parts of a sum of times go from the largest unit to the smallest",
                    hint: "write it like `21 h 20 min`",
                    offset: start)
            }
            previous = size
            total = total.flatMap { sum in amount.times(size).flatMap(sum.plus) }
            scanner.skipSpaces()
        } while !scanner.isAtEnd
        guard let sum = total, let nearest = Int64(exactly: sum.numerator / sum.denominator) else { throw tooLarge(text) }
        guard sum.denominator == 1 else {
            throw TextProblem(
                "inexact-value", "\(quoted(text)) is not a whole number of nanoseconds", hint: "the nearest below is `\(nearest) ns`")
        }
        return nearest
    }

    /// A number of bytes: `3 TB`, `64 MiB`.
    static func bytes(_ text: String) throws(TextProblem) -> Int64 {
        let amount = try single(text, UnitTable.bytes, "a number of bytes")
        guard amount.denominator == 1 else { throw TextProblem("inexact-value", "\(quoted(text)) is not a whole number of bytes") }
        guard let bytes = amount.whole else { throw tooLarge(text) }
        return bytes
    }

    /// Bytes per second: `100 MB/s`, `1 Gbit/s`.
    static func bytesPerSecond(_ text: String) throws(TextProblem) -> Double {
        let bits = try single(text, UnitTable.byteRate, "a data rate")
        guard let bytes = bits.times(ExactNumber(1, over: 8)!) else { throw tooLarge(text) }
        return bytes.double
    }

    /// Events per second: `3.9/s`, `2/year`.
    static func perSecond(_ text: String) throws(TextProblem) -> Double {
        var scanner = try begin(text, "a rate", UnitTable.eventRate)
        guard let amount = try scanner.number() else { throw notANumber(text, "a rate", UnitTable.eventRate) }
        let number = scanner.text(0..<scanner.position)
        scanner.skipSpaces()
        let unit = scanner.take { _ in true }
        let name = scanner.text(unit)
        guard !name.isEmpty else { throw UnitTable.eventRate.missingUnit(after: number) }
        guard let seconds = UnitTable.eventRate.size(of: name) else {
            throw UnitTable.eventRate.wrongUnit(name, after: number, offset: unit.lowerBound)
        }
        guard let rate = ExactNumber(1, over: seconds.numerator).flatMap(amount.times) else { throw tooLarge(text) }
        return rate.double
    }

    /// A share: `85 %`, `0.85` or `1/1151`.
    static func ratio(_ text: String) throws(TextProblem) -> ExactNumber {
        let what = "a ratio"
        var scanner = try begin(text, what, nil)
        guard let amount = try scanner.number() else { throw notANumber(text, what, nil, example: "`0.85`, `85 %` or `1/1151`") }
        scanner.skipSpaces()
        if scanner.take("%") {
            try end(scanner, text, what)
            guard let share = amount.times(ExactNumber(1, over: 100)!) else { throw tooLarge(text) }
            return share
        }
        return try fraction(amount, &scanner, text, what)
    }

    /// A plain number: `0.3`, `1e6` or `1/1151`.
    static func number(_ text: String) throws(TextProblem) -> ExactNumber {
        var scanner = try begin(text, "a number", nil)
        guard let amount = try scanner.number() else { throw notANumber(text, "a number", nil, example: "`0.5`") }
        return try fraction(amount, &scanner, text, "a number")
    }

    /// A whole number: `20`, `1_000`, `20 k`, `2.1 G`.
    static func count(_ text: String) throws(TextProblem) -> Int64 {
        let what = "a whole number"
        var scanner = try begin(text, what, nil)
        guard var amount = try scanner.number() else { throw notANumber(text, what, nil, example: "`20`, `1_000` or `60 M`") }
        let number = scanner.text(0..<scanner.position)
        scanner.skipSpaces()
        let suffix = scanner.take { !($0 == " " || $0 == "\t") }
        let name = scanner.text(suffix)
        if !name.isEmpty {
            if name.hasPrefix(","), TextScanner.isDigit(scanner.scalars[min(suffix.lowerBound + 1, scanner.scalars.count - 1)]) {
                let repaired = text.replacing(",", with: "_")
                throw TextProblem(
                    "wrong-type", "\(quoted(text)) is not a whole number: a comma does not group digits", hint: "write `\(repaired)`",
                    offset: suffix.lowerBound, length: 1)
            }
            guard let size = UnitTable.count.size(of: name) else {
                throw UnitTable.count.wrongUnit(name, after: number, offset: suffix.lowerBound)
            }
            guard let product = amount.times(size) else { throw tooLarge(text) }
            amount = product
        }
        try end(scanner, text, what)
        guard amount.denominator == 1 else { throw TextProblem("inexact-value", "\(quoted(text)) is not a whole number") }
        guard let count = amount.whole else { throw tooLarge(text) }
        return count
    }
}

extension QuantityText {
    /// Checks that something stands in the text at all.
    static func begin(_ text: String, _ what: String, _ table: UnitTable?) throws(TextProblem) -> TextScanner {
        let scanner = TextScanner(text)
        guard !scanner.isAtEnd else {
            let example = table.map { "write for example `\($0.joined($0.typical.number, $0.typical.unit))`" }
            throw TextProblem("empty-value", "\(what) is missing", hint: example)
        }
        return scanner
    }

    /// Checks that nothing follows.
    static func end(_ scanner: TextScanner, _ text: String, _ what: String) throws(TextProblem) {
        var scanner = scanner
        scanner.skipSpaces()
        guard scanner.isAtEnd else {
            let rest = scanner.text(scanner.position..<scanner.scalars.count)
            throw TextProblem(
                "wrong-type", "\(quoted(text)) is not \(what): \(quoted(rest)) follows it", offset: scanner.position)
        }
    }

    static func notANumber(_ text: String, _ what: String, _ table: UnitTable?, example: String? = nil) -> TextProblem {
        let sample = table.map { "`\($0.joined($0.typical.number, $0.typical.unit))`" } ?? example
        let folded = text.lowercased().drop { $0 == "." || $0 == "-" || $0 == "+" }
        if ["nan", "inf", "infinity"].contains(folded) {
            return TextProblem("not-finite", "\(quoted(text)) is not a finite number")
        }
        return TextProblem("wrong-type", "\(quoted(text)) is not \(what)", hint: sample.map { "write it like \($0)" })
    }

    static func tooLarge(_ text: String) -> TextProblem {
        TextProblem("out-of-range", "\(quoted(text)) is too large to be meant", hint: "check the number and its unit")
    }

    /// One number with one unit, in the base unit.
    private static func single(_ text: String, _ table: UnitTable, _ what: String) throws(TextProblem) -> ExactNumber {
        var scanner = try begin(text, what, table)
        let (amount, size) = try part(&scanner, table, what)
        try end(scanner, text, what)
        guard let product = amount.times(size) else { throw tooLarge(text) }
        return product
    }

    private static func part(
        _ scanner: inout TextScanner, _ table: UnitTable, _ what: String
    ) throws(TextProblem) -> (amount: ExactNumber, size: ExactNumber) {
        let start = scanner.position
        guard let amount = try scanner.number() else {
            let rest = scanner.text(start..<scanner.scalars.count)
            let problem = notANumber(rest, what, table)
            throw TextProblem(problem.code, problem.message, hint: problem.hint, offset: start)
        }
        let number = scanner.text(start..<scanner.position)
        scanner.skipSpaces()
        let unit = scanner.take { $0 != " " && $0 != "\t" && !TextScanner.isDigit($0) }
        guard !unit.isEmpty else { throw table.missingUnit(after: number) }
        guard let size = table.size(of: scanner.text(unit)) else {
            throw table.wrongUnit(scanner.text(unit), after: number, offset: unit.lowerBound)
        }
        return (amount, size)
    }

    /// What may follow a plain number: a divisor, or nothing.
    private static func fraction(
        _ dividend: ExactNumber, _ scanner: inout TextScanner, _ text: String, _ what: String
    ) throws(TextProblem) -> ExactNumber {
        scanner.skipSpaces()
        guard scanner.take("/") else {
            try end(scanner, text, what)
            return dividend
        }
        scanner.skipSpaces()
        let start = scanner.position
        guard let divisor = try scanner.number(), let inverse = ExactNumber(divisor.denominator, over: divisor.numerator) else {
            throw TextProblem("wrong-type", "\(quoted(text)) is not \(what): the divisor is not a positive number", offset: start)
        }
        try end(scanner, text, what)
        guard let quotient = dividend.times(inverse) else { throw tooLarge(text) }
        return quotient
    }
}
