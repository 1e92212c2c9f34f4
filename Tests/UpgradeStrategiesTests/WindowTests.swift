import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// What windows and delays do to a whole upgrade: the shop, without users, moves to another site 25 ms away.
@Suite struct WindowTests {
    /// The rehearsal with so many links in a row to the second system, each of `25 / hops` ms.
    private func rehearsal(window: Double?, streams: Int = 1, hops: Int = 1) -> Rehearsal {
        var shop = ThreeTier()
        shop.viewsPerSecond = 0
        shop.horizon = .hours(24)
        shop.options.afterSwitchover = .stay
        var rehearsal = shop.rehearsal
        for hop in 1...hops {
            rehearsal.system.sites.append(
                SiteDescription(name: "site \(hop)", backboneBytesPerSecond: 1e9, rackSize: 40, uplink: .bytesPerSecond(1e9)))
            rehearsal.system.wideAreaLinks.append(
                WideAreaLink(first: hop, second: hop - 1, bytesPerSecond: 100e6, latency: .milliseconds(25 / hops)))
        }
        if let plan = rehearsal.parallel {
            for index in plan.tiers.indices { rehearsal.parallel?.tiers[index].tier.site = hops }
        }
        rehearsal.dataset?.windowBytes = window
        rehearsal.dataset?.streams = streams
        return rehearsal
    }

    /// Seconds of the step in which data is converted into the second system.
    private func transfer(_ rehearsal: Rehearsal) throws -> (seconds: Double, activities: [ActivityRecord]) {
        let run = UpgradeRun(rehearsal, strategy: ParallelUniverse(), seed: 1, replication: 0)
        let recording = RunRecording(run)
        let result = run.run()
        _ = recording
        #expect(result.outcome == .finished(retries: 0))
        #expect(result.bytesMoved > 0)
        let step = try #require(result.steps.first { $0.label == "transfer and convert" })
        return ((step.end - step.start).seconds, result.activities)
    }

    /// Shard 0 has 0.6 of 200, 50 and 100 MB: 210 MB. Two cores convert them at 400, 500 and 2000 kB/s, that is in 300, 60 and 30 s. Its two
    /// replicas are then copied side by side at 1 MB/s: 210 MB in the new form take 210 s.
    @Test(
        "the window limits each stream: 210 MB at streams x window / 50 ms, or what the processors allow",
        arguments: [
            // 16 KiB in 50 ms are 327,680 bytes a second: all tables take longer than their rows would.
            (16_384.0, 1, 210e6 / 327_680),
            // Two streams carry 655,360: only the last table, 60 MB, is held up.
            (16_384, 2, 300 + 60 + 60e6 / 655_360),
            // Eight carry 2.6 MB/s, more than the processors convert.
            (16_384, 8, 390), (nil, 1, 390),
        ] as [(Double?, Int, Double)])
    func streams(_ window: Double?, _ streams: Int, _ seconds: Double) throws {
        for hops in [1, 5] {
            let found = try transfer(rehearsal(window: window, streams: streams, hops: hops))
            // Each chunk ends at a whole nanosecond.
            #expect(agrees(found.seconds, seconds + 210, within: 1e-6))
        }
    }

    @Test("an explanation says that the window is the limit")
    func words() throws {
        func limits(_ window: Double?, _ streams: Int) throws -> [String?] {
            let activities = try transfer(rehearsal(window: window, streams: streams)).activities
            return activities.filter { $0.kind == .conversion && $0.label.contains("shard 0") }.map(\.limit)
        }
        #expect(try limits(16_384, 1).first == "its window")
        #expect(try limits(16_384, 2).first == "its threads or its window")
        #expect(try limits(nil, 1).first == "its threads")
    }

    @Test("data comes home over the same links, at the rate that the window allows")
    func home() throws {
        var rehearsal = rehearsal(window: 8192, hops: 2)
        rehearsal.options.afterSwitchover = .return
        let run = UpgradeRun(rehearsal, strategy: ParallelUniverse(), seed: 1, replication: 0)
        let recording = RunRecording(run)
        let result = run.run()
        _ = recording
        #expect(result.outcome == .finished(retries: 0))
        // 8 KiB in 48 ms (twice 12 ms each way) are 170,667 bytes a second; the copy to the next server of the chain stays within the site.
        let copies = result.activities.filter { $0.kind == .transfer && $0.label.hasPrefix("copy database shard 0") }
        #expect(copies.contains { $0.limit == "its window" })
        #expect(copies.contains { $0.limit == "its copy rate" })
        let step = try #require(result.steps.first { $0.label == "install own nodes anew and bring the data home" })
        // A server is away for 300 s besides the 210 MB: drained 60, installed and restarted 180, warmed up 60.
        #expect(agrees((step.end - step.start).seconds, 300 + 210e6 / (8192 / 0.048), within: 1e-6))
    }

    @Test("without a route the attempt ends before anything is moved")
    func noRoute() {
        var rehearsal = rehearsal(window: nil)
        rehearsal.system.wideAreaLinks = []
        let result = UpgradeRun(rehearsal, strategy: ParallelUniverse(), seed: 1, replication: 0).run()
        #expect(result.outcome.label == "gave up")
        #expect(result.bytesMoved == 0)
    }
}
