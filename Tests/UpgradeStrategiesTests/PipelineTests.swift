import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Notes how long something takes.
private struct Measured: Strategy {
    var name: String { "measured" }
    let body: @Sendable (Operations) async throws -> Void

    func perform(_ operations: Operations) async throws {
        // The load is known at the end of the first instant.
        try await operations.hold(for: .milliseconds(1))
        try await body(operations)
    }
    func rollBack(_ operations: Operations) async throws {}
}

/// Looks at the replicas' lag whenever something is recorded.
private final class LagRecorder: RunRecorder {
    var rows = 0
    var longest = 0.0
    var waited = 0.0

    func stateChanged(_ run: UpgradeRun) {
        let lag = run.service.replicaLag(tier: ThreeTier.database, shard: 0)
        if lag > 0 { rows += 1 }
        longest = max(longest, lag)
        waited = run.progress.lagWait
    }
}

/// Where a conversion runs, what limits it and what it costs in chunks; times worked by hand.
@Suite struct PipelineTests {
    /// The shop with one server a shard and one table of 1 M rows of 100 bytes, 60 MB of it on shard 0 and 40 MB on shard 1.
    private func rehearsal(
        rowSeconds: Double = 1e-6, growth: Double = 1, amplification: Double = 1, servers: Int = 1, pipeline: PipelineDescription
    ) -> Rehearsal {
        var shop = ThreeTier()
        shop.servers = [servers, servers]
        shop.viewsPerSecond = 1e-9
        var rehearsal = shop.rehearsal
        rehearsal.dataset?.tables = [
            TableDescription(
                name: "page", rows: 1e6, bytesPerRow: 100, change: .incompatible, coreSecondsPerRow: rowSeconds, growth: growth,
                writeAmplification: amplification)
        ]
        rehearsal.dataset?.chunkBytes = 1e5
        rehearsal.dataset?.copyBytesPerSecond = 1e9
        rehearsal.dataset?.pipeline = pipeline
        return rehearsal
    }

    private final class Note: @unchecked Sendable { var seconds = Double.nan }

    private func seconds(_ rehearsal: Rehearsal, _ body: @escaping @Sendable (Operations) async throws -> Void) -> Double {
        let note = Note()
        let strategy = Measured { operations in
            let start = operations.now
            try await body(operations)
            note.seconds = (operations.now - start).seconds
        }
        _ = UpgradeRun(rehearsal, strategy: strategy, seed: 1, replication: 0).run()
        return note.seconds
    }

    /// How long the transfer to a second system takes that has been installed.
    private func transfer(_ rehearsal: Rehearsal) -> Double {
        let note = Note()
        let strategy = Measured { operations in
            try await operations.bootstrapUniverse()
            let start = operations.now
            try await operations.transferToUniverse()
            note.seconds = (operations.now - start).seconds
        }
        _ = UpgradeRun(rehearsal, strategy: strategy, seed: 1, replication: 0).run()
        return note.seconds
    }

    /// Ports of 1 MB/s: shard 0 sends 60 MB in the old form or g times as much in the new.
    @Test(
        "the network carries the old form to a converting target, the new form from a converting source",
        arguments: [(ConversionSite.target, 2.0, 60.0), (.source, 2, 120), (.target, 0.5, 60), (.source, 0.5, 30)])
    func network(_ site: ConversionSite, _ growth: Double, _ expected: Double) {
        var rehearsal = rehearsal(growth: growth, pipeline: PipelineDescription(site: site))
        rehearsal.system.tiers[ThreeTier.database].hardware.portBytesPerSecond = 1e6
        #expect(agrees(transfer(rehearsal), expected, within: 1e-6))
    }

    /// 600,000 rows of 1 ms on two threads; the new machines are four times as fast.
    @Test("the processor of the converting side does the work", arguments: [(ConversionSite.target, 75.0), (.source, 300)])
    func processor(_ site: ConversionSite, _ expected: Double) {
        var rehearsal = rehearsal(rowSeconds: 1e-3, pipeline: PipelineDescription(site: site))
        rehearsal.parallel?.tiers[ThreeTier.database].tier.hardware.coreSpeed = 4
        #expect(agrees(transfer(rehearsal), expected, within: 1e-6))
    }

    /// Shard 0 serves 0.6 x (0.01 + 0.1 x 0.02) core-seconds a view: a utilisation of one half at 1 / 0.0072 views a second. The ceiling of 0.75
    /// leaves half a core of the source.
    @Test("a source that serves converts with what requests leave of it", arguments: [(ConversionSite.target, 75.0), (.source, 1200)])
    func servingSource(_ site: ConversionSite, _ expected: Double) {
        var rehearsal = rehearsal(rowSeconds: 1e-3, pipeline: PipelineDescription(site: site))
        rehearsal.parallel?.tiers[ThreeTier.database].tier.hardware.coreSpeed = 4
        rehearsal.system.load = .constant(1 / 0.0072)
        rehearsal.utilisationCeiling = 0.75
        #expect(agrees(transfer(rehearsal), expected, within: 1e-6))
    }

    /// One byte read and three written: 0.25 MB/s of the old form on each node, 60 MB of it.
    @Test("a node's limit counts bytes read and bytes written")
    func nodeLimit() {
        let rehearsal = rehearsal(amplification: 3, pipeline: PipelineDescription(nodeBytesPerSecond: 1e6))
        let took = seconds(rehearsal) { operations in
            try await operations.convertInPlace(tier: ThreeTier.database, servers: operations.nodes(of: ThreeTier.database))
        }
        #expect(agrees(took, 240, within: 1e-6))
    }

    @Test("a tier's limit is shared by its servers: all of 100 MB, read once and written three times")
    func tierLimit() {
        let rehearsal = rehearsal(amplification: 3, pipeline: PipelineDescription(tierBytesPerSecond: 1e6))
        let took = seconds(rehearsal) { operations in
            try await operations.convertInPlace(tier: ThreeTier.database, servers: operations.nodes(of: ThreeTier.database))
        }
        #expect(agrees(took, 400, within: 1e-6))
    }

    /// The server in the middle of a chain reads what it has written: half of its limit for each.
    @Test("copies are limited too")
    func copies() {
        let rehearsal = rehearsal(servers: 3, pipeline: PipelineDescription(nodeBytesPerSecond: 1e6))
        let took = seconds(rehearsal) { operations in
            let servers = operations.nodes(of: ThreeTier.database)
            try await operations.clone(tier: ThreeTier.database, chains: [(servers[0], [servers[1], servers[2]])], format: .old)
        }
        #expect(agrees(took, 120, within: 1e-6))
    }

    /// Shard 0 has 1.2 M pages at 0.5 ms: 600 s of a replica's one thread, which begins when the first chunk of 1,000 rows has been
    /// converted. Reads take a tenth of each server of shard 0, 0.6 x 100 x 0.01 / 3 of 2 core-seconds, and of shard 1 two thirds of that: the
    /// primaries convert 3,600 and 3,733 rows a second.
    @Test("conversion in place: replicas coupled to it or following it, the one thread of each paces it", arguments: [false, true])
    func replicas(_ isThrottled: Bool) throws {
        var shop = ThreeTier()
        shop.options.convertOn = .primary
        shop.chunkBytes = 1e5
        shop.pipeline.lagThrottle = isThrottled ? LagThrottle(limit: .seconds(2)) : nil
        let recorder = LagRecorder()
        let (run, result) = shop.run(RollingUpgrade()) { $0.recorder = recorder }
        let step = try #require(result.steps.first { $0.label == "convert in place on the primaries" })
        // Two minutes of verification follow.
        #expect(agrees((step.end - step.start).seconds, 600 + 120 + (isThrottled ? 1 / 3.6 : 0), within: 1e-6))
        #expect(result.outcome == .finished(retries: 0))
        #expect(result.rowsConverted == 2e6 + 3e6)
        #expect(result.chunksLost == 0)
        // A wait begins with a lag of more than 2 s and at most half a second more, a chunk's time.
        #expect(isThrottled ? result.longestConversionLag > 2 && result.longestConversionLag <= 2.5 : result.longestConversionLag == 0)
        #expect(result.longestLag == result.longestConversionLag)
        // The primaries convert for 333 s and 214 s, and wait for the rest of 600 s and 400 s, but for the last 2 s.
        #expect(isThrottled ? abs(result.lagWait - (267 + 186)) < 6 : result.lagWait == 0, "\(result.lagWait)")
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(Complaints.aboutSums(run, result) == [])
        // A row a minute; the conversion takes ten.
        #expect(isThrottled ? recorder.rows >= 8 && recorder.longest > 1 : recorder.longest == 0)
        #expect(recorder.waited == result.lagWait)
    }

    @Test("a crash loses one chunk of each job on its node, and the record of the fault says so")
    func crash() throws {
        var shop = ThreeTier()
        shop.horizon = .hours(24)
        shop.hardwareFaults.timeToRepair = try .constant(600)
        let (_, result) = shop.run(FastReboot()) { $0.crash(9, atSeconds: 400.1) }
        let fault = try #require(result.steps.first { $0.isFault })
        #expect(fault.chunksLost == 1 && result.chunksLost == 1)
        // A chunk of 1 MB is 10,000 pages.
        #expect(result.rowsInLostChunks == 10_000)
        #expect(result.bytesLost > 0 && result.bytesLost < 1e6)
    }

    @Test("the same seed, the same run, with chunks that fail and replicas that lag")
    func determinism() {
        var shop = ThreeTier()
        shop.options.convertOn = .primary
        shop.chunkBytes = 1e5
        shop.pipeline = PipelineDescription(chunkFailureProbability: 0.05, lagThrottle: LagThrottle())
        let (first, second) = (shop.run(RollingUpgrade(), seed: 1).result, shop.run(RollingUpgrade(), seed: 1).result)
        let other = shop.run(RollingUpgrade(), seed: 2).result
        // Nor does it matter whether anybody looks.
        let seen = shop.run(RollingUpgrade(), seed: 1) { $0.recorder = LagRecorder() }.result
        #expect(first.fingerprint == seen.fingerprint)
        #expect(first.fingerprint == second.fingerprint)
        #expect(first.fingerprint != other.fingerprint)
        // 2,000 chunks of pages and 3 x 500 of the log, one try in twenty in vain: 184 with a standard deviation of 14; the seed is fixed.
        #expect(first.chunksLost > 140 && first.chunksLost < 230, "\(first.chunksLost)")
        #expect(first.chunksLost == second.chunksLost)
    }
}
