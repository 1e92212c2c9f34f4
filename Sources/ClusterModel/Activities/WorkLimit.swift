import ResourceSharing

/// What holds transfers and conversions back, as a planner thinks of it: whichever of a source's disks it is, `disks of the source`.
public enum WorkLimit: Hashable, Sendable {
    /// A link between two sites, by its index, in one direction.
    case link(Int, isForward: Bool)
    /// What the racks of a site have in common.
    case backbone(site: Int)
    /// The uplinks of the racks of a site.
    case uplinks(site: Int)
    /// Something of the machines that have this part in the work.
    case machines(NodeResource, WorkRole)
    /// What the operator lets all work together take of a node.
    case nodeLimit
    /// What the operator lets all work together take of a tier.
    case tierLimit(tier: Int, universe: Universe)
    /// The threads of a conversion.
    case threads
    /// The windows of its streams.
    case window
    /// What a copy may take.
    case copyRate
    /// Requests, which leave nothing of a machine.
    case requests
    /// Replicas, which are waited for.
    case replicas
    /// The change window is closed.
    case closedWindow
    /// A node that the work needs is broken.
    case brokenNode
}

/// What a machine does for a transfer or conversion.
public enum WorkRole: Hashable, Sendable {
    /// Data comes from it.
    case source
    /// Data goes to it.
    case target
    /// Both.
    case both
    /// It applies what the target writes.
    case replica
}

extension PlatformResources {
    /// What a resource is to work between two nodes.
    ///
    /// - Parameter source: The node that data comes from; nil for work of a replica.
    /// - Parameter target: The node that it goes to; nil for work of a replica.
    func limit(of resource: ResourceID, source: Int?, target: Int?) -> WorkLimit {
        switch origin(of: resource) {
        case .node(let node, let kind):
            if kind != .logThread, sharing.capacity(of: resource) == 0 {
                let isServing = cluster.nodes[node].state == .inService
                return isServing ? .requests : .brokenNode
            }
            let role: WorkRole =
                switch (node == source, node == target) {
                case (true, true): .both
                case (true, false): .source
                case (false, true): .target
                case (false, false): .replica
                }
            return .machines(kind, role)
        case .uplink(let site, _, _): return .uplinks(site: site)
        case .backbone(let site): return .backbone(site: site)
        case .link(let index, let isForward): return .link(index, isForward: isForward)
        case .nodeLimit: return .nodeLimit
        case .tierLimit(let tier, let universe): return .tierLimit(tier: tier, universe: universe)
        }
    }

    /// A limit in words, as after `limited by`.
    public func words(_ limit: WorkLimit) -> String {
        switch limit {
        case .link(let index, let isForward): name(of: .link(index, isForward: isForward))
        case .backbone(let site): name(of: .backbone(site: site))
        case .uplinks(let site): "uplinks of racks in \(cluster.system.sites[site].name)"
        case .machines(let kind, let role): Self.words(kind, role)
        case .nodeLimit: "the limit of each node"
        case .tierLimit(let tier, let universe): name(of: .tierLimit(tier, universe))
        case .threads: "its threads"
        case .window: "its window"
        case .copyRate: "its copy rate"
        case .requests: "requests that leave it nothing"
        case .replicas: "replicas that are behind"
        case .closedWindow: "a closed change window"
        case .brokenNode: "a broken node"
        }
    }

    private static func words(_ kind: NodeResource, _ role: WorkRole) -> String {
        let machines =
            switch role {
            case .source: " of the source"
            case .target: " of the target"
            case .both: ""
            case .replica: " of replicas"
            }
        return switch kind {
        case .processor: "processors" + machines
        // A source is read and a target is written; one machine may be both.
        case .diskRead: role == .both ? "disk reads" : "disks" + machines
        case .diskWrite: role == .both ? "disk writes" : "disks" + machines
        case .portUp, .portDown: "ports" + machines
        case .wanUp, .wanDown: "limits to other sites" + machines
        case .logThread: "log threads of replicas"
        }
    }
}
