import ClusterModel
import DataConversion
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Replicas that apply the chunks of a conversion beside the live writes of their shard.
@Suite struct ReplicaLagLiveWritesTests {
    private final class Observation: @unchecked Sendable {
        var finishedAt: Double?
        var converted = 0.0
        var lag = 0.0
    }

    /// A primary that converts 4,000 rows a second on four cores, and a replica that applies 2,500 a second, or 100 rows of live writes.
    private func convert(rows: Double, editsPerSecond: Double, seconds: Double) -> Observation {
        let shard = ShardDescription(name: "shard", nodes: 2, shareOfLoad: 1, shareOfData: 1)
        let tier = TierDescription(
            name: "database", nodes: 2, hardware: Systems.machine(cores: 4), software: Systems.software(), shards: [shard],
            applyCoreSecondsPerRow: 0.01)
        let edit = RequestClass(
            name: "edit", ratio: 1, writes: true, objective: .seconds(1),
            path: [PathStep(tier: 0, demandCoreSeconds: 1e-9, isWrite: true)])
        let system = SystemDescription(
            sites: [Systems.wideSite], tiers: [tier], classes: [edit], load: .constant(editsPerSecond))
        let dataset = DatasetDescription(
            tier: 0,
            tables: [TableDescription(name: "table", rows: rows, bytesPerRow: 100, change: .incompatible, coreSecondsPerRow: 1e-3)],
            chunkBytes: 1e5, threads: 4, copyBytesPerSecond: 1e9,
            pipeline: PipelineDescription(lagThrottle: LagThrottle(limit: .seconds(5))))
        let observation = Observation()
        _ = runScript(
            system, seconds: seconds, configure: { $0.service.rowsPerRequest = [1] },
            script: { run in
                let resources = run.activities.resources
                let apply = ResourceUse(resources.resource(.logThread, of: 1), amountPerUnit: 4e-6)
                let follower = FollowerLog(
                    node: 1, uses: [[apply]], secondsPerByte: [4e-6], engine: run.activities, cluster: run.cluster,
                    simulation: run.simulation)
                follower.onLook = { run.settleNow() }
                let job = ConversionJob(
                    dataset: dataset, tables: [0], share: 1,
                    uses: [[ResourceUse(resources.resource(.processor, of: 0), amountPerUnit: 1e-5)]], limits: [4e5],
                    followers: [follower], tracked: false, engine: run.activities, simulation: run.simulation)
                job.resume()
                _ = run.simulation.launch("look") {
                    try await run.wait(seconds - 1)
                    (observation.converted, observation.lag) = (job.rowsConverted, job.lagSeconds)
                }
                while !job.isFinished { try await job.progressed.wait() }
                observation.finishedAt = run.simulation.now.seconds
            })
        return observation
    }

    /// 20 live rows a second take a fifth of the thread: 2,000 rows a second are left, from the first chunk on.
    @Test("live writes come first, chunks get the rest of the thread")
    func share() throws {
        let found = convert(rows: 1e6, editsPerSecond: 20, seconds: 1000)
        #expect(abs(try #require(found.finishedAt) - (500 + 0.25)) < 1e-4)
        #expect(found.lag == 0)
    }

    /// 120 live rows a second are too many: the replica is 0.2 s a second behind with them and applies no chunk. The conversion stops for good
    /// when both together exceed 5 s, which 12,500 rows or 25 s of live writes do alone.
    @Test("live writes that take the whole thread: the conversion waits for better times")
    func overload() {
        let found = convert(rows: 1e6, editsPerSecond: 120, seconds: 1000)
        #expect(found.finishedAt == nil)
        #expect(found.converted > 5000 && found.converted <= 13_000, "\(found.converted) rows")
        #expect(found.lag > 0.2 * 999, "\(found.lag) s")
    }
}
