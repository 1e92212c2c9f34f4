import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel

/// Crashes and repairs of nodes, and the failover of a primary; other faults of hardware stand in `HardwareFaults/`.
extension UpgradeRun {
    /// Draws the next crash of a node, from a stream of its own: the same node crashes at the same instant under every strategy.
    func scheduleCrash(of node: Int) {
        guard let timeToFailure = rehearsal.hardwareFaults.timeToFailure, !hasPendingCrash.contains(node) else { return }
        var stream = nodeStreams[node] ?? self.stream(node, "crash")
        let seconds = timeToFailure.sample(&stream)
        nodeStreams[node] = stream
        guard simulation.now.seconds + seconds < rehearsal.horizon.seconds else { return }
        hasPendingCrash.insert(node)
        simulation.schedule(
            Event(kind: RunEvent.crash, entity: UInt32(node), a: 0, b: 0), at: simulation.now + .seconds(roundingUp: seconds))
    }

    func crash(_ index: Int) {
        hasPendingCrash.remove(index)
        let node = cluster.nodes[index]
        guard isThere(node), !hardware.kinds(of: index, node).contains(.crash) else { return }
        crashes += 1
        let leaders = takeDown([index], .crash)
        let chunksLost = updateJobs(of: [index])
        record("crash of \(rehearsal.system.tiers[node.tier].name) node \(index)", tier: node.tier, chunksLost: chunksLost)
        var stream = repairStreams[index] ?? self.stream(index, "repair")
        let seconds = rehearsal.hardwareFaults.timeToRepair.sample(&stream)
        repairStreams[index] = stream
        simulation.schedule(
            Event(kind: RunEvent.repair, entity: UInt32(index), a: 0, b: 0),
            at: simulation.now.advanced(by: .seconds(saturating: max(1, seconds))))
        beginFailovers(from: leaders, rows: .lostAtOnce)
    }

    func repair(_ index: Int) {
        guard cluster.nodes[index].state != .released else { return }
        if endFault(.crash, of: index) { comeBack([index], from: .crash) }
        scheduleCrash(of: index)
    }

    /// A server that comes back applies what it has missed; meanwhile it answers no reads.
    func catchUpLater(_ index: Int) {
        let cause = cluster.cause("catching up: \(rehearsal.system.tiers[cluster.nodes[index].tier].name)", .unplanned)
        settle(to: simulation.now)
        guard cluster.lagRows(of: index) > 0 else { return cluster.setFollowing(true, index) }
        cluster.takeOut([index], for: cause, state: .stopped)
        _ = simulation.launch("catch up") { [self] in
            // One that never gets level stays out, and is tried again: there is nobody here who would give up.
            while cluster.nodes[index].plannedCause == cause, !cluster.nodes[index].isFollowing {
                do {
                    try await Operations(self).catchUp(index) { cluster.nodes[index].plannedCause == cause }
                } catch let failure as UpgradeFailure {
                    hopeless[index] = failure
                    returned.fire()
                }
            }
            guard cluster.nodes[index].plannedCause == cause else { return }
            hopeless[index] = nil
            cluster.returnToService([index])
        }
    }

    /// What becomes of rows that a primary had written and not yet sent.
    enum UnsentRows {
        /// They are gone with it.
        case lostAtOnce
        /// They are thrown away if another server takes over, and sent if it comes back before.
        case lostIfReplaced
        /// They have been counted with all others.
        case counted
    }

    func beginFailovers(from leaders: [Int], rows: UnsentRows) {
        for index in leaders {
            let node = cluster.nodes[index]
            _ = simulation.launch("failover") { [self] in
                try await failOver(tier: node.tier, shard: node.shard, from: index, cause: node.faultCause, rows: rows)
            }
        }
    }

    /// The monitor notices that a primary is gone; its writes stop until another server of the shard has taken over.
    func failOver(
        tier: Int, shard: Int, from failed: Int, cause fault: CauseID? = nil, rows: UnsentRows = .lostAtOnce
    ) async throws {
        let cause = fault ?? cluster.nodes[failed].faultCause ?? crashCauses[tier]
        cluster.closeWrites(tier: tier, shard: shard, cause: cause, hold: false)
        let unsent = service.writeRate(tier: tier, shard: shard) * rehearsal.hardwareFaults.replicationDelay.seconds
        if rows == .lostAtOnce { rowsLost += unsent }
        try await simulation.hold(for: rehearsal.hardwareFaults.detection)
        while cluster.nodes[failed].state == .failed, cluster.primary(of: tier, shard: shard, in: cluster.activeUniverse) == failed {
            // An additive change is understood by both versions.
            let formatsDiffer = rehearsal.dataset?.hasIncompatibleChange == true
            let format = cluster.nodes[failed].format
            let heirs = cluster.nodes(of: tier, shard: shard, in: cluster.activeUniverse).filter {
                cluster.nodes[$0].state == .inService && (!formatsDiffer || cluster.nodes[$0].format == format) && $0 != failed
            }
            // The one that has least left to apply.
            let heir = heirs.min { cluster.lagSeconds(of: $0) < cluster.lagSeconds(of: $1) }
            if let heir {
                try await applyRest(on: heir)
                try await simulation.hold(for: rehearsal.procedure.promotion)
                // The operator, or another failover, may have been faster.
                guard cluster.nodes[heir].state == .inService,
                    cluster.primary(of: tier, shard: shard, in: cluster.activeUniverse) == failed
                else { continue }
                cluster.promote(heir)
                if rows == .lostIfReplaced { rowsLost += unsent }
            } else {
                try await returned.wait()
            }
        }
        Operations(self).openWrites(tier: tier, shards: [shard], cause: cause)
    }

    /// A replica that is to lead applies what it has received; it may crash meanwhile.
    private func applyRest(on heir: Int) async throws {
        while cluster.nodes[heir].state == .inService, cluster.lagSeconds(of: heir) > 0, cluster.nodes[heir].isFollowing {
            try await simulation.hold(for: .seconds(roundingUp: max(1e-3, cluster.lagSeconds(of: heir))))
            settle(to: simulation.now)
        }
    }

    func record(_ label: String, tier: Int? = nil, chunksLost: Int = 0) {
        steps.append(
            StepRecord(
                label: label, tier: tier, start: simulation.now, end: simulation.now, isAttended: false, isFault: true,
                chunksLost: chunksLost, startEvent: simulation.currentSequence, endEvent: simulation.currentSequence))
    }
}
