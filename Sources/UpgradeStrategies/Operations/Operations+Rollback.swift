import ClusterModel
import DataConversion
import SimulationKernel

/// Going back to the old version.
extension Operations {
    /// Every node that has left the old version goes back to it, and writes are open again.
    ///
    /// Writes to shards whose primary still serves the old data go on at once. Nodes that are out go back together, nodes that serve batch
    /// after batch; readers of data go before the servers that hold it.
    public func restoreOldVersion() async throws {
        stragglers = []
        halfConverted = []
        retireJobs()
        run.isRollingBack = true
        defer { run.isRollingBack = false }
        try await step("roll back") {
            openPlannedWrites { isIntact(tier: $0, shard: $1) }
            try await together(upgradedTiers.filter { !isSharded($0) }) { [self] tier in try await restoreTier(tier) }
            try await together(upgradedTiers.filter { isSharded($0) }) { [self] tier in try await restoreServers(of: tier) }
            openPlannedWrites { _, _ in true }
            cluster.separateFormats(nil)
        }
    }

    private func isIntact(tier: Int, shard: Int) -> Bool {
        guard let primary = cluster.primary(of: tier, shard: shard) else { return false }
        return cluster.nodes[primary].state == .inService && cluster.nodes[primary].format == .old
    }

    private func rollbackCause(_ tier: Int) -> CauseID { planned("roll back \(rehearsal.system.tiers[tier].name)") }

    private func restoreTier(_ tier: Int) async throws {
        let cause = rollbackCause(tier)
        let out = nodes(of: tier).filter { cluster.nodes[$0].plannedCause != nil }
        returnToService(out.filter { cluster.nodes[$0].version == .old }, cause: cause)
        let changed = out.filter { cluster.nodes[$0].version == .new }
        returnToService(try await upgradeSoftware(of: changed, to: .old, cause: cause), cause: cause)
        try await rollTier(tier, to: .old)
    }

    /// Whether a server has to be given back what it had. What an additive change has added the old version does not mind.
    private func hasChanged(_ server: Int) -> Bool {
        let node = cluster.nodes[server]
        return node.version == .new || (node.format == .new && changesIncompatibly(node.tier))
    }

    private func restoreServers(of tier: Int) async throws {
        let cause = rollbackCause(tier)
        while true {
            stragglers.removeAll { cluster.nodes[$0].tier == tier }
            let changed = nodes(of: tier).filter(hasChanged)
            guard !changed.isEmpty else { break }
            let fit = changed.filter { cluster.nodes[$0].state != .failed }
            guard !fit.isEmpty else {
                try await wait(for: run.returned)
                continue
            }
            let out = fit.filter { cluster.nodes[$0].plannedCause != nil }
            if !out.isEmpty {
                try await restore(out, tier: tier, cause: cause)
            } else {
                try await restore(try await nextServers(fit, tier: tier, cause: cause), tier: tier, cause: cause)
            }
        }
        let behind = nodes(of: tier).filter { cluster.nodes[$0].plannedCause != nil || !cluster.nodes[$0].isFollowing }
        try await together(behind) { [self] server in try await catchUpOrLeave(server) }
        cluster.setFormat(.old, of: nodes(of: tier))
        returnToService(behind, cause: cause)
    }

    /// One server of each shard, a primary last and after a promotion of one that has been restored.
    private func nextServers(_ serving: [Int], tier: Int, cause: CauseID) async throws -> [Int] {
        let replicas = serving.filter { !cluster.nodes[$0].isPrimary }
        if replicas.isEmpty {
            try await promote(tier: tier, cause: cause) { shard in
                guard serving.contains(where: { cluster.nodes[$0].shard == shard }) else { return nil }
                return cluster.nodes(of: tier, shard: shard).first { cluster.nodes[$0].state == .inService && !hasChanged($0) }
            }
        }
        return shards(of: tier).compactMap { shard in (replicas.isEmpty ? serving : replicas).first { cluster.nodes[$0].shard == shard } }
    }

    private func restore(_ servers: [Int], tier: Int, cause: CauseID) async throws {
        let ready = try await installSoftware(on: servers, version: .old, cause: cause)
        if changesIncompatibly(tier) { try await giveBackOldData(ready, tier: tier) }
        try await warmUp(ready, cause: cause)
        try await together(ready) { [self] server in try await catchUpOrLeave(server) }
        returnToService(ready, cause: cause)
    }

    /// Old data comes from a server of the shard that still has it. Where none has, it comes from the backup that every server has made of itself
    /// before its conversion.
    private func giveBackOldData(_ servers: [Int], tier: Int) async throws {
        guard let dataset = rehearsal.dataset else { return }
        var chains: [(source: Int, targets: [Int])] = []
        for shard in shards(of: tier) {
            let targets = servers.filter { cluster.nodes[$0].shard == shard && cluster.nodes[$0].format == .new }
            let unchanged = cluster.nodes(of: tier, shard: shard).filter { cluster.nodes[$0].format == .old }
            let source = unchanged.first { cluster.nodes[$0].state == .inService } ?? unchanged.first
            if let source { chains.append((source, targets)) } else { chains += targets.map { ($0, [$0]) } }
        }
        let phase = "roll back \(rehearsal.system.tiers[dataset.tier].name)"
        try await clone(tier: dataset.tier, chains: chains, format: .old, as: phase)
    }

    /// Opens what planned steps have closed.
    func openPlannedWrites(where isMeant: (_ tier: Int, _ shard: Int) -> Bool) {
        for tier in rehearsal.system.tiers.indices where isSharded(tier) {
            let meant = shards(of: tier).filter { isMeant(tier, $0) }
            for entry in cluster.causes.entries where entry.kind == .planned {
                let cause = planned(entry.label)
                openWrites(tier: tier, shards: meant.filter { cluster.isClosed(tier: tier, shard: $0, by: cause) }, cause: cause)
            }
        }
    }

    /// How long going back would take now, at least: as ``restoreOldVersion()`` does it, with nobody to wait for.
    func estimatedRollback() -> SimulationDuration {
        var (tiers, servers) = (0.0, 0.0)
        for tier in upgradedTiers {
            if isSharded(tier) {
                servers = max(servers, rollbackSeconds(ofServers: tier))
            } else {
                tiers = max(tiers, rollbackSeconds(of: tier))
            }
        }
        return .seconds(saturating: tiers + servers)
    }

    private func rollbackSeconds(of tier: Int) -> Double {
        let software = rehearsal.system.tiers[tier].software
        let changed = nodes(of: tier).filter { cluster.nodes[$0].version == .new }
        let out = changed.count { cluster.nodes[$0].plannedCause != nil }
        let batches = (changed.count - out + max(1, software.batch) - 1) / max(1, software.batch)
        return (out > 0 ? software.outOfService.seconds : 0) + Double(batches) * (software.outOfService + software.verify).seconds
    }

    /// What a copy from server to server within a tier may take at most.
    private func copyRate(_ dataset: DatasetDescription) -> Double {
        min(dataset.copyBytesPerSecond, dataset.pipeline.nodeBytesPerSecond, dataset.pipeline.tierBytesPerSecond / 2)
    }

    private func rollbackSeconds(ofServers tier: Int) -> Double {
        let changed = nodes(of: tier).filter(hasChanged)
        guard !changed.isEmpty else { return 0 }
        var (copying, rounds, promotions) = (0.0, 0, 0.0)
        let changedOfShard = Dictionary(grouping: changed) { cluster.nodes[$0].shard }
        for shard in shards(of: tier) {
            guard let ofShard = changedOfShard[shard] else { continue }
            rounds = max(rounds, ofShard.count { cluster.nodes[$0].plannedCause == nil })
            if ofShard.contains(where: { cluster.nodes[$0].isPrimary && cluster.nodes[$0].plannedCause == nil }) {
                promotions = rehearsal.procedure.promotion.seconds
            }
            if let dataset = rehearsal.dataset, changesIncompatibly(tier), ofShard.contains(where: { cluster.nodes[$0].format == .new }) {
                copying = max(copying, shardBytes(dataset, shard: shard, format: .old) / copyRate(dataset))
            }
        }
        let out = changed.contains { cluster.nodes[$0].plannedCause != nil } ? 1 : 0
        return Double(out + rounds) * (rehearsal.system.tiers[tier].software.outOfService.seconds + copying) + promotions
    }
}
