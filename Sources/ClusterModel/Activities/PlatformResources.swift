import Requirements
public import ResourceSharing
import SimulationKernel

/// What a transfer or a conversion can use of a node.
public enum NodeResource: Int, Sendable, CaseIterable {
    /// Reference core-seconds per second that background work may take.
    case processor
    /// Bytes read per second.
    case diskRead
    /// Bytes written per second.
    case diskWrite
    /// Bytes sent per second.
    case portUp
    /// Bytes received per second.
    case portDown
    /// Bytes sent to other sites per second.
    case wanUp
    /// Bytes received from other sites per second.
    case wanDown
    /// The one thread that applies a replica's log, seconds per second.
    case logThread

    /// In words.
    var words: String {
        switch self {
        case .processor: "processor"
        case .diskRead: "disk, reading,"
        case .diskWrite: "disk, writing,"
        case .portUp: "port, sending,"
        case .portDown: "port, receiving,"
        case .wanUp: "limit to other sites, sending,"
        case .wanDown: "limit to other sites, receiving,"
        case .logThread: "thread that applies the log"
        }
    }
}

/// The capacities that activities share: processors, disks, ports, rack uplinks, backbones and WAN links.
///
/// A resource enters the sharing system when the first activity asks for it, so that nodes which never convert or copy cost nothing. What lies
/// between two sites is looked up once for the pair.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class PlatformResources: @unchecked Sendable {
    let cluster: Cluster
    let sharing: SharingSystem
    /// Resources of nodes, ``kinds`` a node: the index of each, or -1.
    private var ofNode: ContiguousArray<Int32> = []
    private static let kinds = NodeResource.allCases.count
    private var isHostNode: ContiguousArray<Bool> = []
    /// Nodes with resources, in order of first use.
    private(set) var hosts: [Int] = []
    /// What background work may take of each node, as it was last adapted to requests.
    private var shares: ContiguousArray<BackgroundShares> = []
    /// Whether resources of nodes were made that have their nominal capacity still, whatever the node's state and load.
    var hasUnadapted = false
    private var shared: [Origin: ResourceID] = [:]
    private var origins: [ResourceID: Origin] = [:]
    private var crossings: [SitePair: Crossing] = [:]
    /// Links between sites that are down.
    private(set) var deadLinks: Set<Int> = []

    /// What a resource is the capacity of.
    enum Origin: Hashable {
        case node(Int, NodeResource)
        case uplink(site: Int, rack: Int, isUp: Bool)
        case backbone(site: Int)
        case link(Int, isForward: Bool)
        case nodeLimit(Int)
        case tierLimit(Int, Universe)
    }

    /// Fractions of a node's processor and of its disks that background work may take.
    struct BackgroundShares: Equatable {
        var processor: Double
        var disks: Double

        /// Different from all: not adapted yet.
        static let unknown = BackgroundShares(processor: .nan, disks: .nan)
    }

    private struct SitePair: Hashable {
        let source: Int
        let target: Int
    }

    /// What all routes between the racks of two sites, or between the racks of one, have in common.
    private struct Crossing {
        let links: [ResourceID]
        let delay: SimulationDuration
    }

    init(cluster: Cluster, sharing: SharingSystem) {
        self.cluster = cluster
        self.sharing = sharing
    }

    /// A resource of a node.
    public func resource(_ kind: NodeResource, of node: Int) -> ResourceID {
        if let known = existing(kind, of: node) { return known }
        while isHostNode.count <= node {
            isHostNode.append(false)
            shares.append(.unknown)
            ofNode += repeatElement(-1, count: Self.kinds)
        }
        if !isHostNode[node] {
            isHostNode[node] = true
            hosts.append(node)
        }
        let made = add(
            .node(node, kind), capacity: nominalCapacity(kind, of: node),
            streamPenalty: kind == .diskRead || kind == .diskWrite ? cluster.nodes[node].hardware.diskStreamPenalty : 0)
        ofNode[node * Self.kinds + kind.rawValue] = made.index
        shares[node] = .unknown
        hasUnadapted = true
        return made
    }

    /// Whether any activity has asked for something of a node.
    public func isHost(_ node: Int) -> Bool { node < isHostNode.count && isHostNode[node] }

    /// Notes what background work may take of a node with resources; whether it is something new.
    func update(_ share: BackgroundShares, of node: Int) -> Bool {
        if shares[node] == share { return false }
        shares[node] = share
        return true
    }

    /// The resource if any activity has asked for it.
    func existing(_ kind: NodeResource, of node: Int) -> ResourceID? {
        guard node < isHostNode.count else { return nil }
        let index = ofNode[node * Self.kinds + kind.rawValue]
        return index >= 0 ? sharing.resource(at: index) : nil
    }

    /// What the machine has of it, with no requests to serve.
    func nominalCapacity(_ kind: NodeResource, of node: Int) -> Double {
        let hardware = cluster.nodes[node].hardware
        return switch kind {
        case .processor: hardware.capacity
        case .diskRead: hardware.diskReadBytesPerSecond
        case .diskWrite: hardware.diskWriteBytesPerSecond
        case .portUp, .portDown: hardware.portBytesPerSecond
        case .wanUp, .wanDown: hardware.wanPortBytesPerSecond ?? hardware.portBytesPerSecond
        case .logThread: hardware.coreSpeed
        }
    }

    /// The way from one node to another; without links from a node to itself, nil if no chain of links joins the two sites.
    ///
    /// Nodes of one rack are joined by their ports. Between racks the uplinks of both and the backbone are crossed; between sites moreover
    /// what ``SiteRoutes`` says. The backbone of a site that is only passed through is crossed once, as the links end there.
    public func route(from source: Int, to target: Int) -> Route? {
        guard source != target else { return Route(links: [], delay: .zero) }
        let (a, b) = (cluster.nodes[source], cluster.nodes[target])
        if a.site == b.site, a.rack == b.rack {
            return Route(links: [resource(.portUp, of: source), resource(.portDown, of: target)], delay: .zero)
        }
        guard let crossing = crossing(from: a.site, to: b.site) else { return nil }
        let leaves = a.site != b.site
        var links = [resource(.portUp, of: source)]
        if leaves, a.hardware.wanPortBytesPerSecond != nil { links.append(resource(.wanUp, of: source)) }
        links.append(uplink(a.site, a.rack, isUp: true))
        links += crossing.links
        links.append(uplink(b.site, b.rack, isUp: false))
        if leaves, b.hardware.wanPortBytesPerSecond != nil { links.append(resource(.wanDown, of: target)) }
        links.append(resource(.portDown, of: target))
        return Route(links: links, delay: crossing.delay)
    }

    /// Notes that a link between two sites is down, or up again.
    ///
    /// - Returns: Those of its two directions that any activity has asked for.
    func setDead(_ isDead: Bool, link: Int) -> [ResourceID] {
        if isDead { deadLinks.insert(link) } else { deadLinks.remove(link) }
        return [true, false].compactMap { shared[.link(link, isForward: $0)] }
    }

    /// What a resource is the capacity of.
    func origin(of resource: ResourceID) -> Origin {
        guard let origin = origins[resource] else { requirementFailure("resource \(resource.index) is none of a platform's") }
        return origin
    }

    /// What a resource is, in words.
    public func name(of resource: ResourceID) -> String { name(of: origin(of: resource)) }

    func name(of origin: Origin) -> String {
        let sites = cluster.system.sites
        switch origin {
        case .node(let node, let kind): return "the \(kind.words) of node \(node)"
        case .uplink(let site, let rack, let isUp):
            return "the uplink, \(isUp ? "sending" : "receiving"), of rack \(rack) in \(sites[site].name)"
        case .backbone(let site): return "the backbone of \(sites[site].name)"
        case .link(let index, let isForward):
            let link = cluster.system.wideAreaLinks[index]
            let ends = [sites[link.first].name, sites[link.second].name]
            return "the link from \(ends[isForward ? 0 : 1]) to \(ends[isForward ? 1 : 0])"
        case .nodeLimit(let node): return "the limit of node \(node)"
        case .tierLimit(let tier, let universe):
            let words = "the limit of the tier `\(cluster.system.tiers[tier].name)`"
            return universe == .parallel ? words + " in the second system" : words
        }
    }

    private func crossing(from source: Int, to target: Int) -> Crossing? {
        let pair = SitePair(source: source, target: target)
        if let known = crossings[pair] { return known }
        let system = cluster.system
        guard let steps = system.routes.route(from: source, to: target) else { return nil }
        var links = [backbone(source)]
        for step in steps {
            let capacity = deadLinks.contains(step.link) ? 0 : system.wideAreaLinks[step.link].bytesPerSecond
            links.append(resource(.link(step.link, isForward: step.isForward), capacity: capacity))
            links.append(backbone(step.site))
        }
        let made = Crossing(
            links: links, delay: system.routes.delay(from: source, to: target) ?? system.sites[source].latency)
        crossings[pair] = made
        return made
    }

    private func uplink(_ site: Int, _ rack: Int, isUp: Bool) -> ResourceID {
        resource(.uplink(site: site, rack: rack, isUp: isUp), capacity: cluster.uplinkBytesPerSecond(site: site, rack: rack))
    }

    private func backbone(_ site: Int) -> ResourceID {
        resource(.backbone(site: site), capacity: cluster.system.sites[site].backboneBytesPerSecond)
    }

    /// A resource that many ask for.
    func resource(_ origin: Origin, capacity: Double) -> ResourceID {
        if let known = shared[origin] { return known }
        let made = add(origin, capacity: capacity, streamPenalty: 0)
        shared[origin] = made
        return made
    }

    private func add(_ origin: Origin, capacity: Double, streamPenalty: Double) -> ResourceID {
        let made = sharing.addResource(capacity: capacity, streamPenalty: streamPenalty)
        origins[made] = origin
        return made
    }
}
