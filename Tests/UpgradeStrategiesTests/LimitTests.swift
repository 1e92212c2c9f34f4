import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Does something once the second system is there.
private struct Transfer: Strategy {
    var name: String { "transfer" }

    func perform(_ operations: Operations) async throws {
        try await operations.bootstrapUniverse()
        try await operations.transferToUniverse()
    }
    func rollBack(_ operations: Operations) async throws {}
}

/// What holds transfers and conversions back, and for how long; times worked by hand.
@Suite struct LimitTests {
    /// The shop with one server a shard and one table of 1 M rows of 100 bytes, 60 MB of it on shard 0 and 40 MB on shard 1. The second system is
    /// at another site, behind a link of 0.2 MB/s.
    private func rehearsal(link: Double = 0.2e6, rowSeconds: Double = 1e-6) -> Rehearsal {
        var shop = ThreeTier()
        shop.servers = [1, 1]
        shop.viewsPerSecond = 1e-9
        var rehearsal = shop.rehearsal
        var there = rehearsal.system.sites[0]
        there.name = "there"
        rehearsal.system.sites.append(there)
        rehearsal.system.wideAreaLinks = [WideAreaLink(first: 0, second: 1, bytesPerSecond: link, latency: .milliseconds(50))]
        for index in rehearsal.parallel?.tiers.indices ?? 0..<0 { rehearsal.parallel?.tiers[index].tier.site = 1 }
        rehearsal.dataset?.tables = [
            TableDescription(name: "page", rows: 1e6, bytesPerRow: 100, change: .incompatible, coreSecondsPerRow: rowSeconds)
        ]
        rehearsal.dataset?.chunkBytes = 1e5
        rehearsal.options.bootstrap = .seconds(700)
        return rehearsal
    }

    private func limits(_ rehearsal: Rehearsal, _ intervention: Intervention? = nil) -> [PhaseLimits] {
        let run = UpgradeRun(rehearsal, strategy: Transfer(), seed: 1, replication: 0)
        run.intervention = intervention
        return run.run().limits
    }

    /// Expects that a phase was limited by these things for so many seconds, and by nothing else.
    private func expect(
        _ phases: [PhaseLimits], _ name: String, _ expected: [String: Double], location: SourceLocation = #_sourceLocation
    ) {
        guard let phase = phases.first(where: { $0.phase == name }) else {
            Issue.record("no phase `\(name)` among \(phases.map(\.phase))", sourceLocation: location)
            return
        }
        for entry in phase.limits {
            let seconds = expected[entry.limit] ?? 0
            #expect(abs(entry.seconds - seconds) <= 1e-5, "\(name), \(entry.limit): \(seconds) s expected", sourceLocation: location)
        }
        #expect(phase.limits.count == expected.count, "\(phase.limits)", sourceLocation: location)
        #expect(phase.limits.reduce(0) { $0 + $1.nanoseconds } == phase.jobNanoseconds, sourceLocation: location)
    }

    /// The source converts, at 1 ms a row. By night the ceiling of 0.75 leaves it 150 kB/s, and both shards share the link with 100 kB/s each. By
    /// day shard 0 is busy with requests for half of its time, as 0.6 x (0.01 + 0.1 x 0.02) core-seconds a view say, and shard 1 for a third: 50
    /// and 83 kB/s are left. In the rush hour it is the whole of shard 0.
    ///
    /// From 700 s to 1,000 s both send 30 MB over the link. By day shard 1 needs 120 s for the rest, and shard 0 gets on by 25 MB in 500 s. Then
    /// it waits for the end of the rush hour at 2,000 s, and sends 5 MB in 33 s by night, alone and so no longer limited by the link.
    @Test("two shards share a link by night, and what requests leave of the sources by day")
    func daily() {
        var rehearsal = rehearsal(rowSeconds: 1e-3)
        let (night, day) = (1e-9, 1 / 0.0072)
        rehearsal.system.load = LoadProfile(step: .seconds(500), ratesPerSecond: [night, night, day, 2 * day])
        rehearsal.utilisationCeiling = 0.75
        rehearsal.dataset?.pipeline.site = .source
        expect(
            limits(rehearsal), "transfer and convert database",
            [
                "the link from here to there": 600, "processors of the source": 500 + 120 + 100.0 / 3,
                "requests that leave it nothing": 500,
            ])
    }

    /// With a tenth of a disk of 1 MB/s each shard sends 100 kB/s, 30 MB in 300 s. Then the operator allows nine tenths, and the link of 400 kB/s
    /// is shared: 50 s for the rest of shard 1, and 50 s more, alone, for 20 MB of shard 0.
    @Test("a conversion that the source's disk limits at first, and the link later")
    func diskThenLink() {
        var rehearsal = rehearsal(link: 0.4e6)
        rehearsal.system.tiers[ThreeTier.database].hardware.diskReadBytesPerSecond = 1e6
        rehearsal.utilisationCeiling = 0.1
        var changed = rehearsal
        changed.utilisationCeiling = 0.9
        expect(
            limits(rehearsal, Intervention(time: .seconds(1000), change: .set(changed))), "transfer and convert database",
            ["disks of the source": 600, "the link from here to there": 150])
    }

    /// A window of 10 kB on a round trip of 100 ms carries 100 kB/s. A table of 10 MB at 1 ms for each row of 10 bytes gets 20 kB/s of two
    /// threads.
    @Test("each table has the limit of its own that is the smaller: the window for one, threads for the other")
    func windowAndThreads() {
        var rehearsal = rehearsal(link: 1e9)
        rehearsal.dataset?.windowBytes = 10e3
        rehearsal.dataset?.tables.append(
            TableDescription(name: "log", rows: 1e6, bytesPerRow: 10, change: .incompatible, coreSecondsPerRow: 1e-3))
        // Otherwise two threads are all of the target's processor.
        rehearsal.parallel?.tiers[ThreeTier.database].tier.hardware.cores = 4
        expect(limits(rehearsal), "transfer and convert database", ["its window": 1000, "its threads": 500])
    }

    /// Three servers of each shard, 600 and 400 core-seconds for pages, 120 and 80 for the log.
    @Test("conversion in place by one thread")
    func threads() {
        let (_, result) = run(ThreeTier())
        expect(result.limits, "convert database", ["its threads": 3 * (720 + 480)])
        #expect(result.limits.count == 1)
    }

    private func run(_ shop: ThreeTier, threads: Int = 1, _ prepare: (UpgradeRun) -> Void = { _ in }) -> (UpgradeRun, RunResult) {
        var rehearsal = shop.rehearsal
        rehearsal.dataset?.threads = threads
        let run = UpgradeRun(rehearsal, strategy: FastReboot(), seed: 1, replication: 0)
        prepare(run)
        return (run, run.run())
    }

    /// Conversion begins at 240 s. The window closes in the middle of a chunk of 5 s, of which one second is lost, and opens again at 3,600 s.
    @Test("a closed change window")
    func closedWindow() {
        var shop = ThreeTier()
        shop.horizon = .hours(60)
        shop.calendar = Calendar(windows: [ChangeWindow(from: .zero, to: .seconds(301)), ChangeWindow(from: .hours(1), to: .hours(2))])
        let (_, result) = run(shop)
        expect(
            result.limits, "convert database", ["its threads": 3 * (721 + 481), "a closed change window": 6 * (3600 - 301)])
    }

    /// The only server of shard 0 breaks down for 600 s, 0.1 s after a chunk of 5 s has begun.
    @Test("a broken node")
    func brokenNode() throws {
        var shop = ThreeTier()
        shop.servers = [1, 1]
        shop.hardwareFaults.timeToRepair = try .constant(600)
        let (_, result) = run(shop) { $0.crash(9, atSeconds: 400.1) }
        expect(result.limits, "convert database", ["its threads": 720.1 + 480, "a broken node": 600])
    }

    /// 1.2 M and 0.8 M pages take a replica 600 s and 400 s with its one thread, from the end of the first chunk of 1,000 rows on; the primaries
    /// convert 3,600 and 3,733 rows a second with what reads leave of their processors, and wait for the rest of the time.
    @Test("replicas that a conversion waits for, and what holds them back")
    func lag() {
        var shop = ThreeTier()
        shop.options.convertOn = .primary
        shop.chunkBytes = 1e5
        shop.pipeline.lagThrottle = LagThrottle(limit: .seconds(2))
        let (_, result) = shop.run(RollingUpgrade())
        let (first, second) = (3600.0, 11_200.0 / 3)
        let converting = 1.2e6 / first + 0.8e6 / second
        expect(
            result.limits, "convert database on primaries",
            ["processors": converting, "replicas that are behind": 1000 + 1000 / first + 1000 / second - converting])
        expect(result.limits, "apply converted rows on replicas", ["log threads of replicas": 2 * (600 + 400)])
    }

    /// Two threads apply each chunk with the primary: the slowest of them is what limits it.
    @Test("replicas that apply each chunk with the primary")
    func coupled() {
        var shop = ThreeTier()
        shop.options.convertOn = .primary
        let (_, result) = shop.run(RollingUpgrade())
        expect(result.limits, "convert database on primaries", ["log threads of replicas": 600 + 400])
    }
}
