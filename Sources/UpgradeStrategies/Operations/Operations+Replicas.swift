public import ClusterModel
import DataConversion
import SimulationKernel

/// Servers of sharded tiers.
extension Operations {
    /// Upgrades a sharded tier server by server, one of each shard at a time, the primaries last and after a promotion.
    ///
    /// Additive changes are made on each server while it is out; it applies what it has missed before it serves again.
    public func rollReplicas(of tier: Int) async throws {
        let rounds = shards(of: tier).map { cluster.nodes(of: tier, shard: $0).count }.max() ?? 1
        var round = 1
        while true {
            round = try await rollServers(of: tier, firstRound: round, rounds: rounds) { [self] in !cluster.nodes[$0].isPrimary }
            let old = nodes(of: tier).filter {
                cluster.nodes[$0].version == .old && cluster.nodes(of: tier, shard: cluster.nodes[$0].shard).count > 1
            }
            guard let one = old.first else { break }
            try await waitForWindow()
            let fit = old.filter { heir(of: tier, shard: cluster.nodes[$0].shard) != nil }
            guard !fit.isEmpty else {
                if cluster.nodes[one].isPrimary { try await wait(for: run.returned) }
                continue
            }
            try await step("promote a replica of each shard", tier: tier) {
                try await promote(tier: tier, cause: planned("promotion")) { [self] shard in
                    guard let primary = cluster.primary(of: tier, shard: shard), cluster.nodes[primary].version == .old else { return nil }
                    return heir(of: tier, shard: shard)
                }
            }
        }
        // A server that is all that its shard has.
        _ = try await rollServers(of: tier, firstRound: round, rounds: rounds) { _ in true }
    }

    private func heir(of tier: Int, shard: Int) -> Int? {
        cluster.nodes(of: tier, shard: shard).first { cluster.nodes[$0].version == .new && cluster.nodes[$0].state == .inService }
    }

    /// Rolls through servers that run the old version, one of each shard at a time; broken ones come last, when they have been repaired.
    ///
    /// - Returns: The number of the round after the last.
    private func rollServers(of tier: Int, firstRound: Int, rounds: Int, where isMeant: (Int) -> Bool) async throws -> Int {
        let cause = planned("roll \(rehearsal.system.tiers[tier].name)")
        var round = firstRound
        while true {
            try await waitForWindow()
            stragglers.removeAll { cluster.nodes[$0].tier == tier }
            let old = nodes(of: tier).filter { cluster.nodes[$0].version == .old && isMeant($0) }
            guard let one = old.first else { return round }
            let servers = shards(of: tier).compactMap { shard in
                old.first { cluster.nodes[$0].shard == shard && cluster.nodes[$0].state != .failed }
            }
            guard !servers.isEmpty else {
                try await waitForRepair(of: one)
                continue
            }
            try await rollServers(servers, "round \(round) of \(max(round, rounds))", tier: tier, cause: cause)
            round += 1
        }
    }

    private func rollServers(_ servers: [Int], _ label: String, tier: Int, cause: CauseID) async throws {
        let description = rehearsal.system.tiers[tier]
        try await step("roll \(description.name), \(label)", tier: tier, attended: !convertsData(of: tier)) {
            var ready = try await installSoftware(on: servers, cause: cause)
            if convertsData(of: tier) { ready = try await convertInPlace(tier: tier, servers: ready, changes: [.additive]) }
            try await warmUp(ready, cause: cause)
            try await together(ready) { [self] server in try await catchUp(server) }
            returnToService(ready, cause: cause)
            try await hold(for: description.software.verify, as: "verify \(description.name)")
            if description.software.verify > .zero { run.faults?.verify(ready) }
        }
    }

    /// Converts the incompatible tables of a shard on its primary while its replicas apply what it writes, each with its one thread.
    public func convertOnPrimary(tier: Int, shard: Int) async throws {
        guard let dataset = rehearsal.dataset, let primary = cluster.primary(of: tier, shard: shard) else { return }
        let servers = cluster.nodes(of: tier, shard: shard)
        let tables = dataset.tables.indices.filter { dataset.tables[$0].change == .incompatible }
        // From the first row on none of them has the old data.
        cluster.setFormat(.new, of: servers)
        let job = conversion(
            "convert \(rehearsal.system.tiers[tier].name) on primaries", shard: shard, tables: tables, source: primary, target: primary,
            followers: servers.filter { $0 != primary }, tracked: false)
        try await finish(job)
    }

    /// Gives servers the new software and the data of converted servers of their shard, and puts them into service.
    public func rebuild(_ servers: [Int], from converted: [Int], tier: Int, cause: CauseID) async throws {
        let ready = try await installSoftware(on: servers, cause: cause)
        try await together(shards(of: tier)) { [self] shard in
            let targets = ready.filter { cluster.nodes[$0].shard == shard }
            guard !targets.isEmpty else { return }
            if convertsData(of: tier), let source = leader(of: tier, shard: shard, among: converted) {
                try await clone(tier: tier, chains: [(source, targets)], format: .new)
            }
            try await warmUp(targets, cause: cause)
            try await together(targets) { [self] server in try await catchUp(server) }
            returnToService(targets, cause: cause)
        }
    }

    /// Makes the given servers lead their shards while writes are closed, and the others of them follow.
    public func makeLeaders(of tier: Int, among servers: [Int]) async throws {
        try await together(servers.filter { isReady($0) }) { [self] server in try await catchUp(server, entirely: true) }
        for shard in rehearsal.system.tiers[tier].shards.indices {
            guard let heir = leader(of: tier, shard: shard, among: servers) else { continue }
            try await catchUp(heir, entirely: true)
            cluster.promote(heir)
            sent(tier: tier, shard: shard)
        }
    }

    /// Converts servers that are out for a flip; with tracking, what is written meanwhile is converted again until they have caught up.
    ///
    /// - Returns: The servers that have been converted.
    public func convertForFlip(tier: Int, servers: [Int], tracked: Bool) async throws -> [Int] {
        guard convertsData(of: tier), let dataset = rehearsal.dataset else { return servers }
        guard tracked else { return try await convertInPlace(tier: tier, servers: servers) }
        let tables = dataset.tables.indices.filter { dataset.tables[$0].change != .none }
        cluster.setFormat(.new, of: servers)
        try await together(servers) { [self] server in
            // What was written before the tracking began is applied from the log.
            run.settle(to: now)
            let missed = cluster.lagRows(of: server)
            let job = conversion(
                "convert \(rehearsal.system.tiers[tier].name)", shard: cluster.nodes[server].shard, tables: tables, source: server,
                target: server, followers: [], tracked: true)
            try await finish(job) { [self] in hasPeer(server, among: servers) }
            guard wasUpgraded(server) else { return }
            run.settle(to: now)
            cluster.markUpToDate(server, butFor: missed)
            try await catchUp(server)
        }
        return servers.filter { wasUpgraded($0) }
    }

    /// Waits until what is left to convert takes no longer than half of the other tiers need to get ready; or until all of the servers that
    /// were to convert have broken down.
    public func waitUntilConversionNearlyDone(on servers: [Int]) async throws {
        let lead =
            upgradedTiers.filter { !isSharded($0) }
            .map { rehearsal.system.tiers[$0].software.outOfService + rehearsal.system.tiers[$0].software.verify }.max() ?? .zero
        // The conversions begin after their servers have been drained and installed.
        var pause = SimulationDuration.minutes(1)
        let (event, start) = (simulation.currentSequence, now)
        while true {
            try await simulation.hold(for: pause)
            if servers.allSatisfy({ !wasUpgraded($0) }) { return }
            let remaining = remainingConversion()
            let early = remaining + rehearsal.procedure.verifyData.seconds - lead.seconds
            if !run.jobs.isEmpty, remaining == 0 || early <= 0 {
                // Whoever looks every minute goes on because of what the slowest conversion had done by then.
                let slowest = run.jobs.compactMap { ($0 as? RunningConversion)?.job }.max { $0.remainingSeconds < $1.remainingSeconds }
                let last = slowest?.lastChunk.flatMap { $0.time > start ? HoldOrigin.event($0.event) : nil }
                return noteWait("wait until the conversion is nearly done", from: event, counted: last ?? .now)
            }
            // Every minute towards the end; nobody looks every minute for a day.
            pause = .seconds(roundingUp: min(3600, max(60, early.isFinite ? early / 2 : 60)))
        }
    }

    /// Seconds that the slowest conversion still takes at its present rate.
    func remainingConversion() -> Double {
        run.jobs.compactMap { ($0 as? RunningConversion)?.job.remainingSeconds }.max() ?? 0
    }

    /// Converts what has changed since the last batch, so that little is left for the quiescence.
    public func freshen() async throws {
        for case let conversion as RunningConversion in run.jobs where conversion.isTracked {
            // While writes go on it costs nobody anything to wait for what is broken, or behind.
            for node in conversion.nodes { try await waitForRepair(of: node) }
            if !isOut(conversion.nodes[0]) { try await catchUp(conversion.nodes[0]) }
            conversion.job.catchUpNow()
            try await finish(conversion)
        }
    }

    /// Whether a planned step keeps a node out; what such a server lacks its conversion tracks.
    private func isOut(_ node: Int) -> Bool { cluster.nodes[node].plannedCause != nil }

    /// Converts what became stale up to now; writes must be closed.
    public func convertTheRest() async throws {
        for case let conversion as RunningConversion in run.jobs where conversion.isTracked {
            if !isOut(conversion.nodes[0]) { try await catchUp(conversion.nodes[0], entirely: true) }
            run.settle(to: now)
            if let dataset = rehearsal.dataset { conversion.writesChanged(run.service, dataset: dataset) }
            conversion.job.convertRest()
            while !conversion.job.isFinished { try await conversion.job.progressed.wait() }
        }
    }
}
