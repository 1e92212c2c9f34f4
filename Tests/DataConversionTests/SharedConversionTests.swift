import TestSupport
import Testing

/// Convergence with real sharing: conversions slowed by a load that changes hourly, over links and disks, against numerical integration.
///
/// Three shards of a database tier are converted into a second site at the same time, over one link of 60 MB/s that a copy of 420 GB shares until
/// it ends half-way; the third shard converts where it is, and sends 1.3 bytes for each that it reads. What holds a conversion back changes in the
/// course of a day: its five threads (25 MB/s) when it is nearly alone, the link by night, the source's disk (25.2 MB/s under the ceiling, less with
/// two streams) where the copy reads too, the processor by day, of which users then leave half a core.
///
/// ``SharedConversionTwin`` integrates the equations. Chunks of 1,000 rows are what the two may differ by.
@Suite struct SharedConversionTests {
    private static func plan(growthOfRows scale: Double, rowsPerRequest k: Double, startHour: Int) -> SharedConversionPlan {
        SharedConversionPlan(
            shards: [
                .init(rows: 60e6 * scale, shareOfLoad: 0.35, rowsOverwrittenPerRequest: 0.35 * k),
                .init(rows: 36e6 * scale, shareOfLoad: 0.3, rowsOverwrittenPerRequest: 0.3 * k),
                .init(rows: 24e6 * scale, shareOfLoad: 0.35, rowsOverwrittenPerRequest: 0.35 * k, convertsAtSource: true),
            ], startHour: startHour)
    }

    /// Rows converted and stale rows of each shard at the end of each hour up to its end, until one is found to diverge.
    private func compare(_ run: SharedConversionRun, _ twin: inout SharedConversionTwin) {
        let end = run.divergences.compactMap { $0?.at }.min() ?? .infinity
        for (index, samples) in run.hours.enumerated() where Double(index + 1) * 3600 < end {
            twin.run(untilHour: index + 1)
            for (shard, (seen, expected)) in zip(samples, twin.shards).enumerated() {
                let place: Comment = "shard \(shard) after \(index + 1) h: \(seen) instead of \(expected)"
                #expect(isNear(seen.converted, expected.converted, part: 0.001), place)
                #expect(isNear(seen.stale, expected.stale, part: 0.005), place)
                #expect(isNear(seen.backlog, expected.backlog, part: 0.005), place)
            }
        }
    }

    /// To a part, or two chunks.
    private func isNear(_ seen: Double, _ expected: Double, part: Double) -> Bool { abs(seen - expected) <= max(part * expected, 2000) }

    private func expectSameEnds(_ run: SharedConversionRun, _ twin: SharedConversionTwin) throws {
        for (shard, state) in twin.shards.enumerated() {
            let (seen, expected) = (try #require(run.caughtUpAt[shard]), try #require(state.caughtUpAt))
            #expect(agrees(seen, expected, within: 0.001), "shard \(shard): \(seen) s instead of \(expected) s")
        }
        let (seen, expected) = (try #require(run.copyEndedAt), try #require(twin.copyEndedAt))
        #expect(agrees(seen, expected, within: 0.001), "the copy: \(seen) s instead of \(expected) s")
    }

    @Test("from midnight: threads, source's disk, link and processor hold the conversions back in turn, and all catch up within ten hours")
    func bottlenecksMove() throws {
        let plan = Self.plan(growthOfRows: 1, rowsPerRequest: 4, startHour: 0)
        let run = SharedConversionRun(plan, hours: 24)
        var twin = SharedConversionTwin(plan)
        compare(run, &twin)
        try expectSameEnds(run, twin)
        // The copy ends while two conversions go on.
        let copyEnd = try #require(run.copyEndedAt)
        #expect(run.caughtUpAt.count { ($0 ?? 0) > copyEnd } == 1 && copyEnd > 7 * 3600)
        #expect(twin.bottlenecks.reduce(into: Set<String>()) { $0.formUnion($1) } == ["threads", "source-disk", "link", "processor"])
        #expect(twin.bottlenecks[0] == ["threads", "link", "processor"])
    }

    @Test("from the morning: by day the work grows, and all catch up in the night")
    func onlyAtNight() throws {
        let plan = Self.plan(growthOfRows: 1.3, rowsPerRequest: 16, startHour: 6)
        let run = SharedConversionRun(plan, hours: 30)
        var twin = SharedConversionTwin(plan)
        compare(run, &twin)
        try expectSameEnds(run, twin)
        #expect(run.divergences.allSatisfy { $0 == nil })
        // From 15:00 to 17:00 the third shard gets further from its end; all ends lie between 21:00 and 03:00.
        #expect(run.hours[8][2].backlog < run.hours[10][2].backlog)
        for end in run.caughtUpAt { #expect(((15 * 3600.0)...(21 * 3600.0)).contains(end ?? 0)) }
        #expect(twin.bottlenecks[2] == ["source-disk", "processor"])
    }

    /// Every night has a minimum. The second is much lower than the first, as the copy has ended; the third is lower by less than a thousandth,
    /// which is no progress. The job looks every half hour: a cycle without progress is one of 24 to 25 hours.
    @Test("never: days undo what nights achieve; said a full cycle after the last progress, with the least backlog of the equations")
    func never() throws {
        let plan = Self.plan(growthOfRows: 3, rowsPerRequest: 200, startHour: 6)
        let run = SharedConversionRun(plan, hours: 80)
        var twin = SharedConversionTwin(plan)
        compare(run, &twin)
        let divergence = try #require(run.divergences[2])
        #expect(run.caughtUpAt.allSatisfy { $0 == nil } && twin.shards.allSatisfy { $0.caughtUpAt == nil })
        let least = twin.shards[2]
        let wait = divergence.at - least.progress.at
        #expect(wait >= 86_400 && wait <= 86_400 + 3600 + 1, "\(divergence.at) s, \(wait) s after the last progress")
        let text = try #require(divergence.text.firstMatch(of: /never fell below ([0-9.]+) rows/))
        #expect(agrees(try #require(Double(text.1)), least.leastBacklog, within: 0.005), "\(divergence.text), not \(least)")
    }

    @Test("the comparison can fail: a twin without the copy is far off")
    func withoutTheCopy() throws {
        let plan = Self.plan(growthOfRows: 1, rowsPerRequest: 4, startHour: 0)
        var (twin, mutant) = (SharedConversionTwin(plan), SharedConversionTwin(plan, hasCopy: false))
        twin.run(untilHour: 12)
        mutant.run(untilHour: 12)
        for (state, other) in zip(twin.shards, mutant.shards) {
            #expect(!agrees(try #require(state.caughtUpAt), try #require(other.caughtUpAt), within: 0.05))
        }
    }
}
