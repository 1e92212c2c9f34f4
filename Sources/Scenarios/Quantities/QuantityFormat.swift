/// Writes quantities as text that reads back as the same quantity.
enum QuantityFormat {
    /// A length of time in the largest unit of which it is a whole number, or else a short decimal, or else hours, minutes and seconds: `30 s`,
    /// `90 min`, `1 d`, `1.26 ms`, `24 h 3 min 20 s`.
    static func duration(_ nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return "0 s" }
        let text = whole(nanoseconds, sizes(UnitTable.time.units.filter { $0.name != "y" }))
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest == 0, seconds >= 1000, text.hasSuffix(" s") else { return text }
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// A number of bytes in the largest decimal unit of which it is a whole number.
    static func bytes(_ count: Int64) -> String {
        guard count != 0 else { return "0 B" }
        return whole(count, sizes(UnitTable.bytes.units.filter { !$0.name.contains("i") }))
    }

    /// A whole number with a suffix where that says it shortly, else with its digits in groups: `20`, `1500`, `20 k`, `60 M`, `1_307_123_456`.
    static func count(_ value: Int64) -> String {
        guard value != 0 else { return "0" }
        let short = whole(value, [(name: "", size: 1)] + sizes(UnitTable.count.units), decimals: 1)
        guard short.hasSuffix(" ") else { return short }
        let digits = short.dropLast()
        guard digits.count > 4 else { return String(digits) }
        var groups: [Substring] = []
        var rest = digits
        while !rest.isEmpty {
            groups.append(rest.suffix(3))
            rest = rest.dropLast(3)
        }
        return groups.reversed().joined(separator: "_")
    }

    /// A data rate in the largest decimal unit of bytes per second that is not larger.
    static func bytesPerSecond(_ rate: Double) -> String {
        let units: [(String, Double)] = [("GB/s", 1e9), ("MB/s", 1e6), ("kB/s", 1e3)]
        // Where the division rounds, the text in the larger unit would read back as another rate.
        for (name, size) in units where rate >= size && rate / size * size == rate { return "\(number(rate / size)) \(name)" }
        return "\(number(rate)) B/s"
    }

    /// The shortest text that reads back as the same number, without a trailing `.0`.
    static func number(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func sizes(_ units: [(name: String, size: ExactNumber)]) -> [(name: String, size: Int64)] {
        units.compactMap { unit in unit.size.whole.map { (unit.name, $0) } }
    }

    private static func whole(_ value: Int64, _ units: [(name: String, size: Int64)], decimals most: Int = 3) -> String {
        let unit = units.last { value % $0.size == 0 } ?? units[0]
        let amount = value / unit.size
        guard amount.magnitude >= 1000 else { return "\(amount) \(unit.name)" }
        // So many of a unit read better as a few of a larger one, if a few decimals hold them exactly.
        for (name, size) in units.reversed() where value.magnitude >= size {
            let (product, overflows) = value.multipliedReportingOverflow(by: 1000)
            guard !overflows, product % size == 0 else { continue }
            let thousandths = product / size
            var decimals = String((thousandths % 1000).magnitude + 1000).dropFirst()
            while decimals.last == "0" { decimals.removeLast() }
            guard decimals.count <= most, (thousandths / 1000).magnitude < 1000 else { continue }
            return "\(thousandths / 1000)\(decimals.isEmpty ? "" : "." + decimals) \(name)"
        }
        return "\(amount) \(unit.name)"
    }
}
