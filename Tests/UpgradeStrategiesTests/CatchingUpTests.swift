import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Servers that were out apply what they have missed.
@Suite struct CatchingUpTests {
    /// Ten edits a second write three rows each; a server applies as many rows a second as are written, times `headroom`.
    private func rehearsal(servers: Int, headroom: Double, change: SchemaChange = .additive) -> Rehearsal {
        var shop = ThreeTier()
        shop.servers = [servers, servers]
        shop.change = change
        shop.horizon = .hours(48)
        var rehearsal = shop.rehearsal
        // Shard 0 gets 0.6 of the writes.
        rehearsal.system.tiers[ThreeTier.database].applyCoreSecondsPerRow = 1 / (10 * 3 * 0.6 * headroom)
        return rehearsal
    }

    /// Servers are cloned for 210 s and warm up for 60 s, and write at half of what they apply: as much again to catch up, however many there are.
    @Test("servers catch up side by side: building anew takes as long for any number", arguments: [3, 5, 9])
    func sideBySide(_ servers: Int) throws {
        let run = UpgradeRun(
            rehearsal(servers: servers, headroom: 2, change: .incompatible), strategy: RollingUpgrade(), seed: 1, replication: 0)
        let result = run.run()
        let step = try #require(result.steps.first { $0.label == "build the other servers anew" })
        // 240 s to install; then 270 s in which 270 x 18 rows are written, caught up with in as much time again but for the last second's.
        #expect(abs((step.end - step.start).seconds - (240 + 270 + 270)) < 30, "\((step.end - step.start).seconds)")
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
    }

    @Test("a server that applies fewer rows than are written never gets level: the run says so, with the numbers")
    func endless() {
        let run = UpgradeRun(rehearsal(servers: 3, headroom: 0.9), strategy: RollingUpgrade(), seed: 1, replication: 0)
        let result = run.run()
        guard case .neverConverges(let reason) = result.outcome else {
            Issue.record("outcome \(result.outcome)")
            return
        }
        #expect(reason.contains("`database`, shard `shard 0`"))
        #expect(reason.contains("applies 16 rows/s, and 18 are written"))
        // Replicas that never left fall behind as well, and nobody reads from them: the primaries do.
        #expect(result.longestLag > 30)
    }

    /// The home servers, the primary among them, are behind by up to a second of writes when users are switched back.
    @Test("servers at home are level before users come back, the one that will lead included")
    func home() {
        var rehearsal = rehearsal(servers: 3, headroom: 1.5, change: .incompatible)
        rehearsal.options.returnSwitch = .seconds(30)
        let run = UpgradeRun(rehearsal, strategy: ParallelUniverse(), seed: 1, replication: 0)
        let result = run.run()
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        // 18 rows a second are written to shard 0 and 27 applied.
        let back = result.steps.first { $0.label == "switch back" }
        #expect(back.map { ($0.end - $0.start).seconds >= 30 && ($0.end - $0.start).seconds < 33 } == true)
    }
}
