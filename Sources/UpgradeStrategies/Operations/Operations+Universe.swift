public import ClusterModel
import DataConversion
public import SimulationKernel

/// The parallel universe.
extension Operations {
    var universeNodes: [Int] { cluster.nodes.indices.filter { cluster.nodes[$0].universe == .parallel } }

    /// Leases the second system and installs it.
    public func bootstrapUniverse() async throws {
        guard let plan = rehearsal.parallel else {
            throw UpgradeFailure.impossible("the scenario names no second system for a parallel universe")
        }
        try checkSharedTiers(plan)
        if universeNodes.isEmpty { cluster.addParallelUniverse(plan.tiers.map(\.tier)) }
        // Machines start by themselves.
        try await unattended { try await leaseUniverse(plan) }
        let nodes = universeNodes
        let cold = planned("cold caches of the new universe")
        for tier in plan.tiers.map(\.tier.tier) where !rehearsal.system.tiers[tier].cacheWarmUp.isZero {
            cluster.setWarmth(0, of: cluster.nodes(of: tier, in: .parallel), cause: cold)
        }
        cluster.setState(.installing, of: nodes)
        // What goes wrong with it goes wrong from now on; the smoke test comes at the end.
        for tier in plan.tiers.map(\.tier.tier) { installed(cluster.nodes(of: tier, in: .parallel)) }
        try await hold(for: rehearsal.options.bootstrap, as: "install and try the second system")
        cluster.setState(.inService, of: nodes)
        run.faults?.restarted(nodes)
        // It passes a smoke test before anything else is done with it.
        for tier in plan.tiers.map(\.tier.tier) { run.faults?.verify(cluster.nodes(of: tier, in: .parallel)) }
        for node in nodes { run.scheduleCrash(of: node) }
        run.scheduleHardwareFaults(of: nodes)
        if let dataset = rehearsal.dataset, !cluster.isShared[dataset.tier], let market = plan.market {
            let database = dataset.tables.reduce(0) { $0 + $1.newBytes }
            let copies = rehearsal.system.tiers[dataset.tier].shards.reduce(0) { $0 + $1.shareOfData * Double($1.nodes) }
            run.leases.store(bytes: database * copies * market.storagePerByte, at: now)
        }
    }

    /// Tiers that the second system does not have serve both versions: nothing that the versions cannot share may lie on them.
    private func checkSharedTiers(_ plan: ParallelPlan) throws {
        guard let dataset = rehearsal.dataset, dataset.hasIncompatibleChange else { return }
        let named = plan.tiers.map(\.tier.tier)
        for tier in [dataset.tier] + [rehearsal.system.readerTier].compactMap({ $0 }) where !named.contains(tier) {
            throw UpgradeFailure.impossible(
                "the second system has no `\(rehearsal.system.tiers[tier].name)` of its own, and both versions cannot share one")
        }
    }

    /// Converts all tables into the new universe and copies the files, then builds its replicas.
    public func transferToUniverse() async throws {
        guard let dataset = rehearsal.dataset else { return }
        // What both universes use stays where it is.
        let shards = cluster.isShared[dataset.tier] ? [] : shards(of: dataset.tier)
        enum Part: Sendable {
            case shard(Int)
            case files(FileStoreDescription, Int)
        }
        let files = dataset.files.filter { !cluster.isShared[$0.tier] }.flatMap { store in
            (0..<store.clusters).map { Part.files(store, $0) }
        }
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
            throw UpgradeFailure.impossible("no links join the two universes")
        }
        let name = rehearsal.system.tiers[dataset.tier].name
        let job = conversion(
            "transfer and convert \(name)", shard: shard, tables: Array(dataset.tables.indices), source: source,
            target: target, followers: [], tracked: true)
        try await finish(job)
        cluster.setFormat(.new, of: [target])
        run.settle(to: now)
        cluster.markUpToDate(target)
        run.noteFilled(target)
        try await clone(tier: dataset.tier, chains: [(target, Array(targets.dropFirst()))], format: .new, as: "clone transferred \(name)")
    }

    private func transferFiles(_ store: FileStoreDescription, _ part: Int, _ dataset: DatasetDescription) async throws {
        let (sources, targets) = (cluster.nodes(of: store.tier), cluster.nodes(of: store.tier, in: .parallel))
        guard !sources.isEmpty, !targets.isEmpty else { return }
        let bytes = store.bytes / Double(store.clusters)
        try await copy(
            bytes, as: "transfer \(store.name)", of: "\(store.name), part \(part + 1)",
            from: sources[part * sources.count / store.clusters],
            to: targets[part * targets.count / store.clusters],
            limit: store.bytesPerSecond, chunk: dataset.chunkBytes)
    }

    /// Replays live requests to the new universe; its caches fill meanwhile.
    public func testUniverse() async throws {
        guard rehearsal.options.testing > .zero else { return }
        let stored = run.leases.storedBytes
        try await takeSnapshot()
        run.settle(to: now)
        run.replaysTo = .parallel
        fillCaches(in: .parallel)
        try await compareUntilNothingIsFound(in: .parallel) { [self] in
            try await holdWhileConverging(until: now.advanced(by: rehearsal.options.testing), as: "test")
        }
        if run.leases.storedBytes > stored { run.leases.store(bytes: stored, at: now) }
    }

    /// What is found is repaired, and the test begins anew.
    private func compareUntilNothingIsFound(in universe: Universe, _ replay: () async throws -> Void) async throws {
        var isFound = true
        while isFound {
            while run.faults?.hasKnownFault(in: universe) == true { try await run.faults?.ended.wait() }
            run.settle(to: now)
            let before = run.service.measures.classes.map(\.offered)
            try await replay()
            run.settle(to: now)
            let classes = rehearsal.options.replayedClasses ?? Array(before.indices)
            let replayed = before.indices.map { classes.contains($0) ? run.service.measures.classes[$0].offered - before[$0] : 0 }
            isFound = run.faults?.compare(replayed: replayed, in: universe) == true
        }
    }

    /// Writes that are replayed must not touch the converted data: they go to a copy of it, which is paid for and then discarded.
    private func takeSnapshot() async throws {
        guard let dataset = rehearsal.dataset, !cluster.isShared[dataset.tier] else { return }
        let classes = rehearsal.system.classes
        let replayed = rehearsal.options.replayedClasses ?? Array(classes.indices)
        guard replayed.contains(where: { classes[$0].writes }) else { return }
        if let market = rehearsal.parallel?.market {
            let copy = dataset.tables.reduce(0) { $0 + $1.newBytes }
            run.leases.store(bytes: run.leases.storedBytes + copy * market.storagePerByte, at: now)
        }
        try await together(shards(of: dataset.tier)) { [self] shard in
            guard let primary = cluster.primary(of: dataset.tier, shard: shard, in: .parallel) else { return }
            let bytes = shardBytes(dataset, shard: shard, format: .new)
            let name = "a snapshot of \(rehearsal.system.tiers[dataset.tier].shards[shard].name)"
            try await copy(
                bytes, as: "snapshot \(rehearsal.system.tiers[dataset.tier].name)", of: name, from: primary, to: primary,
                limit: dataset.copyBytesPerSecond, chunk: dataset.chunkBytes)
        }
    }

    /// Caches of a universe fill with the requests that it gets, replayed or real ones.
    public func fillCaches(in universe: Universe) {
        let cold = planned(universe == .parallel ? "cold caches of the new universe" : "cold caches at home")
        for tier in rehearsal.system.tiers.indices where !cluster.isShared[tier] && rehearsal.system.tiers[tier].cacheWarmUp > .zero {
            let empty = cluster.nodes(of: tier, in: universe).filter { cluster.nodes[$0].warmth == 0 }
            if !empty.isEmpty { rewarm(empty, cause: cold) }
        }
    }

    /// Where requests are replayed at all, they are replayed to the own nodes too before users come back: for as long as is said, and until the
    /// slowest cache is warm.
    ///
    /// - Parameter switched: The time and the event of the switchover; the old side is kept for a while from then on before users come back.
    public func testHome(after switched: (time: SimulationTime, event: UInt64)) async throws {
        let earliest = switched.time + rehearsal.options.keepOld
        guard rehearsal.options.testing > .zero else {
            return try await hold(until: earliest, counted: .event(switched.event), as: "keep the old side")
        }
        let tiers = rehearsal.system.tiers.indices.filter { !cluster.isShared[$0] }
        let warmUp = tiers.map { rehearsal.system.tiers[$0].cacheWarmUp }.max() ?? .zero
        let longest = max(warmUp, rehearsal.options.returnTesting)
        if earliest - now > longest {
            try await hold(
                until: now + (earliest - now - longest), counted: .event(switched.event), as: "keep the old side")
        }
        run.settle(to: now)
        run.replaysTo = .original
        fillCaches(in: .original)
        // What was installed anew at home is looked at like the new universe was.
        try await compareUntilNothingIsFound(in: .original) { [self] in
            try await hold(for: longest, as: "test the own system with live requests")
        }
    }

    /// Waits for the hour of the day at which switchovers are made.
    public func waitForSwitchHour() async throws {
        guard let hour = rehearsal.options.switchAt else { return }
        try await step("wait for the switchover's hour", attended: false) {
            try await holdWhileConverging(
                until: rehearsal.calendar.next(hour, notBefore: now), counted: .hour, as: "wait for the hour")
        }
    }

    /// Installs own nodes anew and copies the converted data back to them, the replicas following in a chain.
    public func bringDataHome(cause: CauseID) async throws {
        let tiers = upgradedTiers.filter { !cluster.isShared[$0] }
        run.replaysTo = nil
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
                try await clone(
                    tier: tier, chains: chains, format: .new, as: "bring \(rehearsal.system.tiers[tier].name) home")
            }
            try await warmUp(ready, cause: cause)
            if rehearsal.system.tiers[tier].isSharded { try await together(ready) { [self] node in try await catchUp(node) } }
            cluster.returnToService(ready)
            // A machine that is installed anew has nothing in its cache.
            if rehearsal.system.tiers[tier].cacheWarmUp > .zero { cluster.setWarmth(0, of: ready, cause: cause) }
        }
        try await upgradeStragglers()
    }

    /// Tiers that both universes use are rolled, as users never leave them.
    public func rollSharedTiers() async throws {
        for tier in upgradedTiers where cluster.isShared[tier] {
            if isSharded(tier) { try await rollReplicas(of: tier) } else { try await rollTier(tier) }
        }
    }

    /// Own servers apply what was written since they were copied.
    ///
    /// - Parameter entirely: While writes are closed; servers that are broken then catch up when they are back.
    public func followHome(entirely: Bool) async throws {
        let servers = rehearsal.system.tiers.indices.filter { isSharded($0) && !cluster.isShared[$0] }.flatMap { nodes(of: $0) }
        let fit = servers.filter { cluster.nodes[$0].state != .failed }
        try await together(fit) { [self] server in try await catchUp(server, entirely: entirely) }
    }

    /// Gives the second system back.
    ///
    /// - Parameter keepingRunning: But for machines that run: another attempt is to use them.
    public func releaseUniverse(keepingRunning: Bool = false) {
        retireJobs()
        run.settle(to: now)
        run.replaysTo = nil
        run.leases.releaseAll(at: now, event: simulation.currentSequence, keepingRunning: keepingRunning)
        let cold = planned("cold caches of the new universe")
        for tier in rehearsal.system.tiers.indices where !cluster.isShared[tier] {
            cluster.setWarmth(1, of: cluster.nodes(of: tier, in: .parallel), cause: cold)
        }
        run.faults?.discard(.parallel)
        let kept = run.leases.runningNodes
        for node in universeNodes where !kept.contains(node) { cluster.release(node) }
        run.forgetReleasedMachines()
    }

    /// Sends users back to the own system while writes are closed, and to the second one again if that is seen to go wrong.
    ///
    /// - Returns: Whether users are home.
    public func switchHome(for duration: SimulationDuration) async throws -> Bool {
        switchTraffic(to: .original)
        fillCaches(in: .original)
        try await hold(for: duration, as: "switch")
        guard run.faults?.watchSwitch() != nil else { return true }
        try await hold(for: duration, as: "undo the switch")
        switchTraffic(to: .parallel)
        run.faults?.switchUndone()
        return false
    }

    /// Ends an attempt before the point of no return: users who have been sent to the new universe already, where they could not write yet, come
    /// back.
    public func abandonUniverse() async throws {
        if cluster.activeUniverse == .parallel {
            guard run.pointOfNoReturn == nil else { return }
            try await step("undo the switchover") {
                try await hold(for: rehearsal.procedure.redirect, as: "undo the switch")
                switchTraffic(to: .original)
            }
        }
        openPlannedWrites { _, _ in true }
        releaseUniverse(keepingRunning: keepsLeases)
    }
}
