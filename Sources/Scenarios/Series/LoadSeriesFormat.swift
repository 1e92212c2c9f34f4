public import SimulationKernel

/// How a file of measured load is to be read.
public struct LoadSeriesFormat: Sendable {
    /// Which instant of its interval a row's stamp names.
    public enum Stamp: String, CaseIterable, Sendable {
        /// The interval begins at the stamp.
        case start
        /// The interval ends at the stamp.
        case end
    }

    /// What a value counts.
    public enum Unit: String, CaseIterable, Sendable {
        /// Requests in the interval.
        case perInterval = "per-interval"
        /// Requests per second, averaged over the interval.
        case perSecond = "per-second"
    }

    /// The column of stamps.
    public var timeColumn = "time"
    /// The column of values.
    public var valueColumn = "requests"
    /// The column that says which rows to trust: those that read `ok` or nothing. The others count as missing.
    public var qualityColumn: String?
    /// How far stamps without a zone are ahead of UTC; nil if every stamp must have its zone.
    public var secondsAhead: Int?
    /// Which instant a stamp names.
    public var stamp = Stamp.start
    /// What a value counts.
    public var unit = Unit.perInterval
    /// The length of an interval; nil to take the distance most common between rows.
    public var step: SimulationDuration?
    /// The longest run of missing intervals that is interpolated.
    public var longestGap = 3
    /// The largest share of intervals that may be missing.
    public var largestMissingShare = 0.05

    /// A format with the ordinary names.
    public init() {}

    /// Reads a format from a scenario, with the name of the file.
    ///
    ///     series:
    ///       file: data/load.csv
    ///       time-column: file_hour_utc
    ///       stamp: end
    public static func decode(_ reader: MappingReader) -> (file: String, format: LoadSeriesFormat) {
        var format = LoadSeriesFormat()
        let file = reader.fileName("file", doc: "the CSV file, relative to the scenario")
        format.timeColumn = reader.text("time-column", default: "time", doc: "column of stamps in ISO 8601")
        format.valueColumn = reader.text("value-column", default: "requests", doc: "column of values")
        format.qualityColumn = reader.optional { $0.text("quality-column", doc: "column that says `ok` for the rows to trust") }
        let zone = reader.optional { $0.text("zone", doc: "offset from UTC of stamps without one, such as `+02:00` or `UTC`") }
        if let zone, !reader.isSchema {
            do {
                format.secondsAhead = try CalendarText.zone(zone)
            } catch {
                reader.error(error.code, "`\(reader.path.appending(.key("zone")))`: \(error.message)", at: "zone", hint: error.hint)
            }
        }
        format.stamp = reader.choice(
            "stamp", of: Stamp.self, default: .start, doc: "whether a stamp names the start or the end of its interval")
        format.unit = reader.choice(
            "unit", of: Unit.self, default: .perInterval, doc: "whether values count requests per interval or per second")
        format.step = reader.optional {
            $0.duration("step", in: .seconds(1) ... .hours(24), doc: "length of an interval; by default the most common distance of stamps")
        }
        format.longestGap = reader.count("longest-gap", default: 3, in: 0...1_000, doc: "longest run of missing intervals to interpolate")
        format.largestMissingShare = reader.ratio("largest-missing-share", default: "5 %", doc: "share of intervals that may be missing")
        return (file, format)
    }
}
