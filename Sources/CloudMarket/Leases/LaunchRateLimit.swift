import Requirements
public import SimulationKernel

/// The provider's limit on launches per second: a token bucket, kept as the instant at which it is full again.
///
/// With an interval T between launches and a bucket of b tokens the next launch is accepted at max(now, full - (b - 1) T), and then
/// full = max(full, accepted) + T. (The generic cell rate algorithm; exact in integers, with no count of tokens to update between launches.)
public struct LaunchRateLimit: Hashable, Sendable {
    private let interval: Int64
    private let tolerance: Int64

    /// When the bucket is full again, in nanoseconds since the epoch.
    private var full: Int64 = 0

    /// Accepts one launch every `interval`, after `burst` at once; an interval of zero is no limit.
    public init(interval: SimulationDuration, burst: Int = 1) {
        require(interval >= .zero && burst >= 1, "a launch every \(interval.nanoseconds) ns in bursts of \(burst) is no limit")
        let (tolerance, overflows) = interval.nanoseconds.multipliedReportingOverflow(by: Int64(burst - 1))
        require(!overflows, "bursts of \(burst) launches every \(interval.nanoseconds) ns exceed the clock")
        self.interval = interval.nanoseconds
        self.tolerance = tolerance
    }

    /// Accepts `launchesPerSecond`, the interval rounded up to a nanosecond.
    public init(launchesPerSecond: Int, burst: Int = 1) {
        require(launchesPerSecond >= 1, "\(launchesPerSecond) launches per second let none start")
        let rate = Int64(launchesPerSecond)
        self.init(interval: .nanoseconds(1_000_000_000 / rate + (1_000_000_000 % rate > 0 ? 1 : 0)), burst: burst)
    }

    /// No limit.
    public static let none = LaunchRateLimit(interval: .zero)

    /// The instant at which the next launch asked for at `time` is accepted; takes its token.
    public mutating func accept(at time: SimulationTime) -> SimulationTime {
        let accepted = max(time.nanoseconds, full - tolerance)
        full = max(full, accepted) + interval
        return .zero + .nanoseconds(accepted)
    }
}
