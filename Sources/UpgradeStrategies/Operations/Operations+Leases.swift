import CloudMarket
import ClusterModel
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
        var orders: [MachineLaunches.Order] = []
        let planned = book.ledger.openCount + total
        for group in wanted where !group.nodes.isEmpty {
            switch book.request(group.type, count: group.nodes.count, at: now, planned: planned) {
            case .refused(let refusal): throw UpgradeFailure.leasesRefused("\(refusal) (\(refusal.hint))")
            case .accepted(let leases):
                for (position, lease) in leases.enumerated() {
                    run.leases.add(purpose: group.purpose, node: group.nodes[position], event: simulation.currentSequence)
                    orders.append(
                        MachineLaunches.Order(lease: lease, node: group.nodes[position], type: group.type, purpose: group.purpose))
                }
            }
        }
        try await MachineLaunches(orders, market: market, book: book, run: run).untilAllRun()
        run.notePeak()
    }
}
