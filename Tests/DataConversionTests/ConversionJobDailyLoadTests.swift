import ClusterModel
import DataConversion
import Foundation
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// A conversion on a server that serves: throttled by the daily load, with writes that follow it.
///
/// One server of eight cores, ceiling 0.7. Eighteen hours of utilisation 0.8 leave nothing, six hours of 0.2 leave 0.5 x 8 = 4 cores, which convert
/// 4,000 rows a second. Each request overwrites k rows: w is four times as high by day as by night.
@Suite struct ConversionJobDailyLoadTests {
    private static let (day, night) = (18 * 3600.0, 6 * 3600.0)

    private final class Observation: @unchecked Sendable {
        var caughtUpAt: Double?
        var divergence: (at: Double, text: String)?
        var convertedByDay = 0.0
    }

    /// - Parameter nightlyWrites: Rows overwritten per second by night.
    private func observe(rows: Double, nightlyWrites: Double, days: Int) -> Observation {
        // 0.1 core-seconds a request: 64 requests a second by day, 16 by night.
        let rates = (0..<24).map { $0 < 18 ? 64.0 : 16.0 }
        var system = Systems.oneTier(nodes: 1, cores: 8, utilisation: 0)
        system.load = LoadProfile(step: .hours(1), ratesPerSecond: rates)
        var dataset = ConversionJobBench.dataset(rows: rows, chunkRows: 20_000)
        dataset.threads = 8
        let observation = Observation()
        let (settled, load) = (dataset, system.load)
        let configure: (UpgradeRun) -> Void = { $0.activities.utilisationCeiling = 0.7 }
        _ = runScript(
            system, seconds: Double(days) * 86_400, eventBudget: 10_000_000, configure: configure,
            script: { run in
                let table = settled.tables[0]
                let processor = run.activities.resources.resource(.processor, of: 0)
                let job = ConversionJob(
                    dataset: settled, tables: [0], share: 1,
                    uses: [[ResourceUse(processor, amountPerUnit: table.coreSecondsPerRow / table.bytesPerRow)]],
                    limits: [8 * table.bytesPerRow / table.coreSecondsPerRow], tracked: true, engine: run.activities,
                    simulation: run.simulation)
                _ = run.simulation.launch("writes") {
                    while true {
                        let rate = load.rate(at: run.simulation.now)
                        job.setWrites { _ in (0, rate / 16 * nightlyWrites) }
                        try await run.wait(3600)
                        if run.simulation.now.seconds == Self.day { observation.convertedByDay = job.rowsConverted }
                    }
                }
                // The load is known after the first instant.
                try await run.wait(1)
                job.resume()
                while observation.caughtUpAt == nil, observation.divergence == nil {
                    try await job.progressed.wait()
                    if job.hasCaughtUp { observation.caughtUpAt = run.simulation.now.seconds }
                    if let text = job.divergence { observation.divergence = (run.simulation.now.seconds, text) }
                }
            })
        return observation
    }

    @Test("converges in the first trough: nothing by day, then (D / w) ln(r / (r - w)) of the night")
    func firstNight() throws {
        let observation = observe(rows: 60e6, nightlyWrites: 200, days: 3)
        #expect(observation.convertedByDay == 0)
        let intoTheNight = try #require(observation.caughtUpAt) - Self.day
        #expect(agrees(intoTheNight, 60e6 / 200 * log(4000.0 / 3800), within: 0.01))
        #expect(observation.divergence == nil)
    }

    /// By hand, with f the fresh rows: a night brings df/dt = r - w f / D, a day f' = -w f / D.
    @Test("converges in the second trough only: what the day makes stale is made up for")
    func secondNight() throws {
        let (items, r, w) = (120e6, 4000.0, 200.0)
        let limit = r * items / w
        let firstNight = limit * (1 - exp(-w * Self.night / items))
        let secondDay = firstNight * exp(-4 * w * Self.day / items)
        let intoTheNight = items / w * log((limit - secondDay) / (limit - items))
        let observation = observe(rows: items, nightlyWrites: w, days: 4)
        let expected = 86_400 + Self.day + intoTheNight
        #expect(intoTheNight < Self.night)
        #expect(abs(try #require(observation.caughtUpAt) - expected) < 0.01 * (Self.night + intoTheNight), "\(expected)")
    }

    @Test("never converges when the day undoes the night: said after full cycles, with the numbers")
    func never() throws {
        let observation = observe(rows: 200e6, nightlyWrites: 1500, days: 12)
        #expect(observation.caughtUpAt == nil)
        let divergence = try #require(observation.divergence)
        // The first night makes a minimum; a full cycle without a better one has to follow.
        #expect(divergence.at >= 2 * 86_400 - 3600 && divergence.at <= 7 * 86_400, "\(divergence)")
        #expect(divergence.text.hasPrefix("never converges") && divergence.text.contains("updates/s"), "\(divergence.text)")
    }
}
