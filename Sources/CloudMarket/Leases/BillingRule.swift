import Requirements
public import SimulationKernel

/// How long a lease is charged for.
public enum BillingRule: Hashable, Sendable {
    /// Every started hour in full; a launch starts the first. EC2 until October 2017.
    case startedHour

    /// Every started second, and at least `minimum`. EC2 since, with a minimum of 60 s.
    case perSecond(minimum: SimulationDuration)

    /// Per second with the usual minimum of a minute.
    public static let perSecond = BillingRule.perSecond(minimum: .seconds(60))

    /// What is charged for a lease that was launched at `start` and ended at `end`.
    public func billed(from start: SimulationTime, to end: SimulationTime) -> SimulationDuration {
        require(end >= start, "a lease launched at \(start.nanoseconds) ns ended before, at \(end.nanoseconds) ns")
        let used = (end - start).nanoseconds
        switch self {
        case .startedHour: return .nanoseconds(max(1, Self.started(used, of: 3_600_000_000_000)) * 3_600_000_000_000)
        case .perSecond(let minimum):
            return .nanoseconds(max(minimum.nanoseconds, Self.started(used, of: 1_000_000_000) * 1_000_000_000))
        }
    }

    private static func started(_ used: Int64, of unit: Int64) -> Int64 { used / unit + (used % unit > 0 ? 1 : 0) }
}
