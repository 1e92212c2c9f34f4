/// A number in a configuration that a sensitivity analysis may move.
public struct NumericParameter: Sendable {
    /// Where it stands.
    let steps: ConfigurationPath
    /// Its value: seconds, bytes, bytes per second, events per second, USD or a plain number. For a distribution the mean, median,
    /// scale or upper bound, whichever it was given by.
    public let value: Double
    /// What kind of value it is.
    public let kind: ValueKind
    /// Where the text gives it; nil if it is a default.
    public let place: SourcePlace?
    /// The tag of the comment on its line, if it has one.
    public let tag: FigureTag?
    /// What the configuration says in words.
    public let doc: String
    let distribution: StatedDistribution?
    let price: Price?

    /// Where it stands, as `--set` takes it. The text is made when it is asked for: most readings of a sweep never do.
    public var path: String { steps.description }
    /// Whether the line marks it as an assumption: `# A`.
    public var isAssumption: Bool { tag == .assumption }
    /// Whether nothing was given, so that the program's default is in effect.
    public var isDefault: Bool { place == nil }

    /// The text that sets this parameter to another value, for `--set PATH=TEXT`.
    ///
    /// Lengths of time, bytes and whole numbers are rounded to whole ones. A distribution keeps its shape: all its parameters that
    /// have a dimension change in proportion. The limits of the kind are not looked at here; reading the text does that.
    public func text(for value: Double) -> String {
        switch kind {
        case .duration: return NumericParameter.durationText(value)
        case .bytes: return QuantityFormat.bytes(NumericParameter.rounded(value))
        case .bytesPerSecond: return QuantityFormat.bytesPerSecond(value)
        case .perSecond: return QuantityFormat.number(value) + "/s"
        case .ratio, .number: return QuantityFormat.number(value)
        case .count: return QuantityFormat.count(NumericParameter.rounded(value))
        case .price:
            // Ten-millionths of a dollar are finer than any price list.
            return NumericParameter.decimalText(value) + (price.map { $0.per.isEmpty ? " USD" : " USD/" + $0.per } ?? " USD")
        case .distribution: return distributionText(value)
        default: return QuantityFormat.number(value)
        }
    }

    private func distributionText(_ value: Double) -> String {
        guard let distribution else { return QuantityFormat.number(value) }
        let factor = self.value == 0 ? 1 : value / self.value
        let parameters = distribution.parameters.map { parameter in
            guard parameter.isScale else { return parameter }
            let scaled = self.value == 0 ? value : parameter.value * factor
            let text = distribution.dimension == .duration ? NumericParameter.durationText(scaled) : QuantityFormat.number(scaled)
            return StatedDistribution.Parameter(name: parameter.name, value: scaled, text: text, isScale: true)
        }
        return StatedDistribution(family: distribution.family, dimension: distribution.dimension, parameters: parameters).text
    }

    private static func durationText(_ seconds: Double) -> String {
        // Above 2^53 ns (104 days) a double does not hold every nanosecond: whole microseconds then.
        let nanoseconds = seconds * 1e9
        return QuantityFormat.duration(
            abs(nanoseconds) < 9e15 ? rounded(nanoseconds) : rounded(seconds * 1e6).multipliedSaturating(by: 1_000))
    }

    private static func decimalText(_ value: Double) -> String {
        let scaled = rounded(value * 1e7)
        let digits = String(abs(scaled))
        let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        var fraction = padded.suffix(7)
        while fraction.count > 2, fraction.last == "0" { fraction.removeLast() }
        return (scaled < 0 ? "-" : "") + padded.dropLast(7) + "." + fraction
    }

    private static func rounded(_ value: Double) -> Int64 {
        let nearest = value.rounded(.toNearestOrEven)
        return Int64(exactly: nearest) ?? (nearest < 0 ? .min / 2 : .max / 2)
    }
}

extension Int64 {
    fileprivate func multipliedSaturating(by factor: Int64) -> Int64 {
        let (product, overflows) = multipliedReportingOverflow(by: factor)
        return overflows ? (self < 0 ? .min / 2 : .max / 2) : product
    }
}
