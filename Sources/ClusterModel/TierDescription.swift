public import SimulationKernel

/// What one machine can do.
public struct HardwareDescription: Sendable, Hashable {
    /// Processor cores.
    public var cores: Int
    /// Speed of a core relative to the reference core in which demands are stated.
    public var coreSpeed: Double
    /// Sequential read rate of the disks, bytes per second.
    public var diskReadBytesPerSecond: Double
    /// Sequential write rate of the disks, bytes per second.
    public var diskWriteBytesPerSecond: Double
    /// What each further stream costs a disk: k streams at once get 1 / (1 + penalty (k - 1)) of its rate in sum.
    public var diskStreamPenalty: Double
    /// Network port, bytes per second in each direction.
    public var portBytesPerSecond: Double
    /// What of the port traffic to and from other sites can use, bytes per second in each direction; nil if all of it.
    public var wanPortBytesPerSecond: Double?

    /// Makes a machine.
    public init(
        cores: Int, coreSpeed: Double = 1, diskReadBytesPerSecond: Double, diskWriteBytesPerSecond: Double, diskStreamPenalty: Double = 0,
        portBytesPerSecond: Double, wanPortBytesPerSecond: Double? = nil
    ) {
        self.cores = cores
        self.coreSpeed = coreSpeed
        self.diskReadBytesPerSecond = diskReadBytesPerSecond
        self.diskWriteBytesPerSecond = diskWriteBytesPerSecond
        self.diskStreamPenalty = diskStreamPenalty
        self.portBytesPerSecond = portBytesPerSecond
        self.wanPortBytesPerSecond = wanPortBytesPerSecond
    }

    /// Reference core-seconds per second.
    public var capacity: Double { Double(cores) * coreSpeed }
}

/// How the time of an installation differs from the mean.
public enum InstallationSpread: String, Sendable, Hashable, CaseIterable {
    /// From node to node, lognormal: a slow machine is slow each time.
    case lognormal
    /// From installation to installation, exponential: what is still to come never depends on what has passed.
    case exponential
}

/// How long one node of a tier takes for each step of a software upgrade.
public struct SoftwareTimes: Sendable, Hashable {
    /// Until requests in flight have ended.
    public var drain: SimulationDuration
    /// To put the new software in place.
    public var install: SimulationDuration
    /// To stop the old and start the new.
    public var restart: SimulationDuration
    /// Out of rotation after the restart, until the node is fit to serve.
    public var warmUp: SimulationDuration
    /// To check a batch before the next one.
    public var verify: SimulationDuration
    /// Nodes that leave together in a rolling upgrade.
    public var batch: Int
    /// Coefficient of variation of install and restart from node to node (lognormal).
    public var variation: Double
    /// By which law they vary; an exponential law has no other variation than 1.
    public var spread = InstallationSpread.lognormal

    /// Makes the times of a tier.
    public init(
        drain: SimulationDuration, install: SimulationDuration, restart: SimulationDuration, warmUp: SimulationDuration,
        verify: SimulationDuration = .zero, batch: Int = 1, variation: Double = 0
    ) {
        self.drain = drain
        self.install = install
        self.restart = restart
        self.warmUp = warmUp
        self.verify = verify
        self.batch = batch
        self.variation = variation
    }

    /// Brewer's u: how long one node is out of service, drain and warm-up included.
    public var outOfService: SimulationDuration { drain + install + restart + warmUp }
}

/// When the primary of a shard also answers reads.
public enum PrimaryReads: Sendable, Hashable {
    /// Never.
    case never
    /// While its shard takes no writes.
    case whileReadOnly
    /// While its shard takes no writes, or no replica can answer.
    case whenNeeded
    /// Always.
    case always
}

/// One shard of a database tier: a primary and its replicas.
public struct ShardDescription: Sendable, Hashable {
    /// Name, as in the scenario.
    public var name: String
    /// Servers, the primary included.
    public var nodes: Int
    /// Fraction of the tier's reads and writes that go to this shard.
    public var shareOfLoad: Double
    /// Fraction of the tier's rows that lie on this shard.
    public var shareOfData: Double

    /// Makes a shard.
    public init(name: String, nodes: Int, shareOfLoad: Double, shareOfData: Double) {
        self.name = name
        self.nodes = nodes
        self.shareOfLoad = shareOfLoad
        self.shareOfData = shareOfData
    }
}

/// Like nodes that serve one purpose.
public struct TierDescription: Sendable {
    /// Name, as in the scenario.
    public var name: String
    /// Index of the site where the nodes stand.
    public var site: Int
    /// Number of nodes; for a sharded tier the sum over its shards.
    public var nodes: Int
    /// The machine.
    public var hardware: HardwareDescription
    /// Steps of a software upgrade.
    public var software: SoftwareTimes
    /// Whether the new version brings new software to this tier.
    public var isUpgraded: Bool
    /// Requests queue up to this long, then they are refused.
    public var queueLimit: SimulationDuration
    /// Whether what the nodes cache survives a restart.
    public var cacheSurvivesRestart: Bool
    /// How long a cold node that serves needs until its cache is as good as before.
    public var cacheWarmUp: SimulationDuration
    /// Order of service, for response times.
    public var discipline: QueueingDiscipline
    /// The shards, empty for a tier that holds no shards.
    public var shards: [ShardDescription]
    /// When primaries answer reads.
    public var primaryReads: PrimaryReads
    /// Replicas further behind than this answer no reads.
    public var lagLimit: SimulationDuration
    /// Core-seconds of the one thread that applies a row of the log on a replica.
    public var applyCoreSecondsPerRow: Double

    /// Makes a tier.
    public init(
        name: String, site: Int = 0, nodes: Int, hardware: HardwareDescription, software: SoftwareTimes, isUpgraded: Bool = true,
        queueLimit: SimulationDuration = .zero, cacheSurvivesRestart: Bool = true, cacheWarmUp: SimulationDuration = .zero,
        discipline: QueueingDiscipline = .processorSharing, shards: [ShardDescription] = [], primaryReads: PrimaryReads = .whenNeeded,
        lagLimit: SimulationDuration = .seconds(30), applyCoreSecondsPerRow: Double = 0
    ) {
        self.name = name
        self.site = site
        self.nodes = nodes
        self.hardware = hardware
        self.software = software
        self.isUpgraded = isUpgraded
        self.queueLimit = queueLimit
        self.cacheSurvivesRestart = cacheSurvivesRestart
        self.cacheWarmUp = cacheWarmUp
        self.discipline = discipline
        self.shards = shards
        self.primaryReads = primaryReads
        self.lagLimit = lagLimit
        self.applyCoreSecondsPerRow = applyCoreSecondsPerRow
    }

    /// Whether the tier holds shards of a dataset.
    public var isSharded: Bool { !shards.isEmpty }
}
