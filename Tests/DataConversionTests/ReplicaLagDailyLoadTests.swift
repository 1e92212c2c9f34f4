import ClusterModel
import DataConversion
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// A conversion under a daily load against a fine integration of its equations.
///
/// A primary of eight cores at a ceiling of 0.7: twelve hours at utilisation 0.5 leave 1.6 cores, r = 1,600 rows a second, twelve hours at 0.2
/// leave 4 cores, r = 4,000. The replica applies a = 2,500: it rests by day and holds the conversion back by night.
@Suite struct ReplicaLagDailyLoadTests {
    private static let (rows, chunk, limit, applied) = (200e6, 10_000.0, 30.0, 2500.0)
    private static func rate(_ seconds: Double) -> Double { Int(seconds / 43_200) % 2 == 0 ? 1600 : 4000 }

    private final class Observation: @unchecked Sendable {
        var convertedAt = 0.0
        var finishedAt = 0.0
        var convertedByEvening = 0.0
        var convertedByMorning = 0.0
        var waited = 0.0
        var peak = 0.0
    }

    /// dC/dt = r, or what the replica applies once it is L behind; dB/dt = dC/dt - a while anything waits. In steps of 0.5 s.
    private func integrate() -> Observation {
        let result = Observation()
        let step = 0.5
        var (time, converted, backlog) = (0.0, 0.0, 0.0)
        while converted < Self.rows || backlog > 0 {
            let rate = Self.rate(time)
            let part = backlog >= Self.limit * Self.applied ? min(1, Self.applied / rate) : 1
            let done = min(rate * part * step, Self.rows - converted)
            result.waited += (1 - part) * (done > 0 ? step : 0)
            converted += done
            backlog = max(0, backlog + done - Self.applied * step)
            result.peak = max(result.peak, backlog / Self.applied)
            time += step
            if time == 43_200 { result.convertedByEvening = converted }
            if time == 86_400 { result.convertedByMorning = converted }
            if done > 0 { result.convertedAt = time }
        }
        result.finishedAt = time
        return result
    }

    private func simulate() -> Observation {
        var system = Systems.oneTier(nodes: 2, cores: 8, utilisation: 0)
        // 0.1 core-seconds a request, on two nodes.
        system.load = LoadProfile(step: .hours(12), ratesPerSecond: [80, 32])
        let throttle = LagThrottle(limit: .seconds(roundingUp: Self.limit))
        let dataset = DatasetDescription(
            tier: 0,
            tables: [TableDescription(name: "table", rows: Self.rows, bytesPerRow: 100, change: .incompatible, coreSecondsPerRow: 1e-3)],
            chunkBytes: Self.chunk * 100, threads: 8, copyBytesPerSecond: 1e9, pipeline: PipelineDescription(lagThrottle: throttle))
        let observation = Observation()
        _ = runScript(
            system, seconds: 2 * 86_400, eventBudget: 10_000_000, configure: { $0.activities.utilisationCeiling = 0.7 },
            script: { run in
                let resources = run.activities.resources
                let apply = ResourceUse(resources.resource(.logThread, of: 1), amountPerUnit: 1 / Self.applied / 100)
                let follower = FollowerLog(
                    node: 1, uses: [[apply]], secondsPerByte: [1 / Self.applied / 100], engine: run.activities, cluster: run.cluster,
                    simulation: run.simulation)
                let job = ConversionJob(
                    dataset: dataset, tables: [0], share: 1,
                    uses: [[ResourceUse(resources.resource(.processor, of: 0), amountPerUnit: 1e-5)]], limits: [8e5],
                    followers: [follower], tracked: false, engine: run.activities, simulation: run.simulation)
                _ = run.simulation.launch("look") {
                    try await run.wait(43_200)
                    observation.convertedByEvening = job.rowsConverted
                    try await run.wait(43_200)
                    observation.convertedByMorning = job.rowsConverted
                }
                // The load is known at the end of the first instant.
                try await run.wait(1e-6)
                job.resume()
                while !job.isFinished { try await job.progressed.wait() }
                observation.convertedAt = job.lastChunk?.time.seconds ?? 0
                observation.finishedAt = run.simulation.now.seconds
                observation.waited = job.lagWaitSeconds
                observation.peak = job.peakLagSeconds
            })
        return observation
    }

    @Test("end, progress, waits and lag agree within a chunk and a check")
    func daily() {
        let (found, expected) = (simulate(), integrate())
        // A chunk takes 6.25 s to convert by day and 4 s to apply.
        let slack = Self.chunk / 1600 + 1
        #expect(abs(found.convertedAt - expected.convertedAt) <= slack, "\(found.convertedAt) s, \(expected.convertedAt) s")
        let lastChunk = Self.chunk / Self.applied
        #expect(abs(found.finishedAt - expected.finishedAt) <= slack + lastChunk, "\(found.finishedAt) s, \(expected.finishedAt) s")
        #expect(abs(found.convertedByEvening - expected.convertedByEvening) <= Self.chunk)
        #expect(abs(found.convertedByMorning - expected.convertedByMorning) <= 2 * Self.chunk)
        #expect(abs(found.waited - expected.waited) <= 10 * slack, "\(found.waited) s, \(expected.waited) s")
        #expect(abs(found.peak - expected.peak) <= lastChunk, "\(found.peak) s, \(expected.peak) s")
    }
}
