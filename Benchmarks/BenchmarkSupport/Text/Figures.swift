/// Numbers for people: three digits and a unit that fits.
public enum Figures {
    /// With three significant digits, such as `1.23`, `12.3`, `123`, `1,230,000`.
    public static func short(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        let size = value.magnitude
        if size == 0 { return "0" }
        if size >= 99.95 { return grouped(size >= 9995 ? roundedToThreeDigits(value) : value.rounded()) }
        return decimals(value, size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3)
    }

    /// With so many digits behind the point.
    public static func decimals(_ value: Double, _ count: Int) -> String {
        guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<count { scale *= 10 }
        let whole = Int64((value.magnitude * scale).rounded())
        var digits = String(whole)
        while digits.count <= count { digits = "0" + digits }
        if count > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -count)) }
        return (value < 0 && whole != 0 ? "-" : "") + digits
    }

    /// A value in its unit: times get a unit that fits, sizes are grouped.
    public static func value(_ value: Double, _ unit: String) -> String {
        guard unit == "ns" else { return unit == "x" ? decimals(value, 2) + " x" : "\(short(value)) \(unit)" }
        for (name, size) in [("s", 1e9), ("ms", 1e6), ("us", 1e3)] where value >= size { return "\(short(value / size)) \(name)" }
        return "\(short(value)) ns"
    }

    /// A rate, such as `12.3 M/s`.
    public static func rate(_ perSecond: Double?) -> String {
        guard let perSecond else { return "" }
        for (name, size) in [("G", 1e9), ("M", 1e6), ("k", 1e3)] where perSecond >= size { return "\(short(perSecond / size)) \(name)/s" }
        return "\(short(perSecond)) /s"
    }

    /// A change as a percentage with its sign.
    public static func change(_ fraction: Double) -> String { (fraction >= 0 ? "+" : "") + decimals(fraction * 100, 1) + " %" }

    /// A whole number with commas.
    public static func grouped(_ value: Double) -> String {
        var digits = Array(decimals(value.magnitude, 0))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }

    private static func roundedToThreeDigits(_ value: Double) -> Double {
        var scale = 1.0
        while value.magnitude / scale >= 999.5 { scale *= 10 }
        return (value / scale).rounded() * scale
    }
}
