import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// What operators spend their time on, and what they see to at once.
@Suite struct OperatorTests {
    @Test(
        "operators are never busy for longer than the upgrade takes, and a conversion needs nobody",
        arguments: StrategyCatalogue.all.map(\.name))
    func hours(_ name: String) throws {
        let shop = ThreeTier()
        let result = shop.run(try #require(StrategyCatalogue.strategy(named: name))).result
        #expect(result.operatorHours * 3600 <= result.duration.seconds)
        if name == "fast-reboot" {
            // Checking data, 120 s, and software, 15 s, and bringing everything back, 20 s.
            #expect(agrees(result.operatorHours * 3600, 120 + 15 + 20, within: 1e-6))
        }
    }

    @Test("waiting for machines is nobody's work")
    func quota() {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.horizon = .hours(12)
        let early = shop.run(ParallelUniverse()).result.operatorHours
        shop.quota = (initial: 10, later: 100, after: .hours(5))
        let late = shop.run(ParallelUniverse()).result.operatorHours
        #expect(agrees(early, late, within: 1e-6))
    }

    private func withCrashes(_ repair: Int) throws -> HardwareFaults {
        HardwareFaults(
            timeToFailure: nil, timeToRepair: try .constant(Double(repair)), detection: .seconds(20), replicationDelay: .seconds(2))
    }

    @Test("a failover in the middle of a held window: nobody waits for ever", arguments: [600.0, 900, 1300])
    func heldThroughFailover(_ instant: Double) throws {
        var shop = ThreeTier()
        shop.closedWrites = .hold(.hours(10))
        shop.hardwareFaults = try withCrashes(4000)
        // Node 9 is the primary of shard 0; writes are closed from 480 to 1,725 s.
        let (run, result) = shop.run(RollingUpgrade()) { $0.crash(9, atSeconds: instant) }
        #expect(Complaints.aboutSums(run, result) == [])
        #expect(result.waiting.allSatisfy { $0 == 0 })
    }

    @Test("a primary that crashes while its only replica is out is replaced when the replica is back, not when it is repaired")
    func replicaReturns() throws {
        var shop = ThreeTier()
        shop.servers = [2, 2]
        shop.change = .none
        shop.horizon = .hours(12)
        shop.hardwareFaults = try withCrashes(20_000)
        let free = shop.run(RollingUpgrade()).result
        let roll = try #require(free.steps.first { $0.label.hasPrefix("roll database") })
        let (_, result) = shop.run(RollingUpgrade()) { $0.crash(9, atSeconds: roll.start.seconds + 100) }
        // The replica needs 200 s more, then 30 s to take over, instead of 20,000 s.
        #expect(result.measures.shardReadOnlySeconds[ThreeTier.database][0] < 400)
    }

    @Test("a repair does not let work go on outside the change windows")
    func window() throws {
        var shop = ThreeTier()
        shop.horizon = .hours(120)
        shop.loadCycle = .hours(24)
        shop.hardwareFaults = try withCrashes(600)
        // The window closes at 900 s, in the middle of the conversion; node 10 converts.
        shop.calendar = Calendar(windows: [ChangeWindow(from: .zero, to: .seconds(900))])
        let free = shop.run(RollingUpgrade()).result
        let crashed = shop.run(RollingUpgrade()) { $0.crash(10, atSeconds: 880) }.result
        #expect(free.outcome.isFinished && crashed.outcome.isFinished)
        // But for a chunk.
        #expect(crashed.duration + .seconds(5) >= free.duration)
    }

    @Test("a fleet in which some node is always broken finishes all the same")
    func largeFleet() throws {
        var shop = ThreeTier()
        shop.nodes = [3000, 3000]
        shop.horizon = .hours(24)
        shop.hardwareFaults = HardwareFaults(
            timeToFailure: try .exponential(mean: 40 * 86_400), timeToRepair: try .exponential(mean: 4 * 3600), detection: .seconds(20),
            replicationDelay: .seconds(2))
        var rehearsal = shop.rehearsal
        for tier in [ThreeTier.web, ThreeTier.application] { rehearsal.system.tiers[tier].software.batch = 1500 }
        let result = UpgradeRun(rehearsal, strategy: RollingUpgrade(), seed: 3, replication: 0).run()
        // 3,000 x 4 h / 40 d: twelve of each tier are broken at any time. Stragglers of two batches take some repairs longer than the work.
        #expect(result.outcome == .finished(retries: 0))
        #expect(result.duration < .hours(20))
    }
}
