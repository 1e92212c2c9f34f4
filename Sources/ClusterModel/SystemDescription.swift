public import SimulationKernel

/// The system before anything happens to it: sites, links, tiers, request classes and load.
///
/// It is immutable and shared by every run; what changes during a run lives in ``Cluster``.
public struct SystemDescription: Sendable {
    /// The data centres and cloud regions.
    public var sites: [SiteDescription] { didSet { routes = SiteRoutes(sites: sites, links: wideAreaLinks) } }
    /// Links between sites.
    public var wideAreaLinks: [WideAreaLink] { didSet { routes = SiteRoutes(sites: sites, links: wideAreaLinks) } }
    /// Which links lead from site to site.
    public private(set) var routes: SiteRoutes
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
        routes = SiteRoutes(sites: sites, links: wideAreaLinks)
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

/// What happens to writes while a shard takes none.
public enum ClosedWrites: Sendable, Hashable {
    /// They are lost, and count as planned if the window was planned.
    case refuse
    /// They wait for at most this long, then are lost; the others count as slow.
    case hold(SimulationDuration)
}
