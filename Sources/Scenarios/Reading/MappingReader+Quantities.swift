public import SimulationKernel

/// Quantities with units, and plain numbers. Every `default` is text as the user would write it.
extension MappingReader {
    /// The longest time that a simulation can hold: 833 days.
    public static let longestDuration = SimulationDuration.hours(24 * 833)

    /// A length of time such as `30 s` or `21 h 20 min`.
    public func duration(
        _ key: String, default defaultText: String? = nil, in range: ClosedRange<SimulationDuration> = .zero...longestDuration, doc: String
    ) -> SimulationDuration {
        let kind = ValueKind.duration(range)
        return value(key, kind, default: defaultText, doc: doc, placeholder: range.lowerBound, numeric: { $0.seconds }) {
            text throws(TextProblem) in
            try within(range, .nanoseconds(QuantityText.duration(text)), text, kind)
        }
    }

    /// A number of bytes such as `3 TB` or `64 MiB`.
    public func bytes(
        _ key: String, default defaultText: String? = nil, in range: ClosedRange<Int64> = 0...1_000_000_000_000_000_000, doc: String
    ) -> Int64 {
        let kind = ValueKind.bytes(range)
        return value(key, kind, default: defaultText, doc: doc, placeholder: range.lowerBound, numeric: { Double($0) }) {
            text throws(TextProblem) in
            try within(range, QuantityText.bytes(text), text, kind)
        }
    }

    /// A data rate such as `1 Gbit/s`, in bytes per second.
    public func bytesPerSecond(
        _ key: String, default defaultText: String? = nil, in range: ClosedRange<Double> = 1...1e13, doc: String
    ) -> Double {
        let kind = ValueKind.bytesPerSecond(range)
        return value(key, kind, default: defaultText, doc: doc, placeholder: range.lowerBound, numeric: { $0 }) {
            text throws(TextProblem) in
            try within(range, QuantityText.bytesPerSecond(text), text, kind)
        }
    }

    /// A rate of events such as `3.9/s` or `2/year`, per second.
    public func perSecond(_ key: String, default defaultText: String? = nil, in range: ClosedRange<Double> = 0...1e12, doc: String)
        -> Double
    {
        let kind = ValueKind.perSecond(range)
        return value(key, kind, default: defaultText, doc: doc, placeholder: range.lowerBound, numeric: { $0 }) {
            text throws(TextProblem) in
            try within(range, QuantityText.perSecond(text), text, kind)
        }
    }

    /// A share such as `0.85`, `85 %` or `1/1151`.
    public func ratio(_ key: String, default defaultText: String? = nil, in range: ClosedRange<Double> = 0...1, doc: String) -> Double {
        let kind = ValueKind.ratio(range)
        return value(key, kind, default: defaultText, doc: doc, placeholder: range.lowerBound, numeric: { $0 }) {
            text throws(TextProblem) in
            try within(range, QuantityText.ratio(text).double, text, kind)
        }
    }

    /// A plain number such as `0.3`, `1e6` or `1/1151`.
    public func number(_ key: String, default defaultText: String? = nil, in range: ClosedRange<Double>, doc: String) -> Double {
        let kind = ValueKind.number(range)
        return value(key, kind, default: defaultText, doc: doc, placeholder: range.lowerBound, numeric: { $0 }) {
            text throws(TextProblem) in
            try within(range, QuantityText.number(text).double, text, kind)
        }
    }

    /// A whole number such as `20`, `1_000` or `60 M`.
    public func count(_ key: String, default defaultText: String? = nil, in range: ClosedRange<Int>, doc: String) -> Int {
        let kind = ValueKind.count(range)
        return value(key, kind, default: defaultText, doc: doc, placeholder: range.lowerBound, numeric: { Double($0) }) {
            text throws(TextProblem) in
            try within(range, Int(QuantityText.count(text)), text, kind)
        }
    }

    /// A whole number with a number as default.
    public func count(_ key: String, default number: Int, in range: ClosedRange<Int>, doc: String) -> Int {
        count(key, default: String(number), in: range, doc: doc)
    }

    /// A price such as `0.34 USD/h`, exact.
    ///
    /// - Parameter units: what the price may be for, `""` for a price paid once; nil accepts anything.
    public func price(_ key: String, default defaultText: String? = nil, per units: [String]?, doc: String) -> Price {
        let kind = ValueKind.price(per: units)
        let unit = units?.first ?? ""
        let placeholder = Price(zeroPer: unit)
        return value(key, kind, default: defaultText, doc: doc, placeholder: placeholder, numeric: { $0.amount.double }) {
            text throws(TextProblem) in
            let price = try Price(text: text, per: units)
            // A billion dollars for one unit of anything is a slip.
            guard price.amount.numerator >= 0, price.amount.double <= 1e9 else {
                throw TextProblem(
                    "out-of-range", "\(quoted(text)) is outside 0 ... 1_000_000_000 USD",
                    hint: "check the number, and what the price is for")
            }
            return price
        }
    }

    /// A probability distribution of lengths of time, in seconds: `97 s`, `lognormal(mean 97 s, cv 0.3)`, or a mapping such as
    /// `{family: lognormal, mean: 97 s, cv: 0.3}`.
    public func distribution(
        _ key: String, of dimension: StatedDistribution.Dimension = .duration, default defaultText: String? = nil, doc: String
    ) -> StatedDistribution {
        let placeholder = StatedDistribution.constant(1, text: dimension == .duration ? "1 s" : "1", dimension)
        return value(
            key, .distribution(dimension), default: defaultText, doc: doc, placeholder: placeholder, numeric: { $0.size.value },
            structured: { node in self.structuredDistribution(node, key: key, dimension) },
            parse: { text throws(TextProblem) in try DistributionText.parse(text, dimension) })
    }

    private func within<Value: Comparable>(
        _ range: ClosedRange<Value>, _ value: Value, _ text: String, _ kind: ValueKind
    ) throws(TextProblem) -> Value {
        guard range.contains(value) else {
            let hint = kind.bounds.map { value < range.lowerBound ? "the least is `\($0.lowest)`" : "the most is `\($0.highest)`" }
            throw TextProblem("out-of-range", "\(quoted(text)) is outside \(kind.limits ?? "its limits")", hint: hint)
        }
        return value
    }

    /// A distribution written as a mapping.
    private func structuredDistribution(
        _ node: DocumentNode, key: String, _ dimension: StatedDistribution.Dimension
    ) -> (value: StatedDistribution, text: String)? {
        guard case .mapping(let entries) = node.content else { return nil }
        var texts: [(entry: DocumentNode.Entry, text: String)] = []
        for entry in entries {
            guard case .scalar(let text, _) = entry.value.content else {
                session.sink.error(
                    "wrong-type", "`\(path(of: key).appending(.key(entry.key)))` must be a single value, not \(entry.value.kindName)",
                    at: entry.value.place)
                return nil
            }
            texts.append((entry, text))
        }
        guard let family = texts.first(where: { $0.entry.key == "family" }) else {
            session.sink.error(
                "missing-key", "key `family` is missing in `\(path(of: key))`", at: node.place,
                hint: NearestWord.hint(for: "", in: StatedDistribution.Family.allCases.map(\.rawValue), called: "accepted are"))
            return nil
        }
        let given = texts.filter { $0.entry.key != "family" }
        // Offsets count arguments here, so that a problem finds its way back to the entry.
        let arguments = given.enumerated().map { index, item in
            DistributionText.Argument(
                name: item.entry.key, text: item.text, offset: (index + 1) << 32, length: 0, valueOffset: (index + 1) << 32)
        }
        do {
            let made = try DistributionText.make(
                DistributionText.family(named: family.text, dimension), arguments, dimension, familyLength: 0)
            return (made, made.text)
        } catch {
            let index = error.offset >> 32
            guard index > 0 else {
                report(TextProblem(error.code, error.message, hint: error.hint), at: family.entry.value, key: key)
                return nil
            }
            let entry = given[index - 1].entry
            if error.code == "unknown-key" {
                session.sink.error(error.code, "`\(path(of: key))`: \(error.message)", at: entry.keyPlace, hint: error.hint)
            } else {
                let problem = TextProblem(
                    error.code, error.message, hint: error.hint, offset: error.offset & 0xFFFF_FFFF, length: max(0, error.length))
                report(problem, at: entry.value, key: key)
            }
            return nil
        }
    }
}
