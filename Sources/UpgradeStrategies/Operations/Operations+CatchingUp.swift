import ClusterModel
import DataConversion
import SimulationKernel

/// Replicas that are behind.
extension Operations {
    /// Waits until a server has applied its shard's log; it follows from then on.
    ///
    /// - Parameter entirely: While writes are closed, as before a promotion: nothing at all may be left, and nobody waits for the repair of a
    ///   server that breaks down meanwhile. Otherwise it may be behind by what is written in a second.
    /// - Parameter isWanted: Asked from time to time; if not, the server is left as it is.
    /// - Throws: ``UpgradeFailure/neverConverges(_:)`` if it has come no nearer for a whole cycle of the load.
    func catchUp(_ node: Int, entirely: Bool = false, while isWanted: () -> Bool = { true }) async throws {
        let (tier, shard) = (cluster.nodes[node].tier, cluster.nodes[node].shard)
        let allowed = entirely ? .zero : min(.seconds(1), rehearsal.system.tiers[tier].lagLimit)
        let applies = cluster.applyRate(of: node)
        var least = (rows: Double.infinity, since: now)
        let event = simulation.currentSequence
        defer { run.history?.waited("catch up on node \(node)", from: event) }
        while isWanted() {
            if cluster.nodes[node].state == .failed {
                if entirely { return }
                try await waitForRepair(of: node)
                least = (.infinity, now)
                continue
            }
            if run.isCutOff(node) {
                try await unattended { try await wait(for: run.returned) }
                least = (.infinity, now)
                continue
            }
            run.settle(to: now)
            let lag = cluster.lagRows(of: node)
            let writes = cluster.isClosed(tier: tier, shard: shard) ? 0 : run.service.writeRate(tier: tier, shard: shard)
            // Rounding may leave a trace of a row.
            if lag <= max(1e-3, writes * allowed.seconds) || !applies.isFinite { return cluster.setFollowing(true, node) }
            if lag < least.rows { least = (lag, now) }
            if now - least.since > loadCycle { throw UpgradeFailure.neverConverges(reason(node, lag: lag, writes: writes)) }
            // In slices, as the write rate changes and the node may crash meanwhile.
            let slice = min(600, max(lag / applies, writes > 0 ? 1 : 1e-3))
            let follows = cluster.nodes[node].isFollowing
            try await unattended { try await simulation.hold(for: .seconds(roundingUp: slice)) }
            run.settle(to: now)
            // A server that follows applies by itself.
            if !follows, isWanted(), cluster.nodes[node].state != .failed, !cluster.nodes[node].isFollowing {
                cluster.apply(rows: min(applies * slice, cluster.lagRows(of: node)), on: node)
            }
        }
    }

    /// The same, but a server that never gets level is left behind.
    func catchUpOrLeave(_ node: Int) async throws {
        do { try await catchUp(node) } catch is UpgradeFailure {}
    }

    private var loadCycle: SimulationDuration { rehearsal.dataset?.loadCycle ?? .hours(24) }

    private func reason(_ node: Int, lag: Double, writes: Double) -> String {
        let (tier, shard) = (rehearsal.system.tiers[cluster.nodes[node].tier], cluster.nodes[node].shard)
        func whole(_ value: Double) -> Int64 { Int64(min(9e15, value.rounded())) }
        return "a server of `\(tier.name)`, shard `\(tier.shards[shard].name)`, is \(whole(lag)) rows behind and came no nearer in "
            + "\(loadCycle): it applies \(whole(cluster.applyRate(of: node))) rows/s, and \(whole(writes)) are written"
    }
}
