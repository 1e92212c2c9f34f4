import ClusterModel
import Scenarios
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

@testable import Experiments

@Suite("headroom") struct HeadroomTests {
    private func headroom(_ scenario: Scenario) -> Headroom {
        Headroom(scenario.rehearsal.system, horizon: scenario.rehearsal.horizon)
    }

    @Test("the largest batch loses nothing in a run, and one more loses what the formula says", arguments: [50.0, 62.0, 80.0])
    func againstRuns(rate: Double) throws {
        let scenario = Fixtures.scenario(Fixtures.plain, ["workload.rate=\(rate)/s"])
        let tier = headroom(scenario).tiers[0]
        #expect(tier.largestBatch == 10 - Int((rate / 10).rounded(.up)))
        func lost(_ batch: Int) throws -> Double {
            let comparison = Fixtures.comparison(
                Fixtures.plain, ["workload.rate=\(rate)/s", "tiers.web.software.batch=\(batch)", "strategies=[rolling]"], replications: 1)
            return comparison.mean("lost.read", "rolling")
        }
        #expect(try lost(tier.largestBatch) == 0)
        let batch = tier.largestBatch + 1
        let full = Double(10 / batch)
        let rest = 10 % batch
        // Each batch is out for 100 s; what exceeds the capacity that is left is lost.
        let excess = full * max(0, rate - Double(10 - batch) * 10) + (rest > 0 ? max(0, rate - Double(10 - rest) * 10) : 0)
        #expect(abs(try lost(batch) - 100 * excess) < 1e-6 * 100 * excess)
    }

    @Test("the smallest fleet loses nothing in a run, and one node fewer loses", arguments: [(7, 0.0), (6, 7200 * 2.0)])
    func smallestFleet(nodes: Int, lost: Double) {
        let scenario = Fixtures.scenario(Fixtures.plain, ["workload.rate=62/s"])
        #expect(headroom(scenario).tiers[0].smallestFleet == 7)
        let comparison = Fixtures.comparison(
            Fixtures.plain, ["workload.rate=62/s", "tiers.web.nodes=\(nodes)", "strategies=[rolling]"], replications: 1)
        #expect(abs(comparison.mean("lost.read", "none") - lost) < 1e-6)
    }

    @Test("hits keep requests from later tiers; readers of a shard are its replicas; the peak is that of the horizon")
    func shards() throws {
        let hardware = HardwareDescription(cores: 1, diskReadBytesPerSecond: 1, diskWriteBytesPerSecond: 1, portBytesPerSecond: 1)
        let software = SoftwareTimes(drain: .zero, install: .seconds(1), restart: .zero, warmUp: .zero, batch: 2)
        let cache = TierDescription(name: "cache", nodes: 4, hardware: hardware, software: software)
        let database = TierDescription(
            name: "database", nodes: 8, hardware: hardware, software: software,
            shards: [
                ShardDescription(name: "a", nodes: 5, shareOfLoad: 0.75, shareOfData: 0.5),
                ShardDescription(name: "b", nodes: 3, shareOfLoad: 0.25, shareOfData: 0.5),
            ])
        let view = RequestClass(
            name: "view", ratio: 1, objective: .seconds(1),
            path: [PathStep(tier: 0, demandCoreSeconds: 0.01, hit: 0.8), PathStep(tier: 1, visits: 10, demandCoreSeconds: 0.01)])
        let system = SystemDescription(
            sites: [SiteDescription(name: "s", backboneBytesPerSecond: 1, rackSize: 40, uplink: .bytesPerSecond(1))],
            tiers: [cache, database],
            classes: [view], load: LoadProfile(step: .hours(1), ratesPerSecond: [100, 200, 400]))
        let headroom = Headroom(system, horizon: .minutes(90))
        // At 200/s the cache has 2 core-seconds per second on 4 nodes; 40/s x 0.1 s = 4 reach the database, 3 of them shard a's four readers.
        #expect(headroom.peakRate == 200)
        #expect(headroom.tiers[0].peakUtilisation == 0.5)
        #expect(headroom.tiers[0].largestBatch == 2)
        let tier = headroom.tiers[1]
        #expect(tier.shard == "a")
        #expect(abs(tier.peakUtilisation - 0.75) < 1e-12)
        #expect(tier.nodes == 4)
        #expect(tier.largestBatch == 1)
        #expect(tier.smallestFleet == 3 + 1 + 1 + 1)
        #expect(
            headroom.line == "headroom: `database`, shard `a`, is tightest, 75.00 % at the peak; largest batch that loses nothing 1 of 4, "
                + "smallest fleet 6 nodes; `database` rolls 2 at a time and can spare 1")
        #expect(Headroom(system, horizon: .hours(3)).peakRate == 400)
    }

    /// One class that reads for `read` core-seconds and writes for `write` core-seconds a request, at 100 requests a second.
    private func sharded(_ shards: [ShardDescription], read: Double, write: Double) -> Headroom {
        let hardware = HardwareDescription(cores: 1, diskReadBytesPerSecond: 1, diskWriteBytesPerSecond: 1, portBytesPerSecond: 1)
        let software = SoftwareTimes(drain: .zero, install: .seconds(1), restart: .zero, warmUp: .zero, batch: 1)
        let database = TierDescription(
            name: "database", nodes: shards.reduce(0) { $0 + $1.nodes }, hardware: hardware, software: software, shards: shards)
        let save = RequestClass(
            name: "save", ratio: 1, objective: .seconds(1),
            path: [PathStep(tier: 0, demandCoreSeconds: read), PathStep(tier: 0, demandCoreSeconds: write, isWrite: true)])
        let system = SystemDescription(
            sites: [SiteDescription(name: "s", backboneBytesPerSecond: 1, rackSize: 40, uplink: .bytesPerSecond(1))], tiers: [database],
            classes: [save], load: .constant(100))
        return Headroom(system, horizon: .hours(1))
    }

    @Test("the batch and the shard that are named belong together: the one with least to spare")
    func leastSpare() {
        let headroom = sharded(
            [
                ShardDescription(name: "wide", nodes: 21, shareOfLoad: 0.9, shareOfData: 0.5),
                ShardDescription(name: "narrow", nodes: 3, shareOfLoad: 0.1, shareOfData: 0.5),
            ], read: 0.19, write: 0)
        // wide: 17.1 of 20 readers, spares 2 at 85.5 %; narrow: 1.9 of 2, spares none.
        #expect(headroom.tiers[0].shard == "narrow" && headroom.tiers[0].largestBatch == 0)
        #expect(abs(headroom.tiers[0].peakUtilisation - 0.95) < 1e-12)
        let idle = sharded(
            [
                ShardDescription(name: "wide", nodes: 21, shareOfLoad: 0.95, shareOfData: 0.5),
                ShardDescription(name: "narrow", nodes: 2, shareOfLoad: 0.05, shareOfData: 0.5),
            ], read: 0.19, write: 0)
        // wide: 18.05 of 20, spares 1 at 90.25 %; narrow: 0.95 of 1, spares none.
        #expect(idle.tiers[0].shard == "narrow" && idle.tiers[0].largestBatch == 0 && idle.tiers[0].nodes == 1)
        let half = sharded(
            [
                ShardDescription(name: "wide", nodes: 21, shareOfLoad: 0.98, shareOfData: 0.5),
                ShardDescription(name: "narrow", nodes: 2, shareOfLoad: 0.02, shareOfData: 0.5),
            ], read: 0.19, write: 0)
        // wide: 18.62 of 20 at 93.1 %, spares 1; narrow: 0.38 of 1, spares none.
        #expect(half.tiers[0].shard == "narrow" && half.tiers[0].largestBatch == 0)
    }

    @Test("writes beyond the primary are lost whatever the fleet, and the line does not say otherwise")
    func writes() {
        let shards = [ShardDescription(name: "main", nodes: 4, shareOfLoad: 1, shareOfData: 1)]
        let over = sharded(shards, read: 0.01, write: 0.012)
        #expect(over.tiers[0].isWriteBound)
        #expect(
            over.line
                == "headroom: `database`, shard `main`, is tightest, 120.00 % at the peak; its primary cannot take all writes even without an "
                + "upgrade, however many nodes there are")
        let enough = sharded(shards, read: 0.01, write: 0.01)
        #expect(!enough.tiers[0].isWriteBound && enough.line.contains("largest batch that loses nothing 2 of 3"))
    }
}
