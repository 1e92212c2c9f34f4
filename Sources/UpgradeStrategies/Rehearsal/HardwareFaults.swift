public import RandomStreams
import Requirements
public import SimulationKernel

/// What machines, racks and networks do wrong by themselves.
///
/// Everything fails and is repaired by turns: each time to failure counts from the last repair (from the start of the run for the first), and
/// each entity draws from streams of its own, so that it fails at the same instants under every strategy.
public struct HardwareFaults: Sendable {
    /// Time from repair to the next crash of a node, seconds; nil for machines that never crash.
    public var timeToFailure: Distribution?
    /// Time from crash to return, seconds.
    public var timeToRepair: Distribution
    /// From the crash of a primary until the operator or the monitor has noticed.
    public var detection: SimulationDuration
    /// Rows that a primary has written and not yet sent, as a time; they are lost with it.
    public var replicationDelay: SimulationDuration
    /// Disks that lose what is on them; nil if none ever do.
    public var disks: DiskFaults?
    /// Power failures of racks: all nodes of a rack go down at one instant and come back together.
    public var racks: Outages?
    /// Failures of the uplinks of racks: no node of the rack can be reached.
    public var uplinks: Outages?
    /// Failures of links between sites, in both directions at once.
    public var links: Outages?

    /// Makes the faults of machines, racks and networks.
    public init(
        timeToFailure: Distribution?, timeToRepair: Distribution, detection: SimulationDuration = .seconds(60),
        replicationDelay: SimulationDuration = .seconds(1), disks: DiskFaults? = nil, racks: Outages? = nil, uplinks: Outages? = nil,
        links: Outages? = nil
    ) {
        self.timeToFailure = timeToFailure
        self.timeToRepair = timeToRepair
        self.detection = detection
        self.replicationDelay = replicationDelay
        self.disks = disks
        self.racks = racks
        self.uplinks = uplinks
        self.links = links
    }

    /// Hardware that never fails.
    public static var none: HardwareFaults {
        do { return HardwareFaults(timeToFailure: nil, timeToRepair: try .constant(3600)) } catch {
            requirementFailure("a constant of 3600 s is a distribution: \(error)")
        }
    }

    /// Fraction of its time for which a node is down by itself or with its rack, in the long run.
    var unavailability: Double {
        var down = 0.0
        if let timeToFailure { down = Outages(timeToFailure: timeToFailure, timeToRepair: timeToRepair).unavailability }
        let disks = disks.map { Outages(timeToFailure: $0.timeToFailure, timeToRepair: $0.replacement) }
        for outages in [disks, racks, uplinks].compactMap(\.self) { down += (1 - down) * outages.unavailability }
        return down
    }
}

/// When something fails, and for how long.
public struct Outages: Sendable {
    /// From the last repair to the next failure, seconds.
    public var timeToFailure: Distribution
    /// From the failure to the repair, seconds.
    public var timeToRepair: Distribution

    /// Makes the failures of one kind of thing.
    public init(timeToFailure: Distribution, timeToRepair: Distribution) {
        self.timeToFailure = timeToFailure
        self.timeToRepair = timeToRepair
    }

    /// Fraction of the time for which it is down in the long run.
    var unavailability: Double { timeToRepair.mean / max(1e-9, timeToFailure.mean + timeToRepair.mean) }
}

/// Disks that fail, and the backup for what is lost with the last of them.
public struct DiskFaults: Sendable {
    /// From the last replacement to the next failure of a node's disks, seconds.
    public var timeToFailure: Distribution
    /// Until the node is back with empty disks and its software, seconds.
    public var replacement: Distribution
    /// From one backup to the next; the first is made at the start.
    public var backupInterval: SimulationDuration
    /// What is restored from a backup a second at most, bytes.
    public var restoreBytesPerSecond: Double

    /// Makes the faults of disks.
    public init(
        timeToFailure: Distribution, replacement: Distribution, backupInterval: SimulationDuration = .hours(24),
        restoreBytesPerSecond: Double = 50e6
    ) {
        self.timeToFailure = timeToFailure
        self.replacement = replacement
        self.backupInterval = backupInterval
        self.restoreBytesPerSecond = restoreBytesPerSecond
    }
}
