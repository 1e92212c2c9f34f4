import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Refused users who try again with probability q: a request is lost when its user gives up.
@Suite struct RetryTests {
    @Test("where nothing is served everything is lost, whatever the number of retries", arguments: [0, 0.5, 0.9])
    func nothingServed(_ q: Double) {
        var system = Systems.oneTier(nodes: 2, utilisation: 0.5)
        system.retryProbability = q
        let result = runScript(
            system, seconds: 100,
            script: { run in
                run.cluster.takeOut([0, 1], for: run.cluster.cause("step", .planned))
            })
        #expect(agrees(result.measures.classes[0].lost, 1000, within: 1e-9))
        #expect(result.measures.classes[0].served == 0)
        #expect(agrees(result.measures.classes[0].lostToPlan, 1000, within: 1e-9))
        #expect(result.measures.classes[0].outageSeconds == 100)
    }

    @Test("closed writes: the same", arguments: [0, 0.5, 0.9])
    func closedWrites(_ q: Double) {
        let shard = ShardDescription(name: "shard", nodes: 2, shareOfLoad: 1, shareOfData: 1)
        let tier = TierDescription(name: "database", nodes: 2, hardware: Systems.machine(), software: Systems.software(), shards: [shard])
        let edit = RequestClass(
            name: "edit", ratio: 1, writes: true, objective: .seconds(1), path: [PathStep(tier: 0, demandCoreSeconds: 0.1, isWrite: true)])
        let system = SystemDescription(
            sites: [Systems.wideSite], tiers: [tier], classes: [edit], load: .constant(5), retryProbability: q)
        let result = runScript(
            system, seconds: 100,
            script: { run in
                try await run.wait(40)
                run.cluster.closeWrites(tier: 0, shard: 0, cause: run.cluster.cause("window", .planned), hold: false)
            })
        #expect(agrees(result.measures.classes[0].lost, 5 * 60, within: 1e-9))
        #expect(agrees(result.measures.classes[0].served, 5 * 40, within: 1e-9))
    }

    @Test("a single tier serves its capacity, with retries or without", arguments: [0, 0.3, 0.9])
    func singleTier(_ q: Double) {
        var system = Systems.oneTier(nodes: 10, utilisation: 2)
        system.retryProbability = q
        let result = runScript(system, seconds: 100)
        #expect(agrees(result.measures.classes[0].served, 100 * 100, within: 1e-6))
        #expect(agrees(result.measures.classes[0].lost, 100 * 100, within: 1e-6))
    }

    /// 60 and 100 requests a second share a front of 180; the second class goes on to a tier of 50. Without retries the front has room for both. With
    /// q = 0.5 the refused come again until the front is full, and the first class loses too.
    @Test("retries at one tier crowd others out of the tier before it")
    func crowdingOut() {
        func measure(_ q: Double) -> [ClassMeasures] {
            let front = TierDescription(name: "front", nodes: 18, hardware: Systems.machine(), software: Systems.software())
            let back = TierDescription(name: "back", nodes: 5, hardware: Systems.machine(), software: Systems.software())
            let step = PathStep(tier: 0, demandCoreSeconds: 0.1)
            let classes = [
                RequestClass(name: "first", ratio: 60, objective: .seconds(1), path: [step]),
                RequestClass(
                    name: "second", ratio: 100, objective: .seconds(1), path: [step, PathStep(tier: 1, demandCoreSeconds: 0.1)]),
            ]
            let system = SystemDescription(
                sites: [Systems.wideSite], tiers: [front, back], classes: classes, load: .constant(1), retryProbability: q)
            return runScript(system, seconds: 1).measures.classes
        }
        let without = measure(0)
        #expect(without[0].lost == 0)
        #expect(agrees(without[1].served, 50, within: 1e-9))
        let q = 0.5
        let with = measure(q)
        // From what was lost follow the arrivals: of R arrivals R - served were refused, and (1 - q) of these gave up.
        let arrivals = with.map { $0.served + $0.lost / (1 - q) }
        for (index, measured) in with.enumerated() {
            #expect(agrees(arrivals[index], measured.offered + q * (arrivals[index] - measured.served), within: 1e-9))
        }
        let passed = with[0].served / arrivals[0]
        #expect(passed < 0.99)
        #expect(agrees(passed * (arrivals[0] + arrivals[1]), 180, within: 1e-6))
        #expect(agrees(with[1].served, 50, within: 1e-6))
    }
}
