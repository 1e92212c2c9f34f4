public import ClusterModel
import RandomStreams
import SimulationKernel

/// New software on nodes.
extension Operations {
    /// Takes nodes out of rotation, gives them software and lets them warm up; they stay out.
    ///
    /// - Returns: The nodes that are ready; the others have crashed and are remembered for ``upgradeStragglers(to:)``.
    @discardableResult
    public func upgradeSoftware(of nodes: [Int], to version: Version = .new, cause: CauseID) async throws -> [Int] {
        let ready = try await installSoftware(on: nodes, version: version, cause: cause)
        try await warmUp(ready, cause: cause)
        return ready
    }

    /// Drains nodes of one tier, installs and restarts; they stay out, not warm yet.
    ///
    /// - Returns: The nodes that are ready; the others have crashed and are remembered.
    @discardableResult
    public func installSoftware(on nodes: [Int], version: Version = .new, cause: CauseID) async throws -> [Int] {
        guard let first = nodes.first else { return [] }
        let tier = rehearsal.system.tiers[cluster.nodes[first].tier]
        cluster.takeOut(nodes, for: cause, state: .draining)
        try await hold(for: tier.software.drain, as: "drain \(tier.name)")
        run.settle(to: now)
        for node in nodes where tier.isSharded { cluster.setFollowing(false, node) }
        cluster.setState(.installing, of: nodes)
        try await hold(for: longestInstallation(of: nodes), as: "install and restart \(tier.name)")
        let ready = nodes.filter { cluster.nodes[$0].state != .failed }
        cluster.setVersion(version, of: ready)
        if !tier.cacheSurvivesRestart { cluster.setWarmth(0, of: ready, cause: cause) }
        for node in nodes where cluster.nodes[node].state == .failed { leaveBehind(node) }
        if version == .new { installed(ready) }
        run.faults?.restarted(ready)
        return ready
    }

    /// Lets nodes of one tier get fit to serve; they stay out. A cache that was lost is filled as far as this time goes.
    public func warmUp(_ nodes: [Int], cause: CauseID) async throws {
        guard let first = nodes.first else { return }
        let tier = rehearsal.system.tiers[cluster.nodes[first].tier]
        cluster.setState(.warming, of: nodes)
        try await hold(for: tier.software.warmUp, as: "warm up \(tier.name)")
        guard !tier.cacheSurvivesRestart, tier.software.warmUp > .zero else { return }
        let rest = max(0, 1 - tier.software.warmUp.seconds / max(1e-9, tier.cacheWarmUp.seconds))
        cluster.setWarmth(1 - rest * rest, of: nodes, cause: cause)
    }

    /// The batch takes as long as its slowest node.
    private func longestInstallation(of nodes: [Int]) -> SimulationDuration {
        var longest = SimulationDuration.zero
        for node in nodes {
            let software = rehearsal.system.tiers[cluster.nodes[node].tier].software
            var total = software.install + software.restart
            if software.spread == .exponential {
                total = .seconds(saturating: run.exponentialTime(ofInstallationOn: node, mean: total.seconds))
            } else if software.variation > 0, let factor = try? Distribution.lognormal(mean: 1, coefficientOfVariation: software.variation)
            {
                var stream = run.stream(node, "install \(run.attempts)")
                total = .seconds(saturating: total.seconds * factor.sample(&stream))
            }
            longest = max(longest, total)
        }
        return longest
    }

    /// Rolls through a tier without shards, batch after batch.
    ///
    /// - Parameter waitsForBroken: Whether nodes that were broken when it was their turn are waited for; otherwise they are stragglers.
    public func rollTier(_ tier: Int, to version: Version = .new, waitsForBroken: Bool = true) async throws {
        let name = rehearsal.system.tiers[tier].name
        var pending = nodes(of: tier).filter { cluster.nodes[$0].version != version }
        let cause = planned("roll \(name)")
        var batch = 0
        while !pending.isEmpty {
            try await waitForWindow()
            // An intervention may have changed it.
            let software = rehearsal.system.tiers[tier].software
            let size = max(1, software.batch)
            let nodes = Array(pending.prefix(size))
            pending.removeFirst(nodes.count)
            batch += 1
            let count = batch + (pending.count + size - 1) / size
            try await step("roll \(name), batch \(batch) of \(count)", tier: tier) {
                let ready = try await upgradeSoftware(of: nodes, to: version, cause: cause)
                returnToService(ready, cause: cause)
                try await hold(for: software.verify, as: "verify \(name)")
                if version == .new, software.verify > .zero { run.faults?.verify(ready) }
            }
        }
        if waitsForBroken { try await upgradeStragglers(to: version) { cluster.nodes[$0].tier == tier } }
    }

    /// Puts nodes back into rotation and lets their caches fill if they are cold.
    public func returnToService(_ nodes: [Int], cause: CauseID) {
        cluster.returnToService(nodes)
        // A server that crashed while the others of its group caught up is not level yet.
        for node in nodes
        where cluster.nodes[node].shard >= 0 && cluster.nodes[node].state == .inService && !cluster.nodes[node].isFollowing {
            run.catchUpLater(node)
        }
        rewarmIfCold(nodes, cause: cause)
    }

    private func rewarmIfCold(_ nodes: [Int], cause: CauseID) {
        let cold = nodes.filter { cluster.nodes[$0].warmth < 1 }
        guard let first = cold.first else { return }
        if rehearsal.system.tiers[cluster.nodes[first].tier].cacheWarmUp > .zero {
            rewarm(cold, cause: cause)
        } else {
            cluster.setWarmth(1, of: cold, cause: cause)
        }
    }

    /// Caches of nodes that answer (or replay) requests fill in eight steps along 1 - (1 - t/T)², from where they are: quickly at first, as the
    /// popular entries come back soonest.
    func rewarm(_ nodes: [Int], cause: CauseID) {
        guard let first = nodes.first else { return }
        let missing = 1 - (nodes.map { cluster.nodes[$0].warmth }.min() ?? 0)
        let total = rehearsal.system.tiers[cluster.nodes[first].tier].cacheWarmUp.seconds * missing.squareRoot()
        let steps = 8
        cluster.setWarmth(1 - missing, of: nodes, cause: cause)
        _ = simulation.launch("warm-up") { [self] in
            for step in 1...steps {
                try await simulation.hold(for: .seconds(roundingUp: total / Double(steps)))
                let rest = 1 - Double(step) / Double(steps)
                cluster.setWarmth(1 - missing * rest * rest, of: nodes, cause: cause)
            }
        }
    }

    /// Stops what still runs and keeps it for the sums.
    func retireJobs() {
        for job in run.jobs where !job.isFinished { run.abandon(job) }
        run.finishedJobs += run.jobs
        run.jobs = []
    }
}
