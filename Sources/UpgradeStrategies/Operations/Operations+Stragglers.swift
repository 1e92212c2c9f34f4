public import ClusterModel
public import DataConversion
import SimulationKernel

/// Nodes that were broken when it was their turn.
extension Operations {
    /// Upgrades nodes that had crashed when it was their turn, as they come back.
    ///
    /// - Parameter changes: What of the data is changed on a server that still has it in the old form.
    /// - Parameter serves: Whether they return to service; otherwise they stay out with the others of their group.
    /// - Parameter isMeant: Which of them; all unless told otherwise.
    public func upgradeStragglers(
        to version: Version = .new, changes: [SchemaChange] = [.additive, .incompatible], serves: Bool = true,
        where isMeant: (Int) -> Bool = { _ in true }
    ) async throws {
        while let position = stragglers.firstIndex(where: isMeant) {
            let node = stragglers.remove(at: position)
            try await waitForRepair(of: node)
            try await waitForWindow()
            let tier = cluster.nodes[node].tier
            let cause = cluster.nodes[node].plannedCause ?? planned("roll \(rehearsal.system.tiers[tier].name)")
            // A node that crashes once more is a straggler once more.
            let ready = try await upgradeSoftware(of: [node], to: version, cause: cause)
            guard !ready.isEmpty else { continue }
            if isSharded(tier) {
                if version == .new { try await bringDataUpToDate(node, tier: tier, changes: changes) }
                try await catchUp(node)
            }
            if serves { returnToService(ready, cause: cause) }
        }
    }

    /// Sees to broken nodes at once where a tier or a shard would otherwise have none of `nodes` that is ready; they stay out like the others.
    public func completeGroups(of nodes: [Int]) async throws {
        try await upgradeStragglers(serves: false) { node in
            nodes.contains(node)
                && !nodes.contains {
                    cluster.nodes[$0].tier == cluster.nodes[node].tier && cluster.nodes[$0].shard == cluster.nodes[node].shard
                        && isReady($0)
                }
        }
    }

    /// Whether a node was there when it was its turn; it may have crashed since.
    public func wasUpgraded(_ node: Int) -> Bool { !stragglers.contains(node) }

    /// Whether a node whose turn it was is fit to go on with.
    public func isReady(_ node: Int) -> Bool { wasUpgraded(node) && cluster.nodes[node].state != .failed }

    /// Gives a server that is out the new data: from a server of its shard that has it, or by a conversion of its own where there is none yet.
    private func bringDataUpToDate(_ node: Int, tier: Int, changes: [SchemaChange]) async throws {
        guard convertsData(of: tier), cluster.nodes[node].format == .old else { return }
        let shard = cluster.nodes[node].shard
        let peers = cluster.nodes(of: tier, shard: shard).filter { $0 != node }
        let others = cluster.activeUniverse == .parallel ? cluster.nodes(of: tier, shard: shard, in: .parallel) : []
        let source = (peers + others).first { cluster.nodes[$0].state == .inService && cluster.nodes[$0].format == .new }
        if let source, changes.contains(.incompatible), changesIncompatibly(tier) {
            try await clone(tier: tier, chains: [(source, [node])], format: .new)
        } else {
            try await convertInPlace(tier: tier, servers: [node], changes: changes)
        }
    }
}
