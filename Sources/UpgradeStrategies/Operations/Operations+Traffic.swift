public import ClusterModel
import SimulationKernel

/// Writes, primaries and the place that users are sent to.
extension Operations {
    /// Stops writes to the given shards, as the scenario's `closed-writes` says.
    public func closeWrites(tier: Int, shards: [Int], cause: CauseID) {
        let holds = rehearsal.system.closedWrites != .refuse
        let closures = shards.map { cluster.closeWrites(tier: tier, shard: $0, cause: cause, hold: holds) }
        guard case .hold(let limit) = rehearsal.system.closedWrites else { return }
        _ = simulation.launch("held writes") { [self] in
            try await simulation.hold(for: limit)
            for (shard, closure) in zip(shards, closures) { cluster.endHolding(tier: tier, shard: shard, closure: closure) }
        }
    }

    /// Lets writes go on.
    public func openWrites(tier: Int, shards: [Int], cause: CauseID) {
        run.settle(to: now)
        for shard in shards {
            cluster.openWrites(tier: tier, shard: shard, cause: cause)
            if !cluster.isClosed(tier: tier, shard: shard) { run.service.releaseHeldWrites(tier: tier, shard: shard) }
        }
    }

    /// Makes a replica of each shard the primary: writes stop, lag runs out, the switch is thrown, writes go on.
    ///
    /// - Parameter choose: The server that becomes the primary of a shard, or nil to leave it as it is.
    public func promote(tier: Int, cause: CauseID, reopen: Bool = true, choose: (Int) -> Int?) async throws {
        var heirs: [(shard: Int, node: Int)] = []
        for shard in rehearsal.system.tiers[tier].shards.indices {
            if let node = choose(shard), !cluster.nodes[node].isPrimary { heirs.append((shard, node)) }
        }
        guard !heirs.isEmpty else { return }
        let open = heirs.map(\.shard).filter { !cluster.isClosed(tier: tier, shard: $0) }
        closeWrites(tier: tier, shards: open, cause: cause)
        try await together(heirs.map(\.node)) { [self] heir in try await catchUp(heir, entirely: true) }
        try await hold(for: rehearsal.procedure.promotion)
        for heir in heirs {
            try await waitForRepair(of: heir.node)
            cluster.promote(heir.node)
        }
        if reopen { openWrites(tier: tier, shards: open, cause: cause) }
    }

    /// Sends users to the other universe at one instant.
    public func switchTraffic(to universe: Universe) {
        run.settle(to: now)
        cluster.switchTraffic(to: universe)
        // Nothing is written while users are switched: every server that has the data is level and follows from here on.
        for tier in rehearsal.system.tiers.indices where isSharded(tier) {
            for node in cluster.nodes(of: tier, in: universe) where cluster.nodes[node].state == .inService {
                cluster.markUpToDate(node)
                cluster.setFollowing(true, node)
            }
        }
        run.switchovers.append(now)
    }
}
