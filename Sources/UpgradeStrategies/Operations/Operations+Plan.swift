public import ClusterModel
import DataConversion
import SimulationKernel

/// What the plan is made of: which tiers, which servers, in what order.
extension Operations {
    /// Tiers that get new software, in the scenario's order.
    public var upgradedTiers: [Int] { rehearsal.system.tiers.indices.filter { rehearsal.system.tiers[$0].isUpgraded } }

    /// Whether a tier holds shards.
    public func isSharded(_ tier: Int) -> Bool { rehearsal.system.tiers[tier].isSharded }

    /// The shards of a tier.
    public func shards(of tier: Int) -> [Int] { Array(rehearsal.system.tiers[tier].shards.indices) }

    /// Whether the upgrade rewrites data of a tier.
    public func convertsData(of tier: Int) -> Bool { rehearsal.dataset.map { $0.tier == tier && $0.hasChange } ?? false }

    /// Whether it rewrites it so that old and new software cannot share it.
    public func changesIncompatibly(_ tier: Int) -> Bool {
        rehearsal.dataset.map { $0.tier == tier && $0.hasIncompatibleChange } ?? false
    }

    /// Half of the nodes of a tier, rounded down but at least one.
    public func half(of tier: Int) -> [Int] {
        let all = nodes(of: tier)
        return Array(all.prefix(max(1, all.count / 2)))
    }

    /// Half of each shard's servers, rounded down but at least one, without the primary where there is another.
    public func halfOfServers(of tier: Int) -> [Int] { servers(of: tier) { max(1, $0 / 2) } }

    /// The replicas of each shard without the half, rounded down, that goes on serving; the primary where there is no replica.
    public func halfOfReplicas(of tier: Int) -> [Int] { servers(of: tier) { max(1, $0 - 1 - ($0 - 1) / 2) } }

    private func servers(of tier: Int, count: (Int) -> Int) -> [Int] {
        rehearsal.system.tiers[tier].shards.indices.flatMap { shard in
            let all = cluster.nodes(of: tier, shard: shard)
            let replicas = all.filter { !cluster.nodes[$0].isPrimary }
            // A broken replica is the operator's last choice.
            let chosen = replicas.filter { cluster.nodes[$0].state != .failed } + replicas.filter { cluster.nodes[$0].state == .failed }
            return chosen.isEmpty ? all : Array(chosen.prefix(count(all.count))).sorted()
        }
    }

    /// The server among `candidates` that is to lead a shard: its primary if that is one of them, else the first that is ready.
    public func leader(of tier: Int, shard: Int, among candidates: [Int]) -> Int? {
        let ours = candidates.filter { cluster.nodes[$0].shard == shard }
        return ours.first { cluster.nodes[$0].isPrimary } ?? ours.first { isReady($0) } ?? ours.first { wasUpgraded($0) } ?? ours.first
    }

    /// Does something while nodes warm up, and waits for both.
    public func whileWarmingUp(
        _ nodes: [Int], cause: CauseID, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await together([true, false]) { [self] warms in
            if warms { try await warmUp(nodes, cause: cause) } else { try await body() }
        }
    }

    /// Checks the new software of several tiers at once, for as long as the slowest check takes.
    public func verifyCode(of tiers: [Int]) async throws {
        let longest = tiers.map { rehearsal.system.tiers[$0].software.verify }.max() ?? .zero
        guard longest > .zero else { return }
        try await step("verify the new software") { try await hold(for: longest, as: "verify") }
        for tier in tiers { run.faults?.verify(nodes(of: tier).filter { cluster.nodes[$0].version == .new }) }
    }

    /// Takes nodes out of rotation at this instant.
    public func takeOut(_ nodes: [Int], for cause: CauseID) { cluster.takeOut(nodes, for: cause, state: .stopped) }

    /// Puts back everything that this cause keeps out and that is fit to serve.
    public func bringBack(cause: CauseID) {
        run.settle(to: now)
        for tier in upgradedTiers {
            returnToService(nodes(of: tier).filter { cluster.nodes[$0].plannedCause == cause && !stragglers.contains($0) }, cause: cause)
            for node in nodes(of: tier) where isSharded(tier) {
                guard cluster.nodes[node].state != .failed else { continue }
                cluster.setFollowing(true, node)
            }
        }
    }

    /// Says that from now on readers need data of their own version, and which step makes it so; nil ends it.
    public func separateFormats(_ cause: CauseID?) { cluster.separateFormats(cause) }

    /// Stops writes to all shards of a tier that this cause does not keep closed already.
    public func closeWrites(tier: Int, cause: CauseID) {
        closeWrites(tier: tier, shards: shards(of: tier).filter { !cluster.isClosed(tier: tier, shard: $0, by: cause) }, cause: cause)
    }

    /// Lets writes to all shards of a tier go on.
    public func openWrites(tier: Int, cause: CauseID) {
        openWrites(tier: tier, shards: Array(rehearsal.system.tiers[tier].shards.indices), cause: cause)
    }

    /// Stops writes everywhere.
    public func closeAllWrites(cause: CauseID) {
        for tier in rehearsal.system.tiers.indices where isSharded(tier) { closeWrites(tier: tier, cause: cause) }
    }

    /// Lets writes go on everywhere.
    public func openAllWrites(cause: CauseID) {
        for tier in rehearsal.system.tiers.indices where isSharded(tier) { openWrites(tier: tier, cause: cause) }
    }

}
