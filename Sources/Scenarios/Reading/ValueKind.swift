public import SimulationKernel

/// What kind of value a key takes, with the limits that a message or a schema needs.
public enum ValueKind: Sendable {
    /// A length of time.
    case duration(ClosedRange<SimulationDuration>)
    /// A number of bytes.
    case bytes(ClosedRange<Int64>)
    /// A data rate in bytes per second.
    case bytesPerSecond(ClosedRange<Double>)
    /// A rate of events per second.
    case perSecond(ClosedRange<Double>)
    /// A share, as a number, in percent or as a fraction.
    case ratio(ClosedRange<Double>)
    /// A plain number.
    case number(ClosedRange<Double>)
    /// A whole number.
    case count(ClosedRange<Int>)
    /// A price for one of these units; nil for any.
    case price(per: [String]?)
    /// A second of calendar time.
    case instant
    /// A time of day.
    case timeOfDay
    /// A day of the week.
    case weekday
    /// A probability distribution.
    case distribution(StatedDistribution.Dimension)
    /// `true` or `false`.
    case flag
    /// Any text.
    case text
    /// Any single value, a number as well as a text.
    case anyValue
    /// The path of a file.
    case fileName
    /// One of these words.
    case choice([String])
    /// The name of something declared elsewhere.
    case reference(called: String)

    /// What a value of this kind is called in a message.
    public var name: String {
        switch self {
        case .duration: "a length of time"
        case .bytes: "a number of bytes"
        case .bytesPerSecond: "a data rate"
        case .perSecond: "a rate"
        case .ratio: "a ratio"
        case .number: "a number"
        case .count: "a whole number"
        case .price: "a price"
        case .instant: "an instant"
        case .timeOfDay: "a time of day"
        case .weekday: "a day of the week"
        case .distribution: "a distribution"
        case .flag: "`true` or `false`"
        case .text: "a text"
        case .anyValue: "a single value"
        case .fileName: "a file name"
        case .choice: "one word of a list"
        case .reference(let called): "the name of a \(called)"
        }
    }

    /// A value of this kind, for hints.
    var example: String? {
        switch self {
        case .duration: "30 s"
        case .bytes: "64 MB"
        case .bytesPerSecond: "100 MB/s"
        case .perSecond: "3.9/s"
        case .ratio: "85 %"
        case .number: "0.5"
        case .count: "20"
        case .price(let units): "0.34 USD\(units?.first.map { $0.isEmpty ? "" : "/" + $0 } ?? "/h")"
        case .instant: "2009-06-09T05:00Z"
        case .timeOfDay: "05:00"
        case .weekday: "Friday"
        case .distribution(let dimension): dimension == .duration ? "lognormal(mean 97 s, cv 0.3)" : "uniform(0.2, 0.8)"
        case .flag: "true"
        case .choice(let words): words.first
        case .text, .anyValue, .fileName, .reference: nil
        }
    }

    /// The limits as a message states them.
    var limits: String? { bounds.map { $0.lowest + " ... " + $0.highest } }

    /// The least and the most, as texts.
    var bounds: (lowest: String, highest: String)? {
        switch self {
        case .duration(let range):
            (QuantityFormat.duration(range.lowerBound.nanoseconds), QuantityFormat.duration(range.upperBound.nanoseconds))
        case .bytes(let range): (QuantityFormat.bytes(range.lowerBound), QuantityFormat.bytes(range.upperBound))
        case .bytesPerSecond(let range):
            (QuantityFormat.bytesPerSecond(range.lowerBound), QuantityFormat.bytesPerSecond(range.upperBound))
        case .perSecond(let range): (QuantityFormat.number(range.lowerBound) + "/s", QuantityFormat.number(range.upperBound) + "/s")
        case .ratio(let range), .number(let range): (QuantityFormat.number(range.lowerBound), QuantityFormat.number(range.upperBound))
        case .count(let range): ("\(range.lowerBound)", "\(range.upperBound)")
        default: nil
        }
    }
}
