import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Upgrades one node and notes how warm its cache is.
private final class OneNode: Strategy, @unchecked Sendable {
    var warmth: [Double] = []
    let run: () -> UpgradeRun?
    init(_ run: @escaping () -> UpgradeRun?) { self.run = run }
    var name: String { "one-node" }
    func perform(_ operations: Operations) async throws {
        let cause = operations.planned("step")
        let ready = try await operations.upgradeSoftware(of: [0], cause: cause)
        warmth.append(run()?.cluster.nodes[0].warmth ?? -1)
        operations.returnToService(ready, cause: cause)
        warmth.append(run()?.cluster.nodes[0].warmth ?? -1)
        // A cache that needs T = 200 s has t = 20 s behind it: 180 s are left, in eight steps.
        try await operations.hold(for: .seconds(91))
        warmth.append(run()?.cluster.nodes[0].warmth ?? -1)
        try await operations.hold(for: .seconds(90))
        warmth.append(run()?.cluster.nodes[0].warmth ?? -1)
    }
    func rollBack(_ operations: Operations) async throws {}
}

/// Caches that a restart empties fill along 1 - (1 - t/T)², out of rotation and in it.
@Suite struct CacheTests {
    @Test("a warm-up of a tenth of the time leaves the rest to users; one that is long enough leaves nothing", arguments: [20, 200, 900])
    func partly(_ warmUp: Int) {
        var system = Systems.oneTier(nodes: 4, utilisation: 0.3, software: Systems.software(warmUp: warmUp))
        system.tiers[0].cacheSurvivesRestart = false
        system.tiers[0].cacheWarmUp = .seconds(200)
        var made: UpgradeRun?
        let strategy = OneNode { made }
        let run = UpgradeRun(Rehearsal(system: system, horizon: .hours(2)), strategy: strategy, seed: 1, replication: 0)
        made = run
        _ = run.run()
        let first = warmUp < 200 ? 1 - 0.9 * 0.9 : 1
        #expect(agrees(strategy.warmth[0], first) && agrees(strategy.warmth[1], first))
        #expect(agrees(strategy.warmth[2], warmUp < 200 ? 1 - 0.45 * 0.45 : 1))
        #expect(strategy.warmth[3] == 1)
        made = nil
    }
}
