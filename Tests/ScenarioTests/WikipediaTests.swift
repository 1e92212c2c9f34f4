import ClusterModel
import Experiments
import Scenarios
import SimulationKernel
import Statistics
import Testing
import UpgradeStrategies

/// What `wikipedia-2010` should roughly report, from a fluid estimate by hand (docs) without faults and chance.
///
/// The largest shard decides: 1,307 M rows converted at 250 us and 528 M copied at 60 us by 4 threads take 24.89 h, checking them half an hour.
/// Two lines of the estimate are left out, because they define something else: it counts mixed versions from the first tier that is begun to the
/// last that is done, the simulator only while a tier serves with both; and its big flip that halves all tiers early is not what the scenario does.
@Suite("wikipedia-2010 agrees with the estimate by hand within a tenth")
struct WikipediaEstimateTests {
    private static let hour = 3600.0

    private func expect(
        _ measure: String, _ strategy: String, _ estimate: Double, within share: Double = 0.1, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let value = try ShippedRun.wikipedia2010.get().mean(measure, strategy)
        #expect(
            abs(value - estimate) <= share * estimate, "\(strategy), \(measure): \(value), by hand \(estimate)", sourceLocation: location)
    }

    @Test("rolling")
    func rolling() throws {
        try expect("duration", "rolling", 46.3 * Self.hour)
        try expect("read-only.s1", "rolling", 27.4 * Self.hour)
        try expect("lost.edit", "rolling", 398_000)
        try expect("peak-nodes", "rolling", 350, within: 0)
    }

    @Test("big flip, the other tiers leaving late")
    func bigFlip() throws {
        try expect("duration", "big-flip", 28.7 * Self.hour)
        try expect("read-only.s1", "big-flip", 25.4 * Self.hour)
        try expect("lost.edit", "big-flip", 377_000)
    }

    @Test("fast reboot")
    func fastReboot() throws {
        try expect("duration", "fast-reboot", 25.4 * Self.hour)
        try expect("outage.view", "fast-reboot", 25.4 * Self.hour)
        try expect("lost.view", "fast-reboot", 434e6)
        try expect("lost.object", "fast-reboot", 2.4e9)
        try expect("lost.search", "fast-reboot", 8.7e6)
        try expect("lost.edit", "fast-reboot", 377_000)
    }

    @Test("parallel universe")
    func parallelUniverse() throws {
        try expect("duration", "parallel-universe", 72.5 * Self.hour)
        // 85 s at the switchover and 30 s on the way home.
        try expect("read-only.s1", "parallel-universe", 115)
        try expect("lost.edit", "parallel-universe", 331)
        try expect("cost", "parallel-universe", 19_293)
        try expect("peak-nodes", "parallel-universe", 600)
    }
}

@Suite("wikipedia-2010: what the comparison shows")
struct WikipediaOutcomeTests {
    @Test("chunks of at most 64 MB: at least 47,000 per replication that converts in the second universe")
    func chunks() throws {
        let run = try ShippedRun.wikipedia2010.get()
        for result in run.results where result.strategy == "parallel-universe" { #expect(result.chunks >= 47_000, "\(result.replication)") }
    }

    @Test("every strategy finishes in every replication, and the parallel universe loses the least service")
    func ranking() throws {
        let run = try ShippedRun.wikipedia2010.get()
        for strategy in run.comparison.strategies.dropLast() {
            #expect(strategy.outcomes.map(\.outcome) == ["finished"], "\(strategy.strategy)")
        }
        #expect(run.comparison.ranking == ["parallel-universe", "big-flip", "rolling", "fast-reboot"])
    }
}

@Suite("wikipedia-2005: calibrated on one conversion, it predicts others")
struct SmallerWikiTests {
    /// The interval misses a true mean of 76,800 s with a probability of 1 in 100; the seed is fixed.
    @Test("the read-only time that it was calibrated on, 21 h 20 min, is in the interval of the mean")
    func calibration() throws {
        let run = try ShippedRun(
            "wikipedia-2005-mediawiki-1.5", replications: 24,
            overrides: ["strategies=[rolling]", "objectives.confidence=99 %", "hardware-faults.node-crash=none"])
        let mean = try #require(run.comparison.summary("read-only.all", of: "rolling")).mean
        let (low, high) = (try #require(mean.low), try #require(mean.high))
        #expect(low <= 76_800 && 76_800 <= high, "\(low) ... \(high)")
        // An interval that holds everything would say nothing.
        #expect(high - low < 0.25 * 76_800)
    }

    @Test("a wiki of a tenth of the size is read-only for a tenth of the time, and what is the same for every size")
    func tenth() throws {
        let whole = try ShippedRun.wikipedia2005.get()
        let tenth = try ShippedRun("wikipedia-2005-mediawiki-1.5", replications: 4, overrides: ["data.scale=0.1", "strategies=[rolling]"])
        for (result, small) in zip(whole.results.filter { $0.strategy == "rolling" }, tenth.results.filter { $0.strategy == "rolling" }) {
            let (window, smallWindow) = (
                result.measures.shardReadOnlySeconds.joined().reduce(0, +), small.measures.shardReadOnlySeconds.joined().reduce(0, +)
            )
            // Promotion and waits do not shrink: a minute or two, and never more than a tenth of the small window.
            #expect(smallWindow >= 0.1 * window && smallWindow <= 0.11 * window, "\(smallWindow) of \(window)")
        }
    }
}
