import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Replicas that are behind with the chunks of a conversion: readers avoid them as they avoid those behind with live writes.
@Suite struct ConversionLagTests {
    /// A primary that answers no reads and two replicas with a lag limit of 30 s that apply 100 rows a second; 40 views a second.
    private func shop(editsPerSecond: Double = 0, applyRow: Double = 0.01) -> SystemDescription {
        let shard = ShardDescription(name: "shard", nodes: 3, shareOfLoad: 1, shareOfData: 1)
        let tier = TierDescription(
            name: "database", nodes: 3, hardware: Systems.machine(cores: 4), software: Systems.software(), shards: [shard],
            primaryReads: .never, lagLimit: .seconds(30), applyCoreSecondsPerRow: applyRow)
        let classes = [
            RequestClass(name: "view", ratio: 40, objective: .seconds(1), path: [PathStep(tier: 0, demandCoreSeconds: 0.05)]),
            RequestClass(
                name: "edit", ratio: editsPerSecond, writes: true, objective: .seconds(1),
                path: [PathStep(tier: 0, demandCoreSeconds: 0.001, isWrite: true)]),
        ]
        return SystemDescription(sites: [Systems.wideSite], tiers: [tier], classes: classes, load: .constant(1))
    }

    /// Sets the lag of both replicas at instants, and measures.
    private func run(_ system: SystemDescription, _ lags: [(at: Double, lag: Double)]) -> RunResult {
        runScript(
            system, seconds: 1000, configure: { $0.service.rowsPerRequest = [0, 1] },
            script: { run in
                for entry in lags {
                    try await run.wait(entry.at - run.simulation.now.seconds)
                    run.settleNow()
                    for replica in [1, 2] { run.cluster.setConversionLag(entry.lag, of: replica) }
                    #expect(run.service.replicaLag(tier: 0, shard: 0) >= entry.lag)
                }
            })
    }

    @Test("no reads from the limit on, until the lag is half of it; applying live writes may cost nothing", arguments: [0.01, 0])
    func mark(_ applyRow: Double) {
        let result = run(shop(applyRow: applyRow), [(100, 29), (200, 30), (300, 16), (350, 15), (400, 29), (500, 0)])
        #expect(agrees(result.measures.classes[0].lost, 40 * 150, within: 1e-6))
        #expect(result.causes.contains { $0.label == "replica lag" })
        #expect(result.longestLag == 30)
    }

    /// 120 rows a second are written: 0.2 s of lag a second. With 12 s of converted chunks 18 s of live writes, after 90 s, are the limit.
    @Test("what is behind adds up in seconds")
    func sum() {
        let result = run(shop(editsPerSecond: 120), [(10, 12)])
        #expect(agrees(result.measures.classes[0].lost, 40 * 910, within: 1e-6))
        #expect(agrees(result.longestLag, 12 + 200, within: 1e-6))
    }
}
