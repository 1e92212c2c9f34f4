/// Numbers as a person reads them: in a unit that suits their size, with few decimals.
///
/// The value and its interval are shown in one unit, which ``UnitScale`` chooses by the value.
public enum Readable {
    /// A length of time in seconds: `250 ms`, `85.1 s`, `48.0 min`, `25.9 h`.
    public static func duration(_ seconds: Double) -> String { UnitScale.duration(seconds).text(seconds) }

    /// A number of things: `12`, `1.3`, `383,133`, `441.0 M`.
    public static func count(_ value: Double) -> String { UnitScale.count(value).text(value) }

    /// A number of bytes: `64.0 MB`.
    public static func bytes(_ value: Double) -> String { UnitScale.bytes(value).text(value) }

    /// An amount: `1,234.50 USD`.
    public static func dollars(_ value: Double) -> String { UnitScale.dollars.text(value) }

    /// A share with as many decimals (two at least) as it takes to tell it from 100 % and from 0 %.
    public static func percent(_ share: Double) -> String {
        guard share.isFinite else { return FixedDecimal.text(share, decimals: 0) }
        for decimals in 2...4 {
            let text = FixedDecimal.text(share * 100, decimals: decimals)
            let isEdge = text == FixedDecimal.text(100, decimals: decimals) || text == FixedDecimal.text(0, decimals: decimals)
            if !isEdge || share == 1 || share == 0 { return text + " %" }
        }
        return share < 0.5 ? "< 0.0001 %" : "> 99.9999 %"
    }

    /// A share without decimals, for confidences and probabilities of a few dozen replications.
    public static func wholePercent(_ share: Double) -> String { FixedDecimal.text(share * 100, decimals: 0) + " %" }

    /// Time since the start: `0:00:00`, `27:12:05`.
    public static func clock(seconds: Double) -> String {
        let total = Int(max(0, seconds).rounded(.down))
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(total / 3600):\(two(total / 60 % 60)):\(two(total % 60))"
    }

    /// A number with its noun in the right form: `1 replication`, `30 replications`.
    public static func counted(_ count: Int, _ noun: String) -> String {
        "\(FixedDecimal.text(count)) \(count == 1 ? noun : noun + "s")"
    }
}
