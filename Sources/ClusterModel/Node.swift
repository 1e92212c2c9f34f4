/// Where a node is in its life.
public enum NodeState: UInt8, Sendable, CaseIterable {
    /// Requested, not there yet.
    case provisioning
    /// Starting up for the first time.
    case booting
    /// Out of rotation, being given software.
    case installing
    /// Out of rotation, running and getting fit to serve.
    case warming
    /// Answers requests, if its universe is the active one.
    case inService
    /// Takes no new requests and ends those in flight.
    case draining
    /// Out of rotation, its software not running.
    case stopped
    /// Broken, until repaired.
    case failed
    /// No longer ours.
    case released
}

/// The two complete systems of a parallel universe; every other strategy knows the first only.
public enum Universe: UInt8, Sendable, CaseIterable {
    /// The system that runs when the upgrade begins.
    case original
    /// The second system, installed beside the first.
    case parallel
}

/// The version of software or format of data: there are two in any upgrade.
public enum Version: UInt8, Sendable, CaseIterable {
    /// What runs when the upgrade begins.
    case old
    /// What is to run when it has ended.
    case new
}

/// One machine during a run.
public struct Node: Sendable {
    /// Index of its tier.
    public let tier: Int
    /// Index of its shard in the tier, -1 in a tier without shards.
    public let shard: Int
    /// The system that it belongs to.
    public let universe: Universe
    /// Index of its site.
    public let site: Int
    /// Rack within the site.
    public let rack: Int
    /// The machine.
    public let hardware: HardwareDescription
    /// Life cycle.
    public var state: NodeState
    /// Software that it runs.
    public var version: Version
    /// Format of the data that it holds.
    public var format: Version
    /// Whether it is the primary of its shard.
    public var isPrimary: Bool
    /// How good its cache is, 0 (empty) ... 1.
    public var warmth: Double
    /// The planned step that keeps it out of service.
    public var plannedCause: CauseID?
    /// The fault that keeps it out of service; the first of those that do.
    public var faultCause: CauseID?
    /// Rows of its shard that it had applied when it stopped following; only meaningful while `isFollowing` is false.
    public var appliedRows: Double
    /// Whether it applies its shard's writes as they come.
    public var isFollowing: Bool
    /// Rows that it has still to apply while it follows.
    public var lagRows = 0.0
    /// By how much they grow a second.
    public var lagGrowth = 0.0
    /// How far it is behind with the chunks of a conversion on its primary, seconds.
    public internal(set) var conversionLagSeconds = 0.0
    /// Whether it has fallen behind by more than the lag limit, and answers no reads until it has come back to half of it.
    public var isBeyondLagLimit = false
    /// Bits of the faults that keep it out of service beside ``faultCause``.
    public internal(set) var furtherFaults: UInt64 = 0
    /// Whether its disks hold what they should; those of a second system do when data has been brought there.
    public internal(set) var holdsData = true
    /// Whether it is broken in nothing but the data that is being copied to it: its disks and its port work.
    public internal(set) var isRebuilding = false

    /// Reference core-seconds per second.
    public var capacity: Double { hardware.capacity }
}
