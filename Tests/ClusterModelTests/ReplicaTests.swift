import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Waits, then makes a replica the primary.
private struct Promotion: Strategy {
    var name: String { "promotion" }
    func perform(_ operations: Operations) async throws {
        try await operations.hold(for: .seconds(150))
        try await operations.promote(tier: 0, cause: operations.planned("promotion")) { _ in 1 }
    }
    func rollBack(_ operations: Operations) async throws {}
}

/// Replicas: how far they are behind, when readers avoid them, and when the primary stands in.
@Suite struct ReplicaTests {
    /// A shard whose edits write one row each; a replica applies 100 rows a second.
    private func shop(servers: Int = 3, editsPerSecond: Double, views: Double = 40, lagLimit: Int = 30, primaryReads: PrimaryReads = .never)
        -> SystemDescription
    {
        let shard = ShardDescription(name: "shard", nodes: servers, shareOfLoad: 1, shareOfData: 1)
        let tier = TierDescription(
            name: "database", nodes: servers, hardware: Systems.machine(cores: 4), software: Systems.software(), shards: [shard],
            primaryReads: primaryReads, lagLimit: .seconds(lagLimit), applyCoreSecondsPerRow: 0.01)
        let classes = [
            RequestClass(name: "view", ratio: views, objective: .seconds(1), path: [PathStep(tier: 0, demandCoreSeconds: 0.05)]),
            RequestClass(
                name: "edit", ratio: editsPerSecond, writes: true, objective: .seconds(1),
                path: [PathStep(tier: 0, demandCoreSeconds: 0.001, isWrite: true)]),
        ]
        return SystemDescription(sites: [Systems.wideSite], tiers: [tier], classes: classes, load: .constant(1))
    }

    private func run(
        _ system: SystemDescription, seconds: Double, script: @escaping @Sendable (UpgradeRun) async throws -> Void = { _ in }
    ) -> RunResult {
        runScript(system, seconds: seconds, configure: { $0.service.rowsPerRequest = [0, 1] }, script: script)
    }

    private func lost(_ result: RunResult, to label: String) -> Double {
        result.causes.firstIndex { $0.label == label }.map { result.measures.classes[0].lostByCause[$0] } ?? 0
    }

    @Test("a replica that keeps up is never behind")
    func keepsUp() { #expect(run(shop(editsPerSecond: 100), seconds: 1000).longestLag == 0) }

    /// 130 rows a second are written: 30 a second too many, 0.3 s of lag a second. After 100 s both replicas are 30 s behind and nobody reads.
    @Test("writes faster than a replica applies: lag W/A - 1 seconds a second, and no reads from the limit on")
    func growth() {
        let result = run(shop(editsPerSecond: 130), seconds: 300)
        #expect(agrees(result.longestLag, 90, within: 1e-6))
        #expect(agrees(lost(result, to: "replica lag"), 40 * 200, within: 1e-6))
        #expect(agrees(result.measures.classes[0].lost, 40 * 200, within: 1e-6))
        #expect(result.measures.classes[1].lost == 0)
        #expect(result.measures.classes[0].plannedLostServiceSeconds == 0)
    }

    /// The load ends after 150 s, with 45 s of lag; then 100 rows a second are worked off: back at half of the limit after 30 s.
    @Test("a replica comes back when it is within half of the limit")
    func comesBack() {
        var system = shop(editsPerSecond: 130)
        system.load = LoadProfile(step: .seconds(150), ratesPerSecond: [1, 0])
        let log = RunLog()
        _ = runScript(system, seconds: 290, log: log, configure: { $0.service.rowsPerRequest = [0, 1] })
        let changes = log.entries.map(\.time.seconds)
        #expect(changes.contains { abs($0 - 100) < 1e-6 })
        #expect(changes.contains { abs($0 - 180) < 1e-6 })
    }

    /// Fifty edits a second are held for 100 s: 5,000 rows at once, 50 s of lag. Down to 15 s it takes 3,500 rows at 50 a second, 70 s.
    @Test("writes that were held take replicas beyond the limit at once")
    func burst() {
        let result = run(shop(editsPerSecond: 50), seconds: 300) { run in
            try await run.wait(50)
            let cause = run.cluster.cause("step", .planned)
            run.cluster.closeWrites(tier: 0, shard: 0, cause: cause, hold: true)
            try await run.wait(100)
            run.settleNow()
            run.cluster.openWrites(tier: 0, shard: 0, cause: cause)
            run.service.releaseHeldWrites(tier: 0, shard: 0)
        }
        #expect(agrees(result.longestLag, 50, within: 1e-6))
        #expect(agrees(lost(result, to: "replica lag"), 40 * 70, within: 1e-6))
    }

    /// At the limit the readers' writes stop with their reads: without a distance between leaving and coming back nothing would bound the changes.
    @Test("a lag that feeds on its own readers is bounded in events")
    func feedback() {
        var system = shop(editsPerSecond: 130)
        system.classes[1].path.insert(PathStep(tier: 0, demandCoreSeconds: 0.001), at: 0)
        let result = run(system, seconds: 3600)
        // Up from 15 to 30 s takes 50 s, down again 15 s: some 55 times.
        #expect(result.events < 500)
        #expect(agrees(result.longestLag, 30, within: 1e-6))
        #expect(lost(result, to: "replica lag") > 0)
    }

    @Test("a promotion waits until the heir has applied everything: 45 s of lag when writes stop")
    func promotion() {
        var rehearsal = Rehearsal(system: shop(editsPerSecond: 130), horizon: .seconds(600))
        rehearsal.procedure.promotion = .seconds(10)
        let run = UpgradeRun(rehearsal, strategy: Promotion(), seed: 1, replication: 0)
        run.service.rowsPerRequest = [0, 1]
        let result = run.run()
        // At 150 s; 45 s to apply, 10 s to switch.
        #expect(agrees(result.measures.shardReadOnlySeconds[0][0], 55, within: 1e-3))
        #expect(run.cluster.primary(of: 0, shard: 0) == 1)
    }

    @Test(
        "with no replica that can answer a primary reads when needed, and only then",
        arguments: [PrimaryReads.never, .whileReadOnly, .whenNeeded, .always])
    func standIn(_ primaryReads: PrimaryReads) {
        let result = run(shop(editsPerSecond: 1, primaryReads: primaryReads), seconds: 300) { run in
            try await run.wait(100)
            run.cluster.takeOut([1, 2], for: run.cluster.cause("step", .planned))
            try await run.wait(100)
            run.cluster.returnToService([1, 2])
        }
        let stays = primaryReads == .whenNeeded || primaryReads == .always
        #expect(agrees(result.measures.classes[0].lost + 1, (stays ? 0 : 4000) + 1, within: 1e-6))
    }

    /// Four cores; writes take 2 of them, and 100 reads of 0.05 would take 5.
    @Test("a primary that reads serves its writes first and has its capacity once")
    func once() {
        var system = shop(servers: 1, editsPerSecond: 20, views: 100, primaryReads: .whenNeeded)
        system.classes[1].path[0].demandCoreSeconds = 0.1
        let result = run(system, seconds: 100)
        #expect(agrees(result.measures.classes[0].yield, 0.4))
        #expect(result.measures.classes[1].lost == 0)
    }
}
