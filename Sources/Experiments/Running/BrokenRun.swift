public import SimulationKernel
public import UpgradeStrategies

/// A run that stopped where no run should: it did too many events, or time stood still. What it measured until then is no result, and that it
/// came about is our fault and not the scenario's.
public struct BrokenRun: Error, Hashable, Sendable, CustomStringConvertible {
    /// Name of the strategy.
    public let strategy: String
    /// Root seed.
    public let seed: UInt64
    /// Number of the replication.
    public let replication: UInt64
    /// Why it stopped.
    public let reason: StopReason

    /// The fault of a run; nil for one that came to its horizon or was interrupted.
    public init?(_ result: RunResult, seed: UInt64) {
        switch result.stopReason {
        case .timeLimit, .finished, .stopped, .interrupted: return nil
        case .eventLimit, .noProgress: break
        }
        strategy = result.strategy
        self.seed = seed
        replication = result.replication
        reason = result.stopReason
    }

    /// What happened and to which run, so that it can be run again alone.
    public var description: String { "`\(strategy)`, seed \(seed), replication \(replication): \(reason)" }
}
