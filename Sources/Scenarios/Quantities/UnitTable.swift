/// The units of one dimension: how they are written, how large they are, and what people write by mistake.
struct UnitTable: Sendable {
    /// What one of the units is called in a message: `unit of time`.
    let noun: String
    /// Units in the order in which messages list them, each with its size in the base unit.
    let units: [(name: String, size: ExactNumber)]
    /// Spellings that are not accepted, with the unit that was meant.
    let slips: [String: String]
    /// A number and a unit that go well together, for messages.
    let typical: (number: String, unit: String)

    init(_ noun: String, _ units: [(String, Int128)], slips: [String: String] = [:], typical: (String, String)) {
        self.noun = noun
        self.units = units.map { (name: $0.0, size: ExactNumber($0.1) ?? UnitTable.one) }
        self.slips = slips
        self.typical = (number: typical.0, unit: typical.1)
    }

    private static let one = ExactNumber(1)!

    func size(of name: String) -> ExactNumber? {
        units.first { $0.name == name }?.size
    }

    /// `30 s`, `3.9/s`.
    func joined(_ number: String, _ unit: String) -> String { unit.hasPrefix("/") ? number + unit : number + " " + unit }

    var accepted: String {
        units.map { "`\($0.name)`" }.joined(separator: ", ")
    }

    /// The unit that was probably meant.
    func likely(for name: String) -> String? {
        if let slip = slips[name] ?? slips[name.lowercased()] { return slip }
        if let sameLetters = units.first(where: { $0.name.lowercased() == name.lowercased() }) { return sameLetters.name }
        guard name.count > 2 else { return nil }
        return NearestWord.nearest(to: name, in: units.map(\.name))
    }

    /// The problem that `name` is not one of these units; `number` is the text before it.
    func wrongUnit(_ name: String, after number: String, offset: Int) -> TextProblem {
        let length = name.unicodeScalars.count
        let message = "`\(visible(name))` is not a \(noun); accepted are \(accepted)"
        if let likely = likely(for: name) {
            return TextProblem("wrong-unit", message, hint: "did you mean `\(joined(number, likely))`?", offset: offset, length: length)
        }
        return TextProblem(
            "wrong-unit", message, hint: "write it like `\(joined(typical.number, typical.unit))`", offset: offset, length: length)
    }

    /// The problem that no unit follows.
    func missingUnit(after number: String) -> TextProblem {
        TextProblem(
            "missing-unit", "`\(visible(number))` has no \(noun); accepted are \(accepted)",
            hint: "write for example `\(joined(number, typical.unit))`")
    }
}

extension UnitTable {
    /// Units of time; the base unit is the nanosecond. A day has 24 h, a month 730 h and a year 8,760 h.
    static let time = UnitTable(
        "unit of time",
        [
            ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("min", 60_000_000_000), ("h", 3_600_000_000_000),
            ("d", 86_400_000_000_000), ("y", 31_536_000_000_000_000),
        ],
        slips: [
            "sec": "s", "secs": "s", "second": "s", "seconds": "s", "m": "min", "mins": "min", "minute": "min", "minutes": "min",
            "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d", "yr": "y", "year": "y", "years": "y",
            "msec": "ms", "usec": "us", "\u{B5}s": "us", "\u{3BC}s": "us", "nsec": "ns", "millis": "ms", "micros": "us",
        ],
        typical: ("30", "s"))

    /// Units of data; the base unit is the byte. `kB` and so on are powers of 1,000, `KiB` and so on powers of 1,024.
    static let bytes = UnitTable(
        "unit of data",
        [
            ("B", 1), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
            ("PB", 1_000_000_000_000_000), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("PiB", 1 << 50),
        ],
        slips: [
            "k": "kB", "K": "kB", "M": "MB", "G": "GB", "T": "TB", "m": "MB", "g": "GB", "t": "TB", "byte": "B", "bytes": "B",
            "Ki": "KiB", "Mi": "MiB", "Gi": "GiB", "Ti": "TiB", "b": "B", "gigabyte": "GB", "gigabytes": "GB",
            "megabyte": "MB", "megabytes": "MB", "terabyte": "TB", "terabytes": "TB",
        ],
        typical: ("64", "MB"))

    /// Units of data per time; the base unit is the bit per second, so that every one is whole.
    static let byteRate = UnitTable(
        "unit of data per time",
        [
            ("B/s", 8), ("kB/s", 8_000), ("MB/s", 8_000_000), ("GB/s", 8_000_000_000), ("KiB/s", 8 << 10), ("MiB/s", 8 << 20),
            ("GiB/s", 8 << 30), ("bit/s", 1), ("kbit/s", 1_000), ("Mbit/s", 1_000_000), ("Gbit/s", 1_000_000_000),
            ("Tbit/s", 1_000_000_000_000),
        ],
        slips: [
            "bps": "bit/s", "kbps": "kbit/s", "Mbps": "Mbit/s", "Gbps": "Gbit/s", "Tbps": "Tbit/s", "Gb/s": "Gbit/s",
            "Mb/s": "Mbit/s", "kb/s": "kbit/s", "MBps": "MB/s", "GBps": "GB/s", "kBps": "kB/s", "MB": "MB/s", "GB": "GB/s",
            "Gbit": "Gbit/s", "Mbit": "Mbit/s", "mb/s": "MB/s", "Gb": "Gbit/s", "Mb": "Mbit/s",
        ],
        typical: ("100", "MB/s"))

    /// What may follow the number in a rate of events, as seconds.
    static let eventRate = UnitTable(
        "unit of a rate",
        [
            ("/s", 1), ("/min", 60), ("/h", 3_600), ("/d", 86_400), ("/month", 2_628_000), ("/y", 31_536_000), ("/second", 1),
            ("/minute", 60), ("/hour", 3_600), ("/day", 86_400), ("/year", 31_536_000),
        ],
        slips: [
            "/sec": "/s", "/m": "/min", "/hr": "/h", "per second": "/s", "per minute": "/min", "per hour": "/h", "per day": "/d",
            "per year": "/y", "rps": "/s", "qps": "/s", "Hz": "/s", "/yr": "/y",
        ],
        typical: ("3.9", "/s"))

    /// What may follow a count.
    static let count = UnitTable(
        "suffix of a number", [("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000)],
        slips: ["K": "k", "m": "M", "g": "G", "b": "G", "million": "M", "billion": "G", "thousand": "k"], typical: ("20", "k"))
}
