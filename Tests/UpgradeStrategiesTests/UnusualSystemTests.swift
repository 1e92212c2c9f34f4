import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Systems at the edge of what the strategies expect: each finishes, and what users see follows from the system.
@Suite struct UnusualSystemTests {
    private func checked(_ shop: ThreeTier, _ strategy: any Strategy, _ comment: Comment? = nil) -> RunResult {
        let (run, result) = shop.run(strategy)
        #expect(result.outcome == .finished(retries: 0), comment)
        #expect(Complaints.aboutEnd(run, result, version: .new) == [], comment)
        #expect(Complaints.aboutSums(run, result) == [], comment)
        return result
    }

    @Test("tiers of one node are down while it is upgraded, except for the parallel universe", arguments: StrategyCatalogue.all.map(\.name))
    func oneNodeTiers(_ name: String) throws {
        var shop = ThreeTier()
        shop.nodes = [1, 1]
        shop.viewsPerSecond = 20
        let result = checked(shop, try #require(StrategyCatalogue.strategy(named: name)))
        let outage = result.measures.classes[0].outageSeconds
        switch name {
        // The web node is out for 120 s, the application node for 150 s, one after the other.
        case "rolling": #expect(outage == 270)
        case "parallel-universe": #expect(outage == 0)
        default: #expect(outage > 120)
        }
    }

    @Test("a shard without replicas cannot be read while its only server converts", arguments: StrategyCatalogue.all.map(\.name))
    func withoutReplicas(_ name: String) throws {
        var shop = ThreeTier()
        shop.servers = [3, 1]
        let result = checked(shop, try #require(StrategyCatalogue.strategy(named: name)))
        let lost = result.measures.classes[0].lost
        // Four tenths of the views go to that shard; it is out for 240 s + 240 s + 120 s at least.
        if name == "parallel-universe" { #expect(lost == 0) } else { #expect(lost >= 40 * 600) }
        if name == "rolling" { #expect(result.measures.classes[0].outageSeconds == 0) }
    }

    @Test("large shards: every server of a shard follows in the end", arguments: StrategyCatalogue.all.map(\.name))
    func largeShards(_ name: String) throws {
        var shop = ThreeTier()
        shop.servers = [7, 4]
        shop.primaryReads = .whileReadOnly
        let result = checked(shop, try #require(StrategyCatalogue.strategy(named: name)))
        // Reads go on throughout: each shard has a reader at any time.
        if name != "fast-reboot" { #expect(result.measures.classes[0].lost == 0) }
    }

    @Test("a tier without new software stays as it is", arguments: StrategyCatalogue.all.map(\.name))
    func notUpgraded(_ name: String) throws {
        var shop = ThreeTier()
        shop.hasSearch = true
        let result = checked(shop, try #require(StrategyCatalogue.strategy(named: name)))
        #expect(result.measures.plannedNodeSecondsLost[3] == 0)
        #expect(result.measures.mixedVersionSecondsByTier[3] == 0)
    }

    @Test("writes that are held wait up to the limit, then are refused", arguments: [60, 10_000])
    func heldWrites(_ limit: Int) {
        var shop = ThreeTier()
        shop.closedWrites = .hold(.seconds(limit))
        let result = checked(shop, RollingUpgrade())
        // The window lasts 1,245 s; ten edits a second arrive.
        let waited = Double(min(limit, 1245))
        #expect(agrees(result.measures.classes[1].slow, 10 * waited, within: 1e-6))
        #expect(agrees(result.measures.classes[1].lost + 1, 10 * (1245 - waited) + 1, within: 1e-6))
        #expect(agrees(result.measures.shardReadOnlySeconds[ThreeTier.database][0], 1245, within: 1e-9))
    }

    @Test("an upgrade of software only, without a dataset, finishes under every strategy", arguments: StrategyCatalogue.all.map(\.name))
    func withoutData(_ name: String) throws {
        var rehearsal = ThreeTier().rehearsal
        rehearsal.dataset = nil
        let run = UpgradeRun(rehearsal, strategy: try #require(StrategyCatalogue.strategy(named: name)), seed: 1, replication: 0)
        let result = run.run()
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(Complaints.aboutSums(run, result) == [])
        #expect(result.rowsConverted == 0)
    }

    @Test("without a second system a parallel universe gives up at once, with nothing done")
    func noSecondSystem() {
        var rehearsal = ThreeTier().rehearsal
        rehearsal.parallel = nil
        let run = UpgradeRun(rehearsal, strategy: ParallelUniverse(), seed: 1, replication: 0)
        let result = run.run()
        #expect(result.outcome.label == "gave up")
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(result.measures.classes.allSatisfy { $0.lost == 0 })
    }

    @Test("caches that a restart empties cost what the tier behind them cannot carry, and the step that emptied them owns it")
    func coldCaches() {
        // Two caches answer nine tenths of 100 requests a second; the back end carries 40 a second of 0.1 s each.
        let cache = TierDescription(
            name: "cache", nodes: 2, hardware: Systems.machine(cores: 4), software: Systems.software(warmUp: 0),
            cacheSurvivesRestart: false,
            cacheWarmUp: .seconds(800))
        let back = TierDescription(
            name: "back", nodes: 4, hardware: Systems.machine(), software: Systems.software(), isUpgraded: false)
        let request = RequestClass(
            name: "request", ratio: 1, objective: .seconds(1),
            path: [PathStep(tier: 0, demandCoreSeconds: 0.001, hit: 0.9), PathStep(tier: 1, demandCoreSeconds: 0.1)])
        let system = SystemDescription(sites: [Systems.wideSite], tiers: [cache, back], classes: [request], load: .constant(100))
        let run = UpgradeRun(Rehearsal(system: system, horizon: .hours(2)), strategy: FastReboot(), seed: 1, replication: 0)
        let result = run.run()
        #expect(result.outcome.isFinished)
        // 210 s of reboot, 20 s of redirection: all is lost. Then warmth w = 1 - (1 - k/8)^2 over eight steps of 100 s:
        // 10 + 90 (1 - w) a second miss, 40 are served.
        var lost = 230 * 100.0
        for step in 0..<8 {
            let rest = 1 - Double(step) / 8
            lost += 100 * max(0, 10 + 90 * rest * rest - 40)
        }
        #expect(agrees(result.measures.classes[0].lost, lost, within: 1e-9), "\(result.measures.classes[0])")
        #expect(Complaints.aboutSums(run, result) == [])
        #expect(agrees(result.measures.classes[0].lostToPlan, lost, within: 1e-9))
    }
}
