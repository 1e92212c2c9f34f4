public import ClusterModel
public import SimulationKernel
public import UpgradeFaults

/// How a fault came to be noticed.
public enum DetectionWay: String, Sendable, Hashable, CaseIterable {
    /// A node failed its health checks.
    case healthCheck = "health check"
    /// The checks after a batch, or of converted data.
    case verification
    /// Answers of the two universes differed.
    case comparison
    /// Users, or whoever watches what they get.
    case users
}

/// How a fault came to its end.
public enum FaultEnding: String, Sendable, Hashable, CaseIterable {
    /// The attempt was rolled back, and what was wrong with it.
    case rolledBack = "rolled back"
    /// Somebody repaired it.
    case repaired
    /// It was in a universe that was given back before users saw it, or in software that was replaced.
    case discarded
}

/// One fault of the procedure, or defect of the version, and what became of it.
public struct FaultRecord: Sendable, Hashable {
    /// What it is, in words.
    public var label: String
    /// The type of a fault of the procedure.
    public var type: UpgradeFaultType?
    /// The defect of a bad version.
    public var defect: VersionDefect?
    /// The attempt in which it occurred, from 1.
    public var attempt: Int
    /// The operation in which it occurred, if any.
    public var opportunity: Opportunity?
    /// Whether the strategy had no operation of its class, so that it did not occur.
    public var isEscaped = false
    /// When it occurred; for a fault that was escaped, the beginning of the attempt.
    public var struck: SimulationTime
    /// The event at which it occurred.
    public var struckEvent: UInt64
    /// When the first request could meet it.
    public var shown: SimulationTime?
    /// When it was noticed.
    public var noticed: SimulationTime?
    /// By what.
    public var noticedBy: DetectionWay?
    /// When it had come to its end.
    public var ended: SimulationTime?
    /// How.
    public var ending: FaultEnding?
    /// Requests that met a node which suffered from it, before it was noticed.
    public var requestsExposed = 0.0
    /// Requests that it is charged with, by class.
    public var requestsLost: [Double] = []
    /// Rows written wrongly because of it.
    public var rowsDamaged = 0.0
    /// Of these, rows brought back from a backup.
    public var rowsRestored = 0.0
    /// The cause in the table of losses.
    public var cause: CauseID
    /// From what broke to what users feel, in words.
    public var chain: [String] = []
}
