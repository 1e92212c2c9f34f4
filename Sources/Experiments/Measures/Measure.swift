public import UpgradeStrategies

/// What the numbers of a measure count.
public enum MeasureUnit: String, Sendable, Hashable {
    /// Seconds.
    case seconds = "s"
    /// Requests.
    case requests
    /// A fraction of one.
    case fraction
    /// US dollars.
    case dollars = "USD"
    /// Hours.
    case hours = "h"
    /// Minutes.
    case minutes = "min"
    /// Bytes.
    case bytes = "B"
    /// Rows.
    case rows
    /// A plain number.
    case count
}

/// A number that every replication yields.
public struct Measure: Sendable {
    /// Name in tables, files and `--fail-if`, such as `outage.edit`.
    public let name: String
    /// What a reader sees.
    public let title: String
    /// Unit of its values.
    public let unit: MeasureUnit
    /// Whether it is 0 or 1 in each replication, so that its mean is a proportion.
    public let isIndicator: Bool
    /// Whether less of it is better; nil if it is neither.
    public let lessIsBetter: Bool?
    /// Whether it has a meaning for the control, which upgrades nothing and so takes no time for it.
    public let hasControl: Bool
    /// The value of a replication.
    public let value: @Sendable (RunResult) -> Double

    init(
        _ name: String, _ title: String, _ unit: MeasureUnit, lessIsBetter: Bool? = true, isIndicator: Bool = false,
        hasControl: Bool = true, _ value: @escaping @Sendable (RunResult) -> Double
    ) {
        self.name = name
        self.title = title
        self.unit = unit
        self.lessIsBetter = lessIsBetter
        self.hasControl = hasControl
        self.isIndicator = isIndicator
        self.value = value
    }
}
