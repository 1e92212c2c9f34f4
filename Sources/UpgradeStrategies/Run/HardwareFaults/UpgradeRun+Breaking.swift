import ClusterModel
import DataConversion
import SimulationKernel

/// What all faults of nodes have in common: how nodes go down, and how they come back.
extension UpgradeRun {
    /// Whether there is a machine that could break.
    func isThere(_ node: Node) -> Bool { node.state != .provisioning && node.state != .released }

    /// The cause that a fault of a node of a tier is charged to.
    func cause(of kind: FaultKinds, tier: Int) -> CauseID {
        switch kind {
        case .crash: crashCauses[tier]
        case .disks: cluster.cause("disk failure: \(rehearsal.system.tiers[tier].name)", .unplanned)
        case .rack: cluster.cause("rack failure", .unplanned)
        default: cluster.cause("uplink failure", .unplanned)
        }
    }

    /// Breaks nodes at one instant.
    ///
    /// - Returns: Those of them that led a shard, and went down by this.
    func takeDown(_ indices: [Int], _ kind: FaultKinds) -> [Int] {
        settle(to: simulation.now)
        for index in indices { service.failInFlight(on: index, cause: cause(of: kind, tier: cluster.nodes[index].tier)) }
        var leaders: [Int] = []
        for index in indices {
            let node = cluster.nodes[index]
            if node.faultCause == nil, node.isPrimary, cluster.isReachable(node) { leaders.append(index) }
            hardware.add(kind, to: index, node)
            cluster.addFault(cause(of: kind, tier: node.tier), to: index)
        }
        return leaders
    }

    /// Takes a fault of a node back.
    ///
    /// - Returns: Whether it is up again.
    func endFault(_ kind: FaultKinds, of index: Int) -> Bool {
        let node = cluster.nodes[index]
        hardware.remove(kind, from: index)
        let others = hardware.kinds(of: index, node)
        guard !others.isEmpty else {
            cluster.repair(index)
            return true
        }
        let ended = cause(of: kind, tier: node.tier)
        // Kinds share a cause where the table of causes has no place for each.
        let isShared = FaultKinds.each.contains { others.contains($0) && cause(of: $0, tier: node.tier) == ended }
        if !isShared { _ = cluster.removeFault(ended, from: index) }
        if let rebuild = hardware.rebuilds[index] { update(rebuild) }
        return false
    }

    /// Nodes are up again.
    func comeBack(_ indices: [Int], from kind: FaultKinds) {
        var cold: [Int: [Int]] = [:]
        for index in indices {
            let node = cluster.nodes[index]
            // Before the switchover the second system gets its data by conversion, not by the log.
            if node.shard >= 0, node.plannedCause == nil, cluster.isReachable(node) || cluster.activeUniverse == .parallel {
                catchUpLater(index)
            }
            let tier = rehearsal.system.tiers[node.tier]
            let suffered = hardware.suffered(by: index).union(kind)
            let losesCache = suffered.contains(.disks) || (!tier.cacheSurvivesRestart && !suffered.isDisjoint(with: .restarts))
            if losesCache, tier.cacheWarmUp > .zero, node.plannedCause == nil { cold[node.tier, default: []].append(index) }
        }
        for tier in cold.keys.sorted() {
            guard let nodes = cold[tier] else { continue }
            cluster.setWarmth(0, of: nodes, cause: cause(of: kind, tier: tier))
            Operations(self).rewarm(nodes, cause: cause(of: kind, tier: tier))
        }
        updateJobs(of: indices)
    }

    /// Nodes have broken down or come back.
    ///
    /// - Returns: Chunks that were under way and are lost.
    @discardableResult
    func updateJobs(of indices: [Int]) -> Int {
        guard let first = indices.first else { return 0 }
        let all = indices.count > 1 ? Set(indices) : []
        return updateJobs { $0.nodes.contains { all.isEmpty ? $0 == first : all.contains($0) } }
    }

    /// The same for all jobs that something may have happened to.
    @discardableResult
    func updateJobs(where isTouched: (any BackgroundJob) -> Bool) -> Int {
        var chunksLost = 0
        for job in jobs + hardware.allRebuilds where isTouched(job) {
            let before = job.losses.chunks
            update(job)
            chunksLost += job.losses.chunks - before
        }
        return chunksLost
    }

    /// Whether something other than a broken node keeps a job from going on: a link that is down, or a source that has lost its data.
    func isBlocked(_ job: any BackgroundJob) -> Bool {
        guard let source = job.nodes.first, job.nodes.count > 1 else { return false }
        if !hardware.emptied.isEmpty, job is RunningTransfer, source != job.nodes[1], hardware.emptied.contains(source) { return true }
        return activities.isCut(from: cluster.nodes[source].site, to: cluster.nodes[job.nodes[1]].site)
    }
}
