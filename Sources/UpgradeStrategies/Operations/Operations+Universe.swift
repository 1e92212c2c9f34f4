public import ClusterModel
import DataConversion
import SimulationKernel

/// The parallel universe.
extension Operations {
    var universeNodes: [Int] { cluster.nodes.indices.filter { cluster.nodes[$0].universe == .parallel } }

    /// Leases the second system and installs it.
    public func bootstrapUniverse() async throws {
        guard let plan = rehearsal.parallel else {
            throw UpgradeFailure.impossible("the scenario names no second system for a parallel universe")
        }
        if universeNodes.isEmpty { cluster.addParallelUniverse(plan.tiers.map(\.tier)) }
        try await leaseUniverse(plan)
        let nodes = universeNodes
        let cold = planned("cold caches of the new universe")
        for tier in plan.tiers.map(\.tier.tier) where !rehearsal.system.tiers[tier].cacheWarmUp.isZero {
            cluster.setWarmth(0, of: cluster.nodes(of: tier, in: .parallel), cause: cold)
        }
        cluster.setState(.installing, of: nodes)
        try await hold(for: rehearsal.options.bootstrap)
        cluster.setState(.inService, of: nodes)
        for node in nodes { run.scheduleCrash(of: node) }
        if let dataset = rehearsal.dataset, let market = plan.market {
            let database = dataset.tables.reduce(0) { $0 + $1.newBytes }
            let copies = rehearsal.system.tiers[dataset.tier].shards.reduce(0) { $0 + $1.shareOfData * Double($1.nodes) }
            run.leases.store(bytes: database * copies * market.storagePerByte, at: now)
        }
    }

    /// Converts all tables into the new universe and copies the files, then builds its replicas.
    public func transferToUniverse() async throws {
        guard let dataset = rehearsal.dataset else { return }
        let shards = Array(rehearsal.system.tiers[dataset.tier].shards.indices)
        enum Part: Sendable {
            case shard(Int)
            case files(FileStoreDescription, Int)
        }
        let files = dataset.files.flatMap { store in (0..<store.clusters).map { Part.files(store, $0) } }
        try await together(shards.map(Part.shard) + files) { [self] part in
            switch part {
            case .shard(let shard): try await transferShard(shard, dataset)
            case .files(let store, let cluster): try await transferFiles(store, cluster, dataset)
            }
        }
    }

    private func transferShard(_ shard: Int, _ dataset: DatasetDescription) async throws {
        let servers = cluster.nodes(of: dataset.tier, shard: shard)
        let targets = cluster.nodes(of: dataset.tier, shard: shard, in: .parallel)
        guard let source = servers.last(where: { cluster.nodes[$0].state == .inService }) ?? servers.last, let target = targets.first else {
            throw UpgradeFailure.impossible("the second system has no server for shard \(shard)")
        }
        guard run.activities.resources.route(from: source, to: target) != nil else {
            throw UpgradeFailure.impossible("no link joins the two universes")
        }
        let job = conversion(
            shard: shard, tables: Array(dataset.tables.indices), source: source, target: target, followers: [], tracked: true)
        run.leases.bytesIn += shardBytes(dataset, shard: shard, format: .old)
        try await finish(job)
        cluster.setFormat(.new, of: [target])
        try await clone(tier: dataset.tier, chains: [(target, Array(targets.dropFirst()))], format: .new)
    }

    private func transferFiles(_ store: FileStoreDescription, _ part: Int, _ dataset: DatasetDescription) async throws {
        let (sources, targets) = (cluster.nodes(of: store.tier), cluster.nodes(of: store.tier, in: .parallel))
        guard !sources.isEmpty, !targets.isEmpty else { return }
        let bytes = store.bytes / Double(store.clusters)
        run.leases.bytesIn += bytes
        try await copy(
            bytes, from: sources[part * sources.count / store.clusters], to: targets[part * targets.count / store.clusters],
            limit: store.bytesPerSecond, chunk: dataset.chunkBytes)
    }

    /// Replays live requests to the new universe; its caches fill meanwhile.
    public func testUniverse() async throws {
        guard rehearsal.options.testing > .zero else { return }
        run.settle(to: now)
        run.isReplaying = true
        let cold = planned("cold caches of the new universe")
        for tier in rehearsal.system.tiers.indices where !rehearsal.system.tiers[tier].cacheWarmUp.isZero {
            rewarm(cluster.nodes(of: tier, in: .parallel), cause: cold)
        }
        try await hold(for: rehearsal.options.testing)
    }

    /// Waits for the hour of the day at which switchovers are made.
    public func waitForSwitchHour() async throws {
        guard let hour = rehearsal.options.switchAt else { return }
        try await step("wait for the switchover's hour", attended: false) {
            try await hold(until: rehearsal.calendar.next(hour, notBefore: now))
        }
    }

    /// Installs own nodes anew and copies the converted data back to them, the replicas following in a chain.
    public func bringDataHome(cause: CauseID) async throws {
        let tiers = upgradedTiers.filter { !cluster.isShared[$0] }
        run.isReplaying = false
        try await together(tiers) { [self] tier in
            let ready = try await installSoftware(on: nodes(of: tier), cause: cause)
            if rehearsal.dataset?.tier == tier {
                var chains: [(source: Int, targets: [Int])] = []
                for shard in rehearsal.system.tiers[tier].shards.indices {
                    let targets = ready.filter { cluster.nodes[$0].shard == shard }
                    if let source = cluster.primary(of: tier, shard: shard, in: .parallel), !targets.isEmpty {
                        chains.append((source, targets))
                    }
                }
                run.leases.bytesOut += chains.reduce(0) { sum, chain in
                    sum + (rehearsal.dataset.map { shardBytes($0, shard: cluster.nodes[chain.source].shard, format: .new) } ?? 0)
                }
                try await clone(tier: tier, chains: chains, format: .new)
            }
            try await warmUp(ready, cause: cause)
            if rehearsal.system.tiers[tier].isSharded { try await together(ready) { [self] node in try await catchUp(node) } }
            cluster.returnToService(ready)
            if !rehearsal.system.tiers[tier].cacheWarmUp.isZero { cluster.setWarmth(1, of: nodes(of: tier), cause: cause) }
        }
        try await upgradeStragglers()
    }

    /// Tiers that both universes use are rolled, as users never leave them.
    public func rollSharedTiers() async throws { for tier in upgradedTiers where cluster.isShared[tier] { try await rollTier(tier) } }

    /// Own servers apply what was written since they were copied.
    public func followHome() async throws {
        for tier in rehearsal.system.tiers.indices where isSharded(tier) { for node in nodes(of: tier) { try await catchUp(node) } }
    }

    /// Gives the second system back.
    public func releaseUniverse() {
        retireJobs()
        run.settle(to: now)
        run.isReplaying = false
        run.leases.releaseAll(at: now)
        for node in universeNodes { cluster.release(node) }
    }

    /// Ends an attempt before the switchover.
    public func abandonUniverse() {
        if cluster.activeUniverse == .original {
            openAllWrites()
            releaseUniverse()
        }
    }
}
