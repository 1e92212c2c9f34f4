import SimulationKernel

/// The state of every node, shard and cache during one run.
///
/// `Cluster` holds what is so; ``FluidService`` computes what follows from it for requests, ``ActivityEngine`` what follows for transfers.
/// Every change goes through a method, which notes which tiers it touched and asks the run for one re-solve at the end of the instant.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class Cluster: @unchecked Sendable {
    /// What the cluster is an instance of.
    public let system: SystemDescription
    /// All nodes, those of the original universe first, tier by tier.
    public internal(set) var nodes: [Node] = []
    /// Causes of loss.
    public internal(set) var causes = CauseTable()
    /// The universe that users reach.
    public internal(set) var activeUniverse = Universe.original
    /// What separates the formats: from the instant an incompatible change begins to take effect, readers need data of their own version.
    public internal(set) var formatSeparation: CauseID?
    /// Cumulative rows written to each shard of each sharded tier; the service model advances it.
    public internal(set) var writtenRows: [[Double]]
    /// Shards that take no writes, by tier and shard.
    var closures: [[[ShardClosure]]]
    var closureCount = 0
    /// Nodes of a tier, by universe and tier.
    var members: [[[Int]]]
    /// The racks of each site.
    private(set) var racks: [[Rack]]
    /// Tiers that both universes use.
    public private(set) var isShared: [Bool]
    /// Why caches of a tier are cold, by universe and tier.
    var coldCauses: [[CauseID?]]
    /// What faults do to services, by universe and tier.
    var impairments: [[[Impairment]]]
    /// What the nodes of each tier add up to, by universe and tier, and what each node has added.
    var tallies: [[TierTally]]
    var counted: [TierTally.Share] = []
    /// Tiers changed since the last solve, by universe and tier.
    var touched: [[Bool]]
    /// Whether two versions of each tier answer users side by side, as of the last solve.
    var isMixedNow: [Bool]
    /// Whether each shard takes no writes, by tier and shard, as of the last solve.
    var isClosedNow: [[Bool]]
    /// Nodes of each tier that planned causes keep out of service in the active universe, as of the last solve.
    var plannedOut: [Int]
    /// Servers that follow and are behind, or will be.
    var lagging: [Int] = []
    /// What readers of replicas beyond the lag limit lose.
    private(set) var lagCause: CauseID?
    /// Longest time that a following replica was behind, seconds.
    public internal(set) var longestLagSeconds = 0.0
    /// Replicas that have converted chunks to apply.
    var behindConversions: [Int] = []
    /// Called when nodes have come back into rotation or have been repaired.
    public var onReturn: (() -> Void)?
    /// Called once when something changes that the service model must see.
    public var onChange: (() -> Void)?
    /// Called after a node has changed that no request reaches: the second system's before the switchover, the first's afterwards.
    public var onUnseenChange: ((Int) -> Void)?

    /// Makes the original universe of a system, everything in service and warm.
    public init(_ system: SystemDescription) {
        self.system = system
        let count = system.tiers.count
        writtenRows = system.tiers.map { [Double](repeating: 0, count: $0.shards.count) }
        closures = system.tiers.map { [[ShardClosure]](repeating: [], count: $0.shards.count) }
        members = [[[Int]]](repeating: [[Int]](repeating: [], count: count), count: Universe.allCases.count)
        coldCauses = [[CauseID?]](repeating: [CauseID?](repeating: nil, count: count), count: Universe.allCases.count)
        isShared = [Bool](repeating: false, count: count)
        impairments = [[[Impairment]]](repeating: [[Impairment]](repeating: [], count: count), count: Universe.allCases.count)
        racks = [[Rack]](repeating: [], count: system.sites.count)
        tallies = [[TierTally]](repeating: [TierTally](repeating: TierTally(), count: count), count: Universe.allCases.count)
        touched = [[Bool]](repeating: [Bool](repeating: true, count: count), count: Universe.allCases.count)
        isMixedNow = [Bool](repeating: false, count: count)
        isClosedNow = system.tiers.map { [Bool](repeating: false, count: $0.shards.count) }
        plannedOut = [Int](repeating: 0, count: count)
        var rackPosition = [Int](repeating: 0, count: system.sites.count)
        for (index, tier) in system.tiers.enumerated() {
            addNodes(
                tier: index, universe: .original, site: tier.site, hardware: tier.hardware, perShard: tier.shards.map(\.nodes),
                count: tier.nodes, state: .inService, rackPosition: &rackPosition[tier.site])
        }
    }

    /// Adds the second system: for each tier that `plan` names, its nodes, which are not there yet (``NodeState/provisioning``).
    ///
    /// The other tiers are shared by both universes.
    ///
    /// - Returns: The indices of the new nodes.
    @discardableResult
    public func addParallelUniverse(_ plan: [ParallelTier]) -> [Int] {
        let first = nodes.count
        for tier in system.tiers.indices where !plan.contains(where: { $0.tier == tier }) {
            isShared[tier] = true
            members[Int(Universe.parallel.rawValue)][tier] = members[Int(Universe.original.rawValue)][tier]
            if let cold = coldCauses[Int(Universe.original.rawValue)][tier] {
                coldCauses[Int(Universe.parallel.rawValue)][tier] = cold
                causes.use(cold)
            }
        }
        // A second system stands in racks of its own.
        var rackPosition = system.sites.indices.map { racks[$0].count * max(1, system.sites[$0].rackSize) }
        for tier in plan {
            let description = system.tiers[tier.tier]
            addNodes(
                tier: tier.tier, universe: .parallel, site: tier.site, hardware: tier.hardware, perShard: description.shards.map(\.nodes),
                count: tier.nodes, state: .provisioning, rackPosition: &rackPosition[tier.site])
        }
        return Array(first..<nodes.count)
    }

    private func addNodes(
        tier: Int, universe: Universe, site: Int, hardware: HardwareDescription, perShard: [Int], count: Int, state: NodeState,
        rackPosition: inout Int
    ) {
        let shardOf: [Int] = perShard.isEmpty ? [] : perShard.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        let rackSize = max(1, system.sites[site].rackSize)
        for position in 0..<(shardOf.isEmpty ? count : shardOf.count) {
            let shard = shardOf.isEmpty ? -1 : shardOf[position]
            let leads = shard >= 0 && (position == 0 || shardOf[position - 1] != shard)
            let isNew = universe == .parallel
            let rack = rackPosition / rackSize
            if rack == racks[site].count { racks[site].append(Rack()) }
            racks[site][rack].nodes += 1
            racks[site][rack].portBytesPerSecond += hardware.portBytesPerSecond
            members[Int(universe.rawValue)][tier].append(nodes.count)
            nodes.append(
                Node(
                    tier: tier, shard: shard, universe: universe, site: site, rack: rack, hardware: hardware,
                    state: state, version: isNew ? .new : .old, format: isNew ? .new : .old, isPrimary: leads,
                    warmth: isNew && system.tiers[tier].cacheWarmUp > .zero ? 0 : 1, plannedCause: nil, faultCause: nil, appliedRows: 0,
                    isFollowing: !isNew, holdsData: !isNew))
            counted.append(TierTally.Share())
            recount(nodes.count - 1)
            rackPosition += 1
        }
    }

    /// The nodes of a tier in a universe, in ascending order.
    public func nodes(of tier: Int, in universe: Universe = .original) -> [Int] { members[Int(universe.rawValue)][tier] }

    /// The nodes of one shard, in ascending order.
    public func nodes(of tier: Int, shard: Int, in universe: Universe = .original) -> [Int] {
        members[Int(universe.rawValue)][tier].filter { nodes[$0].shard == shard }
    }

    /// The primary of a shard, or nil while there is none.
    public func primary(of tier: Int, shard: Int, in universe: Universe = .original) -> Int? {
        members[Int(universe.rawValue)][tier].first { nodes[$0].shard == shard && nodes[$0].isPrimary }
    }

    /// The cause that replicas beyond the lag limit are charged to.
    func causeOfLag() -> CauseID {
        if let lagCause { return lagCause }
        let made = cause("replica lag", .unplanned)
        lagCause = made
        return made
    }

    /// Capacity of a rack's uplink in each direction, bytes per second.
    ///
    /// Where an oversubscription is stated it holds for a full rack: places that are free count as if there were more of the same machines.
    func uplinkBytesPerSecond(site: Int, rack: Int) -> Double {
        switch system.sites[site].uplink {
        case .bytesPerSecond(let capacity): return capacity
        case .oversubscription(let ratio):
            let (rack, size) = (racks[site][rack], max(1, system.sites[site].rackSize))
            return rack.portBytesPerSecond * Double(size) / (Double(rack.nodes) * ratio)
        }
    }

    /// Whether users can reach a node: it belongs to the active universe, or to a tier that both use.
    public func isReachable(_ node: Node) -> Bool { node.universe == activeUniverse || isShared[node.tier] }

    func touch(_ index: Int) {
        recount(index)
        let node = nodes[index]
        guard isReachable(node) else {
            touched[Int(node.universe.rawValue)][node.tier] = true
            onUnseenChange?(index)
            return
        }
        touch(tier: node.tier, universe: node.universe)
        if isShared[node.tier] { touch(tier: node.tier, universe: .parallel) }
    }

    func touch(tier: Int, universe: Universe) {
        touched[Int(universe.rawValue)][tier] = true
        onChange?()
    }
}

/// The nodes that one uplink joins with the backbone.
struct Rack {
    var nodes = 0
    /// Of all its nodes together.
    var portBytesPerSecond = 0.0
}

/// What a second universe has in one tier.
public struct ParallelTier: Sendable, Hashable {
    /// Index of the tier.
    public var tier: Int
    /// Index of the site where it stands.
    public var site: Int
    /// Number of nodes; for a sharded tier each shard has as many as in the original.
    public var nodes: Int
    /// The machine.
    public var hardware: HardwareDescription

    /// Makes a tier of a second universe.
    public init(tier: Int, site: Int, nodes: Int, hardware: HardwareDescription) {
        self.tier = tier
        self.site = site
        self.nodes = nodes
        self.hardware = hardware
    }
}

/// One reason for which a shard takes no writes.
struct ShardClosure {
    var cause: CauseID
    /// Whether writes wait rather than being refused.
    var holds: Bool
    /// Tells it from others of the same cause.
    var number: Int
}
