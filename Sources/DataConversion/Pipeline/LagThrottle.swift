public import SimulationKernel

/// When a conversion waits for its replicas: between chunks, while one of them is further behind than a limit.
///
/// As gh-ost (`--max-lag-millis`, 1500 by default) and pt-online-schema-change (`--max-lag 1s`, `--check-interval 1`) do: the lag is looked at
/// at the end of each chunk, and again after each interval while the conversion waits.
public struct LagThrottle: Sendable, Hashable {
    /// The conversion waits while a replica is further behind than this.
    public var limit: SimulationDuration
    /// How often it looks while it waits.
    public var checkInterval: SimulationDuration

    /// Makes a throttle.
    public init(limit: SimulationDuration = .milliseconds(1500), checkInterval: SimulationDuration = .seconds(1)) {
        self.limit = limit
        self.checkInterval = checkInterval
    }
}
