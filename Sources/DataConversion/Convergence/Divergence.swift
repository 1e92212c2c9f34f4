/// Why a conversion never converges, with the numbers.
public struct Divergence: Hashable, Sendable {
    /// The rule that was met.
    public enum Rule: Hashable, Sendable {
        /// Over a load cycle the log grew at least as fast as it was applied.
        case logGrowsAsFastAsItIsApplied
        /// For a load cycle the backlog of a `set` came to no new minimum, and none was small enough to be cleared in the quiescence.
        case setReachesNoNewMinimum
    }

    /// The rule that was met.
    public var rule: Rule
    /// Rows and log entries converted each second, mean over the window.
    public var meanConversionRate: Double
    /// Appends and overwrites each second, mean over the window.
    public var meanUpdateRate: Double
    /// The smallest backlog: in the window for a log, ever for a set.
    public var minimumBacklog: Double
    /// The backlog that the allowed quiescence could clear.
    public var clearableRows: Double
    /// The beginning of the window, in seconds.
    public var windowStart: Double
    /// The end of the window, in seconds.
    public var windowEnd: Double

    /// One sentence with the numbers.
    public var explanation: String {
        let window = "from \(fixed(windowStart / 3600)) h to \(fixed(windowEnd / 3600)) h"
        let rates = "converted \(fixed(meanConversionRate)) rows/s against \(fixed(meanUpdateRate)) updates/s"
        let stock = "the backlog never fell below \(fixed(minimumBacklog)) rows, \(fixed(clearableRows)) can be cleared in the quiescence"
        return switch rule {
        case .logGrowsAsFastAsItIsApplied: "never converges: \(window) the log \(rates); \(stock)"
        case .setReachesNoNewMinimum: "never converges: a load cycle brought no new minimum; \(stock); \(window) it \(rates)"
        }
    }

    /// One decimal, rounded half up.
    private func fixed(_ value: Double) -> String {
        let tenths = Int64(min(value * 10 + 0.5, 9e18))
        return "\(tenths / 10).\(tenths % 10)"
    }
}
