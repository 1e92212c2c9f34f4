import CloudMarket
import ClusterModel
import RandomStreams
import SimulationKernel

/// Machines on lease.
extension Operations {
    /// Leases every machine of the second system and waits until all of them run.
    func leaseUniverse(_ plan: ParallelPlan) async throws {
        guard let market = plan.market, let book = run.leases.market else {
            run.leases.borrowed = plan.nodeCount
            run.notePeak()
            cluster.setState(.booting, of: universeNodes)
            return
        }
        // What an earlier attempt has left is there already.
        let kept = run.leases.runningNodes
        var wanted: [(type: String, purpose: String, nodes: [Int?])] = plan.tiers.map { tier in
            let nodes = cluster.nodes(of: tier.tier.tier, in: .parallel).filter { !kept.contains($0) }
            return (tier.instanceType, rehearsal.system.tiers[tier.tier.tier].name, nodes)
        }
        wanted += plan.helpers.map {
            ($0.instanceType, $0.name, [Int?](repeating: nil, count: max(0, $0.nodes - run.leases.runningHelpers($0.name))))
        }
        let total = wanted.reduce(0) { $0 + $1.nodes.count }
        if book.available(at: now) < total, let granted = book.quota.firstInstant(allowing: book.ledger.openCount + total), granted > now {
            try await step("wait for the higher quota", attended: false) {
                try await hold(until: granted, counted: .calendar, as: "wait for the higher quota")
            }
        }
        var launches: [Launch] = []
        let planned = book.ledger.openCount + total
        for group in wanted where !group.nodes.isEmpty {
            switch book.request(group.type, count: group.nodes.count, at: now, planned: planned) {
            case .refused(let refusal): throw UpgradeFailure.leasesRefused("\(refusal) (\(refusal.hint))")
            case .accepted(let leases):
                for (position, lease) in leases.enumerated() {
                    run.leases.add(purpose: group.purpose, node: group.nodes[position], event: simulation.currentSequence)
                    launches.append(Launch(lease: lease, node: group.nodes[position], type: group.type, purpose: group.purpose))
                }
            }
        }
        try await together(launches) { [self] launch in try await start(launch, market: market, book: book) }
        run.notePeak()
    }

    struct Launch: Sendable {
        var lease: Int
        let node: Int?
        let type: String
        let purpose: String
    }

    /// Starts one machine; a launch that fails is tried again, as often as the market description says.
    private func start(_ launch: Launch, market: MarketDescription, book: LeaseMarket) async throws {
        var lease = launch.lease
        let entity = launch.node.map { "node \($0)" } ?? "\(launch.purpose) \(launch.lease)"
        var stream = run.stream(entity, "boot \(run.attempts)")
        for attempt in 1...max(1, market.launchAttempts) {
            try await hold(until: book.ledger.leases[lease].acceptedAt, as: "launch of one `\(launch.type)`, at the market's rate")
            let fails = stream.bernoulli(market.launchFailureProbability)
            let boot = market.bootTime.sample(&stream)
            book.ledger.launch(lease, at: now)
            run.leases.events[lease].launched = simulation.currentSequence
            try await hold(for: .seconds(saturating: boot), as: "boot of one `\(launch.type)` for \(launch.purpose)")
            if !fails {
                book.ledger.enterService(lease, at: now)
                run.leases.events[lease].ready = simulation.currentSequence
                if let node = launch.node { cluster.setState(.booting, of: [node]) }
                return
            }
            book.ledger.fail(lease, at: now)
            book.ledger.release(lease, at: now)
            run.leases.events[lease].released = simulation.currentSequence
            guard attempt < market.launchAttempts else { break }
            guard case .accepted(let again) = book.request(launch.type, count: 1, at: now), let next = again.first else { break }
            run.leases.add(purpose: launch.purpose, node: launch.node, event: simulation.currentSequence)
            lease = next
        }
        throw UpgradeFailure.leasesRefused("\(market.launchAttempts) launches of one `\(launch.type)` failed")
    }
}
