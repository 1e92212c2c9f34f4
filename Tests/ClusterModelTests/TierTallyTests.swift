import SimulationKernel
import TestSupport
import Testing

@testable import ClusterModel

/// The running count against its slow twin: a look at all nodes.
@Suite struct TierTallyTests {
    private func slow(_ cluster: Cluster, _ tier: Int, _ universe: Universe) -> TierTally {
        var tally = TierTally()
        for index in cluster.nodes(of: tier, in: universe) { tally.count(TierTally.Share(cluster.nodes[index]), 1) }
        return tally
    }

    private func agree(_ left: TierTally, _ right: TierTally) -> Bool {
        let same =
            left.nodes == right.nodes && left.cold == right.cold && left.newNodes == right.newNodes && left.inService == right.inService
        let causes = { (tally: TierTally) in
            tally.absences.map { [Int($0.causes % 1_000_003), $0.nodes, $0.newNodes] }.sorted { $0[0] < $1[0] }
        }
        return same && left.newInService == right.newInService && left.plannedOut == right.plannedOut
            && left.meanWarmth == right.meanWarmth && causes(left) == causes(right)
    }

    @Test("after any changes the count is that of all nodes", arguments: 1...40)
    func twin(_ seed: Int) {
        var random = RandomSystem(seed: seed)
        let cluster = Cluster(random.system(minutes: 10))
        let tiers = Array(cluster.system.tiers.indices)
        if random.integer(0...1) == 1 {
            cluster.addParallelUniverse(
                tiers.dropFirst().map { ParallelTier(tier: $0, site: 0, nodes: 3, hardware: cluster.system.tiers[$0].hardware) })
        }
        for round in 0..<300 {
            let node = random.integer(0...(cluster.nodes.count - 1))
            let cause = cluster.cause("step \(random.integer(0...3))", .planned)
            switch random.integer(0...8) {
            case 0, 1: cluster.takeOut([node], for: cause)
            case 2: cluster.returnToService([node])
            case 3: if cluster.nodes[node].faultCause == nil { cluster.fail(node, cause: cluster.cause("crash", .unplanned)) }
            case 4: cluster.repair(node)
            case 5: cluster.setVersion(random.integer(0...1) == 0 ? .old : .new, of: [node])
            case 6: cluster.setWarmth(Double(random.integer(0...8)) / 8, of: [node], cause: cause)
            case 7: cluster.setState(random.choice([NodeState.booting, .warming, .stopped]), of: [node])
            default: if cluster.nodes[node].universe == .parallel { cluster.release(node) }
            }
            for universe in Universe.allCases {
                for tier in tiers where !agree(cluster.tally(tier, universe), slow(cluster, tier, universe)) {
                    Issue.record("round \(round), tier \(tier) of the \(universe) universe")
                    return
                }
            }
        }
    }
}
