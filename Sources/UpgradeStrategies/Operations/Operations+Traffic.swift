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
    /// - Parameter choose: The server that becomes the primary of a shard, or nil to leave it as it is. It is asked again when the one that was
    ///   chosen has broken down meanwhile.
    public func promote(tier: Int, cause: CauseID, reopen: Bool = true, choose: (Int) -> Int?) async throws {
        func heirs(_ shards: [Int]) -> [Int] { shards.compactMap(choose).filter { !cluster.nodes[$0].isPrimary } }
        var pending = heirs(shards(of: tier)).map { cluster.nodes[$0].shard }
        guard !pending.isEmpty else { return }
        let open = pending.filter { !cluster.isClosed(tier: tier, shard: $0) }
        closeWrites(tier: tier, shards: open, cause: cause)
        while true {
            let chosen = heirs(pending)
            try await together(chosen) { [self] heir in try await catchUp(heir, entirely: true) }
            try await hold(for: rehearsal.procedure.promotion, as: "promotion")
            for heir in chosen where cluster.nodes[heir].state == .inService {
                cluster.promote(heir)
                sent(tier: tier, shard: cluster.nodes[heir].shard)
            }
            pending = heirs(pending).map { cluster.nodes[$0].shard }
            guard !pending.isEmpty else { break }
            if heirs(pending).allSatisfy({ cluster.nodes[$0].state != .inService }) {
                try await unattended { try await wait(for: run.returned) }
            }
        }
        if reopen { openWrites(tier: tier, shards: open, cause: cause) }
    }

    /// Waits until requests in flight have ended and sends users to the new place.
    public func redirect() async throws {
        try await hold(for: rehearsal.procedure.inFlight, as: "end requests in flight")
        try await sendUsers(there: { sent(tier: nil) }, back: {})
    }

    /// Sends users elsewhere and watches whether they are answered.
    ///
    /// What is seen to go wrong is undone, users are where they were until it is known why, and then they are sent again. Whoever calls this keeps
    /// writes closed, so that nothing is written on one side that the other lacks.
    public func sendUsers(there: () -> Void, back: () -> Void) async throws {
        while true {
            there()
            try await hold(for: rehearsal.procedure.redirect, as: "redirect users")
            guard let identification = run.faults?.watchSwitch() else { return }
            try await hold(for: rehearsal.procedure.redirect, as: "undo the switch")
            back()
            run.faults?.switchUndone()
            try await hold(for: identification, as: "find out what was wrong with the switch")
        }
    }

    /// Sends users to the other universe at one instant.
    public func switchTraffic(to universe: Universe) {
        run.settle(to: now)
        let tiers = rehearsal.system.tiers.indices.filter { isSharded($0) && !cluster.isShared[$0] }
        for tier in tiers { for shard in shards(of: tier) { putInOrder(tier, shard, universe) } }
        cluster.switchTraffic(to: universe)
        run.noteCuts()
        for tier in tiers {
            for shard in shards(of: tier) {
                guard let primary = cluster.primary(of: tier, shard: shard, in: universe), cluster.nodes[primary].state == .failed else {
                    continue
                }
                _ = simulation.launch("failover") { [run] in try await run.failOver(tier: tier, shard: shard, from: primary) }
            }
        }
        run.switchovers.append(now)
        sent(tier: nil)
    }

    /// Nothing is written while users are switched: every server of a shard that has the data is level and follows from here on, the others of
    /// the universe that users leave do not. One that is fit leads.
    private func putInOrder(_ tier: Int, _ shard: Int, _ universe: Universe) {
        let servers = cluster.nodes(of: tier, shard: shard, in: universe)
        for node in servers where cluster.nodes[node].state == .inService {
            if !cluster.nodes[node].isFollowing { cluster.markUpToDate(node) }
            cluster.setFollowing(true, node)
        }
        if let primary = cluster.primary(of: tier, shard: shard, in: universe), cluster.nodes[primary].state != .inService,
            let heir = servers.first(where: {
                cluster.nodes[$0].state == .inService && cluster.nodes[$0].format == cluster.nodes[primary].format
            })
        {
            cluster.promote(heir)
        }
        guard universe == .parallel else { return }
        for node in cluster.nodes(of: tier, shard: shard) { cluster.setFollowing(false, node) }
    }
}
