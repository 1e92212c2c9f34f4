import DataConversion
import RandomStreams
import TestTools
import Testing

@Suite struct TrackerTests {
    private static let zipf = try? Popularity(ZipfBins(items: 100_000, exponent: 1, bins: 24))

    /// A chunk of the whole table is in flight while every row gets ln 2 writes in the mean: half of it is stale on arrival.
    @Test func rowsOverwrittenInFlightAreStale() throws {
        var tracker = ConversionTracker(rows: 1_000, mode: .set)
        let chunk = try tracker.take(maximumRows: 5_000)
        #expect(chunk.rows == 1_000)
        #expect(tracker.inFlight == 1_000)
        #expect(tracker.chunksInFlight == 1)
        #expect(throws: NoChunk.self) { try tracker.take(maximumRows: 1) }
        tracker.advance(by: 693.1471805599453, appendedPerSecond: 0, overwrittenPerSecond: 1)
        #expect(tracker.stale == 0, "nothing was converted yet")
        #expect(tracker.backlog == 1_000)
        tracker.finishChunk(chunk)
        #expect(isWithin(1e-14, tracker.stale, of: 500))
        #expect(isWithin(1e-14, tracker.converted, of: 500))
        // Stale rows are overwritten for free: the same writes again hit half of the fresh half.
        tracker.advance(by: 693.1471805599453, appendedPerSecond: 0, overwrittenPerSecond: 1)
        #expect(isWithin(1e-14, tracker.stale, of: 750))
        #expect(isWithin(1e-14, tracker.converted, of: 250))
        #expect(tracker.arrivedWrites == 2 * 693.1471805599453)
        #expect(tracker.finishedWork == 1_000)
    }

    /// Two chunks in flight at once, taken and finished at different times: each is exposed for its own time.
    @Test func overlappingChunksHaveTheirOwnExposure() throws {
        let half = 500 * 0.6931471805599453
        var tracker = ConversionTracker(rows: 500, mode: .set)
        let first = try tracker.take(maximumRows: 200)
        tracker.advance(by: half, appendedPerSecond: 0, overwrittenPerSecond: 1)
        let second = try tracker.take(maximumRows: 200)
        tracker.advance(by: half, appendedPerSecond: 0, overwrittenPerSecond: 1)
        tracker.finishChunk(first)
        #expect(isWithin(1e-13, tracker.converted, of: 50))
        tracker.advance(by: half, appendedPerSecond: 0, overwrittenPerSecond: 1)
        tracker.finishChunk(second)
        #expect(isWithin(1e-13, tracker.converted, of: 25 + 50))
        #expect(isWithin(1e-13, tracker.stale, of: 400 - 75))
        #expect(tracker.unconvertedRows == 100)
    }

    @Test func overwritesOfUnconvertedRowsCostNothing() {
        var tracker = ConversionTracker(rows: 100, mode: .set)
        tracker.advance(by: 1e6, appendedPerSecond: 0, overwrittenPerSecond: 1e3)
        #expect(tracker.backlog == 100)
        #expect(tracker.stale == 0)
        var log = ConversionTracker(rows: 100, mode: .log)
        log.advance(by: 10, appendedPerSecond: 2, overwrittenPerSecond: 3)
        #expect(log.backlog == 100 + 50)
        #expect(log.stale == 30)
        #expect(log.rows == 120)
        // Entries first, appends and overwrites in proportion; then rows.
        var applied = log.convert(rows: 25)
        #expect(applied == 25)
        #expect(log.converted == 10)
        #expect(log.stale == 15)
        #expect(log.unconvertedRows == 100)
        applied = log.convert(rows: 1_000)
        #expect(applied == 125)
        #expect(log.converted == 120)
        #expect(log.backlog == 0)
    }

    /// A failed chunk puts exactly its own rows back, whatever was written while it was in flight.
    @Test(arguments: [ConversionMode.set, .log], [0.0, 50])
    func aFailedChunkLosesExactlyOneChunk(mode: ConversionMode, overwritten: Double) throws {
        let popularity = try #require(Self.zipf)
        var tracker = ConversionTracker(rows: 100_000, mode: mode, popularity: popularity)
        tracker.convert(rows: 99_700)
        tracker.advance(by: 40, appendedPerSecond: 1, overwrittenPerSecond: 100)
        var untouched = tracker
        let chunk = try tracker.take(maximumRows: 500)
        #expect(isWithin(1e-12, chunk.rows, of: 500))
        #expect(mode == .log ? chunk.logEntries == chunk.rows : chunk.staleRows > 0 && chunk.unconvertedRows > 0)
        tracker.advance(by: 10, appendedPerSecond: 1, overwrittenPerSecond: overwritten)
        untouched.advance(by: 10, appendedPerSecond: 1, overwrittenPerSecond: overwritten)
        tracker.failChunk(chunk)
        #expect(isWithin(1e-12, tracker.backlog, of: untouched.backlog))
        #expect(isWithin(1e-12, tracker.stale, of: untouched.stale))
        #expect(isWithin(1e-12, tracker.converted, of: untouched.converted))
        #expect(isWithin(1e-12, tracker.unconvertedRows, of: untouched.unconvertedRows))
        #expect(tracker.finishedWork == untouched.finishedWork)
        #expect(tracker.inFlight == 0)
        // The same rows can be taken again.
        let again = try tracker.take(maximumRows: 500)
        #expect(isWithin(1e-12, again.rows, of: 500))
    }

    /// One step of an hour, 3,600 steps of a second, and random steps: the same state within 1e-11.
    @Test(arguments: [0.0, 3], [ConversionMode.set, .log])
    func stepSizeDoesNotMatter(appended: Double, mode: ConversionMode) throws {
        let popularity = try #require(Self.zipf)
        var start = ConversionTracker(rows: 100_000, mode: mode, popularity: popularity)
        start.convert(rows: 60_000)
        let chunk = try start.take(maximumRows: 10_000)
        var draws = DrawSource(seed: 5)
        var uneven = [Double]()
        while uneven.reduce(0, +) < 3_599 { uneven.append(min(3_600 - uneven.reduce(0, +), draws.wide(6))) }
        uneven.append(3_600 - uneven.reduce(0, +))
        var results: [[Double]] = []
        for steps in [[3_600], [Double](repeating: 1, count: 3_600), uneven] {
            var tracker = start
            for step in steps {
                tracker.advance(by: step, appendedPerSecond: appended, overwrittenPerSecond: 20)
                _ = tracker.stale
            }
            tracker.finishChunk(chunk)
            // Looking into the classes in between must not matter either.
            tracker.advance(by: 100, appendedPerSecond: appended, overwrittenPerSecond: 20)
            results.append([tracker.rows, tracker.backlog, tracker.stale, tracker.converted, tracker.arrivedWrites])
        }
        for result in results.dropFirst() {
            #expect(zip(result, results[0]).allSatisfy { isWithin(1e-11, $0, of: $1) }, "\(result) and \(results[0])")
        }
    }

    /// Stepping with a chunk converted after each step brings the classes up to date each time; without, once.
    @Test func settlingInBetweenDoesNotMatter() throws {
        let popularity = try #require(Self.zipf)
        var often = ConversionTracker(rows: 100_000, mode: .set, popularity: popularity)
        often.convert(rows: 100_000)
        var once = often
        for _ in 0..<1_000 {
            often.advance(by: 1, appendedPerSecond: 0, overwrittenPerSecond: 20)
            let chunk = try often.take(maximumRows: 5, minimumRows: 0)
            often.failChunk(chunk)
        }
        once.advance(by: 1_000, appendedPerSecond: 0, overwrittenPerSecond: 20)
        #expect(isWithin(1e-11, often.stale, of: once.stale))
    }

    @Test(arguments: 0..<100)
    func randomOperationsConserveRows(seed: Int) throws {
        var draws = DrawSource(seed: seed)
        let mode = seed % 2 == 0 ? ConversionMode.set : .log
        let popularity = seed % 3 == 0 ? Popularity.uniform : try #require(Self.zipf)
        let start = draws.unit() * 1e7
        var tracker = ConversionTracker(rows: start, mode: mode, popularity: popularity)
        var chunks: [ConversionChunk] = []
        var (appended, overwritten) = (0.0, 0.0)
        var (finished, finishedEntriesAndRows) = (0.0, 0.0)
        for _ in 0..<1_000 {
            switch draws.whole(0...5) {
            case 0, 1:
                let (step, appends, overwrites) = (draws.wide(8), draws.wide(6), draws.wide(8))
                tracker.advance(by: step, appendedPerSecond: appends, overwrittenPerSecond: overwrites)
                appended += step * appends
                overwritten += step * overwrites
            case 2, 3:
                let minimum = draws.chance(0.5) ? 0.0 : 1
                if let chunk = tracker.nextChunk(maximumRows: draws.wide(16), minimumRows: minimum) { chunks.append(chunk) }
            case 4 where !chunks.isEmpty:
                let chunk = chunks.remove(at: draws.whole(0...chunks.count - 1))
                tracker.finishChunk(chunk)
                finished += chunk.rows
            case 5 where !chunks.isEmpty:
                tracker.failChunk(chunks.remove(at: draws.whole(0...chunks.count - 1)))
            default:
                finishedEntriesAndRows += tracker.convert(rows: draws.wide(16))
            }
            try #require(isWithin(1e-9, tracker.rows, of: start + appended))
            if mode == .set {
                let sum = tracker.unconvertedRows + tracker.stale + tracker.converted + tracker.inFlight
                try #require(isWithin(1e-9, sum, of: tracker.rows))
            } else {
                // All work there ever was is done or left.
                let work = start + appended + overwritten
                try #require(isWithin(1e-9, tracker.backlog + tracker.finishedWork, of: work))
            }
            try #require(tracker.chunksInFlight == chunks.count)
        }
        #expect(isWithin(1e-9, tracker.finishedWork, of: finished + finishedEntriesAndRows))
        #expect(isWithin(1e-9, tracker.arrivedWrites, of: appended + overwritten))
    }

    @Test func restartThrowsTheNewStoreAway() throws {
        for mode in [ConversionMode.set, .log] {
            var tracker = ConversionTracker(rows: 1_000, mode: mode)
            tracker.convert(rows: 400)
            tracker.advance(by: 10, appendedPerSecond: 1, overwrittenPerSecond: 5)
            _ = try tracker.take(maximumRows: 100)
            tracker.restart()
            #expect(tracker.rows == 1_010)
            #expect(tracker.backlog == 1_010)
            #expect(tracker.converted == 0)
            #expect(tracker.chunksInFlight == 0)
            #expect(tracker.finishedWork == 400)
            let converted = tracker.convert(rows: 2_000)
            #expect(converted == 1_010)
        }
    }

    /// Without a least size the chunks would become ever smaller; with it the loop ends while writes go on.
    @Test func noChunkUnderOneRowUnlessAsked() throws {
        var tracker = ConversionTracker(rows: 1_000, mode: .set)
        tracker.convert(rows: 1_000)
        tracker.advance(by: 0.5, appendedPerSecond: 0, overwrittenPerSecond: 1)
        #expect(throws: NoChunk.self) { try tracker.take(maximumRows: 100) }
        #expect(tracker.backlog > 0.49)
        let last = try tracker.take(maximumRows: 100, minimumRows: 0)
        tracker.finishChunk(last)
        #expect(tracker.backlog == 0)
        #expect(throws: NoChunk.self) { try tracker.take(maximumRows: 100, minimumRows: 0) }
    }
}
