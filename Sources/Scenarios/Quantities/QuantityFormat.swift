/// Writes quantities as text that reads back as the same quantity.
enum QuantityFormat {
    /// A length of time in the largest unit of which it is a whole number: `30 s`, `90 min`, `1 d`.
    static func duration(_ nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return "0 s" }
        return whole(nanoseconds, UnitTable.time.units.filter { $0.name != "y" })
    }

    /// A number of bytes in the largest decimal unit of which it is a whole number.
    static func bytes(_ count: Int64) -> String {
        guard count != 0 else { return "0 B" }
        return whole(count, UnitTable.bytes.units.filter { !$0.name.contains("i") })
    }

    /// A data rate in the largest decimal unit of bytes per second that is not larger.
    static func bytesPerSecond(_ rate: Double) -> String {
        let units: [(String, Double)] = [("GB/s", 1e9), ("MB/s", 1e6), ("kB/s", 1e3)]
        for (name, size) in units where rate >= size { return "\(number(rate / size)) \(name)" }
        return "\(number(rate)) B/s"
    }

    /// The shortest text that reads back as the same number, without a trailing `.0`.
    static func number(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func whole(_ value: Int64, _ units: [(name: String, size: ExactNumber)]) -> String {
        let unit = units.last { $0.size.whole.map { value % $0 == 0 } ?? false } ?? units[0]
        return "\(value / (unit.size.whole ?? 1)) \(unit.name)"
    }
}
