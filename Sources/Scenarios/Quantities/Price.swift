/// A price from text, exact: it never passes through floating point.
public struct Price: Hashable, Sendable {
    /// The digits as written, such as `0.34`.
    public let amountText: String
    /// The amount in USD.
    public let amount: ExactNumber
    /// What it buys, such as `h` or `GB-month`; empty for a price that is paid once.
    public let per: String

    /// Reads `0.34 USD/h`, `0.10 USD/GB` or `910 USD`.
    ///
    /// - Parameter units: what the price may be for; nil accepts any word.
    init(text: String, per units: [String]?) throws(TextProblem) {
        let sample = Price.example(units)
        var scanner = try QuantityText.begin(text, "a price", nil)
        if text.hasPrefix("$") {
            throw TextProblem("wrong-unit", "\(quoted(text)) is not a price", hint: "write it like `\(sample)`")
        }
        guard let amount = try scanner.number() else { throw QuantityText.notANumber(text, "a price", nil, example: "`\(sample)`") }
        let digits = scanner.text(0..<scanner.position).replacing("_", with: "")
        scanner.skipSpaces()
        let start = scanner.position
        let currency = scanner.text(scanner.take { $0 != "/" && $0 != " " })
        guard !currency.isEmpty else {
            throw TextProblem("missing-unit", "\(quoted(text)) has no currency; accepted is `USD`", hint: "write it like `\(sample)`")
        }
        guard currency == "USD" else {
            throw TextProblem(
                "wrong-unit", "`\(visible(currency))` is not a currency that is accepted; write prices in `USD`",
                hint: "write it like `\(sample)`", offset: start, length: currency.unicodeScalars.count)
        }
        scanner.skipSpaces()
        var unit = ""
        let unitStart = scanner.position
        if scanner.take("/") {
            scanner.skipSpaces()
            unit = scanner.text(scanner.take { _ in true })
        } else {
            try QuantityText.end(scanner, text, "a price")
        }
        if let units, !units.contains(unit) {
            let accepted = units.map { $0.isEmpty ? "`USD`" : "`USD/\($0)`" }.joined(separator: ", ")
            let shown = unit.isEmpty ? "USD" : "USD/\(unit)"
            let likely = NearestWord.nearest(to: unit, in: units) ?? (units.count == 1 ? units[0] : nil)
            throw TextProblem(
                unit.isEmpty ? "missing-unit" : "wrong-unit", "`\(visible(shown))` is not a unit of this price; accepted are \(accepted)",
                hint: likely.map { "did you mean `\(digits) USD\($0.isEmpty ? "" : "/" + $0)`?" },
                offset: unit.isEmpty ? 0 : unitStart)
        }
        self.amount = amount
        amountText = digits
        per = unit
    }

    /// Nothing, for going on after an error.
    init(zeroPer unit: String) {
        amountText = "0"
        amount = ExactNumber(0)!
        per = unit
    }

    /// The price as text, such as `0.34 USD/h`.
    public var text: String { per.isEmpty ? "\(amountText) USD" : "\(amountText) USD/\(per)" }

    private static func example(_ units: [String]?) -> String {
        guard let first = units?.first else { return "0.34 USD/h" }
        return first.isEmpty ? "0.34 USD" : "0.34 USD/\(first)"
    }
}
