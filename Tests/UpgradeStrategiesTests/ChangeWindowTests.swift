import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Work only within change windows: strategies pause and go on, mixed versions included.
@Suite struct ChangeWindowTests {
    /// Twenty minutes every two hours, beginning with the run.
    private static func shop(minutes: Int) -> ThreeTier {
        var shop = ThreeTier()
        shop.horizon = .hours(72)
        shop.loadCycle = .hours(2)
        shop.calendar = Calendar(windows: (0..<12).map { ChangeWindow(from: .hours(2 * $0), to: .hours(2 * $0) + .minutes(minutes)) })
        return shop
    }

    @Test(
        "nothing begins outside the windows, and everything is finished in the end", arguments: StrategyCatalogue.all.map(\.name),
        [3, 7, 13, 20, 31, 45])
    func nothingOutside(_ name: String, _ minutes: Int) throws {
        let shop = Self.shop(minutes: minutes)
        let (run, result) = shop.run(try #require(StrategyCatalogue.strategy(named: name)))
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(Complaints.aboutSums(run, result) == [])
        for step in result.steps where !["verify", "wait", "test"].contains(where: { step.label.hasPrefix($0) }) {
            #expect(shop.calendar.isOpen(at: step.start), "`\(step.label)` begins at \(step.start)")
        }
    }

    @Test("a rolling upgrade pauses between batches, with two versions side by side")
    func pausesBetweenBatches() {
        var shop = Self.shop(minutes: 4)
        shop.change = .none
        let (_, result) = shop.run(RollingUpgrade())
        // Web nodes take 120 s: the batches at 0 s and 120 s fit; the next begins with the next window.
        let starts = result.steps.filter { $0.label.hasPrefix("roll web") }.map(\.start.seconds)
        #expect(starts == [0, 120, 7200, 7320])
        #expect(result.measures.mixedVersionSecondsByTier[ThreeTier.web] == 7320 - 120)
    }

    @Test("conversion rests while the windows are closed, and loses the chunk under way each time")
    func conversionRests() throws {
        // The conversion of shard 0 takes 360 s from 240 s on; the window closes at 300 s, in the middle of a chunk of 2.5 s, and the next one
        // has room for the rest.
        var shop = ThreeTier()
        shop.horizon = .hours(60)
        shop.calendar = Calendar(windows: [
            ChangeWindow(from: .zero, to: .seconds(301)), ChangeWindow(from: .hours(1), to: .hours(2)),
        ])
        let (run, result) = shop.run(FastReboot())
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        let step = try #require(result.steps.first)
        // 61 s of 360 s are done before, less the last second of it; the rest begins at 3,600 s; 120 s of verification follow.
        #expect(abs(step.end.seconds - (3600 + 300 + 120)) < 1e-5)
    }
}
