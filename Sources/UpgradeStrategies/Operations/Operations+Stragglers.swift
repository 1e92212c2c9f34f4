public import ClusterModel
public import DataConversion
import RandomStreams
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
        while stragglers.contains(where: isMeant) {
            try await waitForWindow()
            let there = stragglers.filter { isMeant($0) && cluster.nodes[$0].state != .failed }
            guard let first = there.first else {
                try await wait(for: run.returned)
                continue
            }
            let group = groupOfStragglers(like: first, among: there)
            stragglers.removeAll { group.contains($0) }
            let tier = cluster.nodes[first].tier
            let cause = cluster.nodes[first].plannedCause ?? planned("roll \(rehearsal.system.tiers[tier].name)")
            // A node that crashes once more is a straggler once more.
            let ready = try await upgradeSoftware(of: group, to: version, cause: cause)
            if isSharded(tier) {
                try await together(ready) { [self] node in
                    if version == .new { try await bringDataUpToDate(node, tier: tier, changes: changes) }
                    try await catchUp(node)
                }
            }
            if serves { returnToService(ready, cause: cause) }
        }
    }

    /// Remembers a node that was broken when it was its turn; from now on it is missing because of the crash and not of the plan.
    func leaveBehind(_ node: Int) {
        stragglers.append(node)
        let cause = cluster.nodes[node].faultCause ?? run.crashCauses[cluster.nodes[node].tier]
        cluster.takeOut([node], for: cause, state: .stopped)
    }

    /// Nodes that are done together: one server of each shard, or as many nodes of a tier as a batch has.
    private func groupOfStragglers(like first: Int, among there: [Int]) -> [Int] {
        let tier = cluster.nodes[first].tier
        let alike = there.filter { cluster.nodes[$0].tier == tier }
        guard isSharded(tier) else { return Array(alike.prefix(max(1, rehearsal.system.tiers[tier].software.batch))) }
        return shards(of: tier).compactMap { shard in alike.first { cluster.nodes[$0].shard == shard } }
    }

    /// Sees to what was broken, and waits until no more nodes are out of order than at any time without an upgrade.
    ///
    /// The finished upgrade leaves capacity and replicas as it found them. In a small fleet this means that every node is there; in one so
    /// large that some node is always broken, no more may be than is usual: m = n R / (F + R) on average, with a mean time F to failure and R to
    /// repair, and a standard deviation of √m above.
    func restoreCapacity() async throws {
        try await upgradeStragglers()
        let usual = rehearsal.hardwareFaults.unavailability
        for tier in rehearsal.system.tiers.indices {
            let nodes = cluster.nodes(of: tier, in: cluster.activeUniverse)
            let mean = Double(nodes.count) * usual
            let allowed = Int((mean + mean.squareRoot()).rounded(.down))
            while nodes.count(where: { isAmiss(cluster.nodes[$0]) }) > allowed {
                for node in nodes { if let failure = run.hopeless[node] { throw failure } }
                try await wait(for: run.returned)
            }
        }
    }

    private func isAmiss(_ node: Node) -> Bool { node.state == .failed || (node.shard >= 0 && !node.isFollowing) }

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
        guard convertsData(of: tier), cluster.nodes[node].format == .old || halfConverted.contains(node) else { return }
        let shard = cluster.nodes[node].shard
        let peers = cluster.nodes(of: tier, shard: shard).filter { $0 != node }
        let others = cluster.activeUniverse == .parallel ? cluster.nodes(of: tier, shard: shard, in: .parallel) : []
        let source = (peers + others).first { cluster.nodes[$0].state == .inService && cluster.nodes[$0].format == .new }
        if let source, changes.contains(.incompatible), changesIncompatibly(tier) {
            try await clone(tier: tier, chains: [(source, [node])], format: .new)
        } else {
            try await convertInPlace(tier: tier, servers: [node], changes: changes)
            halfConverted.remove(node)
        }
    }
}
