import CloudMarket
import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Servers that break down for hours at the worst moment: the others go on, and nobody waits with writes closed who need not.
@Suite struct BrokenServerTests {
    /// Nodes 9, 10, 11 are shard 0; in the second system the databases are nodes 24 ... 29, shard 0 first.
    private func shop(_ change: (inout ThreeTier) -> Void = { _ in }) throws -> ThreeTier {
        var shop = ThreeTier()
        shop.horizon = .hours(24)
        shop.hardwareFaults = HardwareFaults(
            timeToFailure: nil, timeToRepair: try .constant(20_000), detection: .seconds(20), replicationDelay: .seconds(2))
        change(&shop)
        return shop
    }

    private func closed(_ result: RunResult) -> Double { result.measures.shardReadOnlySeconds[ThreeTier.database][0] }

    private func step(_ result: RunResult, _ label: String) throws -> (start: Double, seconds: Double) {
        let step = try #require(result.steps.first { $0.label == label })
        return (step.start.seconds, (step.end - step.start).seconds)
    }

    @Test(
        "fast reboot: a server that breaks while it converts is built anew later, the site comes back without it", arguments: [9, 10, 11])
    func reboot(_ node: Int) throws {
        let shop = try shop()
        let free = shop.run(FastReboot()).result
        let (run, result) = shop.run(FastReboot()) { $0.crash(node, atSeconds: 400) }
        #expect(abs(closed(result) - closed(free)) < 60)
        #expect(result.outcome == .finished(retries: 0))
        #expect(result.duration.seconds > 20_000)
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(Complaints.aboutSums(run, result) == [])
    }

    @Test(
        "big flip with a larger shard: one of two converting servers breaks, the flip comes all the same",
        arguments: [ConversionWrites.readOnly, .tracked])
    func flip(_ writes: ConversionWrites) throws {
        let shop = try shop {
            $0.servers = [5, 3]
            $0.options.conversionWrites = writes
        }
        let free = shop.run(BigFlip()).result
        // Nodes 10 and 11 convert.
        let (run, result) = shop.run(BigFlip()) { $0.crash(11, atSeconds: 450) }
        #expect(abs(try step(result, "flip").start - step(free, "flip").start) < 60)
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(Complaints.aboutSums(run, result) == [])
    }

    @Test("rolling: a broken application node does not keep writes closed")
    func reader() throws {
        let shop = try shop()
        let free = shop.run(RollingUpgrade()).result
        let (run, result) = shop.run(RollingUpgrade()) { $0.crash(6, atSeconds: 1400) }
        #expect(abs(closed(result) - closed(free)) < 1)
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
    }

    @Test("the new universe's primary is broken at the switchover: another server leads", arguments: [24, 25])
    func switchover(_ node: Int) throws {
        let shop = try shop { $0.isLeased = true }
        let free = shop.run(ParallelUniverse()).result
        let quiescence = try step(free, "quiescence and switchover")
        let (run, result) = shop.run(ParallelUniverse()) { $0.crash(node, atSeconds: quiescence.start - 100) }
        #expect(abs(closed(result) - closed(free)) < 60)
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
    }

    @Test("a server at home is broken when users come back: they do not wait for it", arguments: [9, 10])
    func home(_ node: Int) throws {
        let shop = try shop { $0.isLeased = true }
        let free = shop.run(ParallelUniverse()).result
        let back = try step(free, "switch back")
        let (run, result) = shop.run(ParallelUniverse()) { $0.crash(node, atSeconds: back.start - 10) }
        #expect(abs(closed(result) - closed(free)) < 60)
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
    }

    @Test("a source that stands still for longer than a load cycle, as it is broken, is no divergence")
    func standstill() throws {
        let shop = try shop { $0.horizon = .hours(48) }
        // The load cycle is an hour, the repair takes five and a half; node 11 is the source of shard 0.
        let (run, result) = shop.run(ParallelUniverse()) { $0.crash(11, atSeconds: 700) }
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
    }

    @Test("after the point of no return nothing is rolled back, whatever fails")
    func noWayBack() {
        var shop = ThreeTier()
        shop.horizon = .hours(24)
        var rehearsal = shop.rehearsal
        // 18 rows a second are written to shard 0, 17 applied.
        rehearsal.system.tiers[ThreeTier.database].applyCoreSecondsPerRow = 1.0 / 17
        let run = UpgradeRun(rehearsal, strategy: RollingUpgrade(), seed: 1, replication: 0)
        let result = run.run()
        #expect(result.outcome.label == "never converges")
        #expect(result.pointOfNoReturn != nil)
        #expect(result.steps.allSatisfy { $0.label != "roll back" })
        #expect(run.cluster.nodes(of: ThreeTier.application).allSatisfy { run.cluster.nodes[$0].version == .new })
        #expect(closed(result) < 1300)
    }

    @Test("machines that were kept for another attempt go back when the deadline leaves no time for it")
    func keptInVain() {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.horizon = .hours(24)
        shop.launchFailureProbability = 0.45
        shop.procedure.attempts = 5
        shop.procedure.keep = .leases
        shop.procedure.pauseBetweenAttempts = .hours(3)
        shop.calendar.deadline = .zero + .hours(2)
        let (run, result) = shop.run(ParallelUniverse())
        #expect(result.outcome.label == "gave up")
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(result.leasedNodeHours < 16 * 4)
    }

    @Test("writes that were held reach the replicas at once when their shard opens")
    func heldRows() {
        var shop = ThreeTier()
        shop.closedWrites = .hold(.hours(1))
        shop.servers = [5, 5]
        var rehearsal = shop.rehearsal
        rehearsal.system.tiers[ThreeTier.database].applyCoreSecondsPerRow = 0.02
        let result = UpgradeRun(rehearsal, strategy: BigFlip(), seed: 1, replication: 0).run()
        // Six edits a second for as long as the shard is closed, three rows each, at 50 rows a second; the lag shrinks from there.
        #expect(agrees(result.longestLag, closed(result) * 18 / 50, within: 0.01))
    }

    @Test("a lag limit of nothing makes no storm of events")
    func storm() {
        var shop = ThreeTier()
        shop.primaryReads = .never
        shop.horizon = .hours(1)
        var rehearsal = shop.rehearsal
        rehearsal.system.tiers[ThreeTier.database].applyCoreSecondsPerRow = 0.5
        rehearsal.system.tiers[ThreeTier.database].lagLimit = .zero
        rehearsal.system.classes[1].path.insert(PathStep(tier: ThreeTier.database, demandCoreSeconds: 0.005), at: 2)
        let result = UpgradeRun(rehearsal, strategy: StrategyCatalogue.control, seed: 1, replication: 0).run()
        #expect(result.events < 35_000)
    }
}
