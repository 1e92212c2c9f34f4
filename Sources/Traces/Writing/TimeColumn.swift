/// How a table keeps the time of its rows.
public enum TimeColumn: Hashable, Sendable {
    /// Seconds since the epoch as `Double`, what most readers decode. Exact to a nanosecond for 48 days, to 15 ns for 834.
    case seconds

    /// Nanoseconds since the epoch as `Int64`, exact throughout.
    case nanoseconds

    /// None: the rows are numbered instead.
    case none

    /// The column, nil for none.
    func specification(epoch: String) -> ColumnSpecification? {
        let unit: String
        switch self {
        case .seconds: unit = "seconds"
        case .nanoseconds: unit = "nanoseconds"
        case .none: return nil
        }
        return ColumnSpecification(
            "time", self == .seconds ? .double : .int64, units: "\(unit) since \(epoch)", longName: "simulated time",
            description: "simulated time, counted from the start of the scenario")
    }
}
