public import SimulationKernel

/// The system before anything happens to it: sites, links, tiers, request classes and load.
///
/// It is immutable and shared by every run; what changes during a run lives in ``Cluster``.
public struct SystemDescription: Sendable {
    /// The data centres and cloud regions.
    public var sites: [SiteDescription]
    /// Links between sites.
    public var wideAreaLinks: [WideAreaLink]
    /// The tiers, in the order in which the scenario lists them.
    public var tiers: [TierDescription]
    /// The classes of requests.
    public var classes: [RequestClass]
    /// The base rate over time that every class is a multiple of.
    public var load: LoadProfile
    /// Index of the tier whose version decides which data format it reads and writes, or nil if formats do not matter.
    public var readerTier: Int?
    /// What happens to writes while a shard takes none.
    public var closedWrites: ClosedWrites
    /// Fraction of refused requests that are tried again at once, 0 ..< 1.
    public var retryProbability: Double

    /// Makes a description from its parts.
    public init(
        sites: [SiteDescription], wideAreaLinks: [WideAreaLink] = [], tiers: [TierDescription], classes: [RequestClass],
        load: LoadProfile, readerTier: Int? = nil, closedWrites: ClosedWrites = .refuse, retryProbability: Double = 0
    ) {
        self.sites = sites
        self.wideAreaLinks = wideAreaLinks
        self.tiers = tiers
        self.classes = classes
        self.load = load
        self.readerTier = readerTier
        self.closedWrites = closedWrites
        self.retryProbability = retryProbability
    }

    /// Nodes of all tiers together.
    public var nodeCount: Int { tiers.reduce(0) { $0 + $1.nodes } }
}

/// A data centre or a cloud region.
public struct SiteDescription: Sendable {
    /// Name, as in the scenario.
    public var name: String
    /// Capacity of the backbone that joins the racks, bytes per second.
    public var backboneBytesPerSecond: Double
    /// Nodes in one rack.
    public var rackSize: Int
    /// Capacity of a rack's uplink in each direction, bytes per second.
    public var uplinkBytesPerSecond: Double

    /// Makes a site.
    public init(name: String, backboneBytesPerSecond: Double, rackSize: Int, uplinkBytesPerSecond: Double) {
        self.name = name
        self.backboneBytesPerSecond = backboneBytesPerSecond
        self.rackSize = rackSize
        self.uplinkBytesPerSecond = uplinkBytesPerSecond
    }
}

/// A link between two sites, shared by everything that crosses it, in each direction separately.
public struct WideAreaLink: Sendable {
    /// Index of one site.
    public var first: Int
    /// Index of the other site.
    public var second: Int
    /// What of the nominal capacity transfers can use, bytes per second.
    public var bytesPerSecond: Double
    /// One-way delay.
    public var latency: SimulationDuration

    /// Makes a link between two sites.
    public init(first: Int, second: Int, bytesPerSecond: Double, latency: SimulationDuration) {
        self.first = first
        self.second = second
        self.bytesPerSecond = bytesPerSecond
        self.latency = latency
    }
}

/// What happens to writes while a shard takes none.
public enum ClosedWrites: Sendable, Hashable {
    /// They are lost, and count as planned if the window was planned.
    case refuse
    /// They wait for at most this long, then are lost; the others count as slow.
    case hold(SimulationDuration)
}
