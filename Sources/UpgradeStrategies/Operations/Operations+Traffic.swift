public import ClusterModel
import SimulationKernel

/// Writes, primaries and the place that users are sent to.
extension Operations {
    /// Stops writes to the given shards, as the scenario's `closed-writes` says.
    public func closeWrites(tier: Int, shards: [Int], cause: CauseID) {
        let holds = rehearsal.system.closedWrites != .refuse
        for shard in shards { cluster.closeWrites(tier: tier, shard: shard, cause: cause, hold: holds) }
        guard case .hold(let limit) = rehearsal.system.closedWrites else { return }
        _ = simulation.launch("held writes") { [self] in
            try await simulation.hold(for: limit)
            for shard in shards where cluster.isClosed(tier: tier, shard: shard) { cluster.endHolding(tier: tier, shard: shard) }
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

    /// Opens what planned steps have closed.
    func openAllWrites() {
        for (tier, description) in rehearsal.system.tiers.enumerated() where description.isSharded {
            for cause in cluster.causes.entries.indices where cluster.causes.entries[cause].kind == .planned {
                let shards = description.shards.indices.filter { cluster.isClosed(tier: tier, shard: $0) }
                let entry = cluster.causes.entries[cause]
                openWrites(tier: tier, shards: shards, cause: planned(entry.label))
            }
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
        for heir in heirs { try await catchUp(heir.node) }
        try await hold(for: rehearsal.procedure.promotion)
        for heir in heirs {
            try await waitForRepair(of: heir.node)
            cluster.promote(heir.node)
        }
        if reopen { openWrites(tier: tier, shards: open, cause: cause) }
    }

    /// Waits until a server has applied its shard's log; it follows from then on.
    func catchUp(_ node: Int) async throws {
        let description = rehearsal.system.tiers[cluster.nodes[node].tier]
        while !cluster.nodes[node].isFollowing {
            try await waitForRepair(of: node)
            let lag = cluster.lagRows(of: node)
            let applies =
                description.applyCoreSecondsPerRow > 0
                ? cluster.nodes[node].hardware.coreSpeed / description.applyCoreSecondsPerRow : Double.infinity
            let writes = run.service.writeRate(tier: cluster.nodes[node].tier, shard: cluster.nodes[node].shard)
            let limitRows = writes * min(1, description.lagLimit.seconds)
            guard lag > limitRows, applies.isFinite else {
                cluster.setFollowing(true, node)
                return
            }
            // In slices, as the write rate changes and the node may crash meanwhile.
            let slice = min(600, max(1, lag / max(applies - writes, applies * 0.01)))
            try await hold(for: .seconds(roundingUp: slice))
            run.settle(to: now)
            if cluster.nodes[node].state != .failed { cluster.apply(rows: min(applies * slice, cluster.lagRows(of: node)), on: node) }
        }
    }

    /// Sends users to the other universe at one instant.
    public func switchTraffic(to universe: Universe) {
        run.settle(to: now)
        cluster.switchTraffic(to: universe)
        // Nothing is written while users are switched: every server that has the data is level and follows from here on.
        for tier in rehearsal.system.tiers.indices where isSharded(tier) {
            for node in cluster.nodes(of: tier, in: universe) where cluster.nodes[node].state == .inService {
                cluster.setFollowing(true, node)
            }
        }
        run.switchovers.append(now)
    }
}
