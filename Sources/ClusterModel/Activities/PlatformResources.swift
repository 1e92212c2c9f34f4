public import ResourceSharing

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
        case .logThread: "thread that applies the log"
        }
    }
}

/// The capacities that activities share: processors, disks, ports, rack uplinks, backbones and WAN links.
///
/// A resource enters the sharing system when the first activity asks for it, so that nodes which never convert or copy cost nothing.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class PlatformResources: @unchecked Sendable {
    let cluster: Cluster
    let sharing: SharingSystem
    /// Resources of the nodes that have any, `NodeResource.allCases.count` a node.
    private var ofNode: [Int: [ResourceID?]] = [:]
    /// Nodes with resources, in order of first use.
    private(set) var hosts: [Int] = []
    private var uplinks: [RackDirection: ResourceID] = [:]
    private var backbones: [Int: ResourceID] = [:]
    private var wide: [WideDirection: ResourceID] = [:]

    private struct RackDirection: Hashable {
        let site: Int
        let rack: Int
        let isUp: Bool
    }

    private struct WideDirection: Hashable {
        let link: Int
        let isForward: Bool
    }

    init(cluster: Cluster, sharing: SharingSystem) {
        self.cluster = cluster
        self.sharing = sharing
    }

    /// A resource of a node.
    public func resource(_ kind: NodeResource, of node: Int) -> ResourceID {
        if ofNode[node] == nil {
            ofNode[node] = [ResourceID?](repeating: nil, count: NodeResource.allCases.count)
            hosts.append(node)
        }
        if let known = ofNode[node]?[kind.rawValue] { return known }
        let made = sharing.addResource(capacity: nominalCapacity(kind, of: node))
        ofNode[node]?[kind.rawValue] = made
        return made
    }

    /// The resource if any activity has asked for it.
    func existing(_ kind: NodeResource, of node: Int) -> ResourceID? { ofNode[node]?[kind.rawValue] }

    /// What the machine has of it, with no requests to serve.
    func nominalCapacity(_ kind: NodeResource, of node: Int) -> Double {
        let hardware = cluster.nodes[node].hardware
        return switch kind {
        case .processor: hardware.capacity
        case .diskRead: hardware.diskReadBytesPerSecond
        case .diskWrite: hardware.diskWriteBytesPerSecond
        case .portUp, .portDown: hardware.portBytesPerSecond
        case .logThread: hardware.coreSpeed
        }
    }

    /// The links from one node to another, in order; empty within a node, nil if no link joins the two sites.
    public func route(from source: Int, to target: Int) -> [ResourceID]? {
        guard source != target else { return [] }
        let (a, b) = (cluster.nodes[source], cluster.nodes[target])
        var links = [resource(.portUp, of: source)]
        if a.site == b.site {
            if a.rack != b.rack {
                links += [uplink(a.site, a.rack, isUp: true), backbone(a.site), uplink(b.site, b.rack, isUp: false)]
            }
        } else {
            guard let crossing = wideAreaLink(from: a.site, to: b.site) else { return nil }
            links += [
                uplink(a.site, a.rack, isUp: true), backbone(a.site), crossing, backbone(b.site), uplink(b.site, b.rack, isUp: false),
            ]
        }
        links.append(resource(.portDown, of: target))
        return links
    }

    /// What a resource is, in words.
    public func name(of resource: ResourceID) -> String {
        for node in hosts {
            for kind in NodeResource.allCases where existing(kind, of: node) == resource { return "the \(kind.words) of node \(node)" }
        }
        if backbones.contains(where: { $0.value == resource }) { return "the backbone of a site" }
        if wide.contains(where: { $0.value == resource }) { return "the link between two sites" }
        return "the uplink of a rack"
    }

    private func uplink(_ site: Int, _ rack: Int, isUp: Bool) -> ResourceID {
        let key = RackDirection(site: site, rack: rack, isUp: isUp)
        if let known = uplinks[key] { return known }
        let made = sharing.addResource(capacity: cluster.system.sites[site].uplinkBytesPerSecond)
        uplinks[key] = made
        return made
    }

    private func backbone(_ site: Int) -> ResourceID {
        if let known = backbones[site] { return known }
        let made = sharing.addResource(capacity: cluster.system.sites[site].backboneBytesPerSecond)
        backbones[site] = made
        return made
    }

    private func wideAreaLink(from source: Int, to target: Int) -> ResourceID? {
        guard
            let link = cluster.system.wideAreaLinks.firstIndex(where: {
                ($0.first == source && $0.second == target) || ($0.first == target && $0.second == source)
            })
        else { return nil }
        let key = WideDirection(link: link, isForward: cluster.system.wideAreaLinks[link].first == source)
        if let known = wide[key] { return known }
        let made = sharing.addResource(capacity: cluster.system.wideAreaLinks[link].bytesPerSecond)
        wide[key] = made
        return made
    }
}
