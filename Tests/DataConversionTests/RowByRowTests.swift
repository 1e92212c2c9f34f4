import DataConversion
import RandomStreams
import TestTools
import Testing

/// A table of real rows with flags, hit by drawn writes: the slow twin of the tracker's means.
@Suite struct RowByRowTests {
    private enum State { case unconverted, fresh, stale }

    /// 6,000 rows converted in chunks of 30 at 60 rows/s under 80 writes/s and 2 appends/s; fresh rows after each tenth of the time.
    ///
    /// How many rows are unconverted is not random, so the fresh rows vary as the stale ones do, a sum of nearly independent flags: their
    /// standard deviation is under the root of their mean. Within five of them and one chunk's tenth, 20 comparisons err with a probability
    /// below 2e-5, and the seeds are fixed.
    @Test(arguments: [0.0, 0.8])
    func meansAreThoseOfSingleRows(exponent: Double) throws {
        let zipf = try ZipfBins(items: 6_000, exponent: exponent, bins: 300)
        let popularity = Popularity(zipf)
        var draws = DrawSource(seed: 17)
        // Rank of popularity by row: keys have nothing to do with popularity. Rows appended later get a class in proportion.
        var classes: [[Int]] = popularity.bins.map { _ in [] }
        var states = [State](repeating: .unconverted, count: 0)
        func append(to bin: Int) {
            classes[bin].append(states.count)
            states.append(.unconverted)
        }
        for (bin, part) in zipf.bins.enumerated() { for _ in 0..<part.items { append(to: bin) } }
        var shares: [Double] = []
        var fractions: [Double] = []
        for bin in popularity.bins {
            shares.append((shares.last ?? 0) + bin.writeShare)
            fractions.append((fractions.last ?? 0) + bin.rowFraction)
        }
        func bin(_ cumulated: [Double]) -> Int {
            let draw = draws.unit()
            return cumulated.firstIndex { draw < $0 } ?? cumulated.count - 1
        }
        var tracker = ConversionTracker(rows: 6_000, mode: .set, popularity: popularity)
        let (chunkRows, seconds, steps) = (30, 30.0 / 60, 400)
        for step in 1...steps {
            let waiting = states.indices.filter { states[$0] == .unconverted }
            let stale = states.indices.filter { states[$0] == .stale }
            var taken: Set<Int> = []
            while taken.count < min(chunkRows, waiting.count + stale.count) {
                let source = taken.count < waiting.count ? waiting : stale
                taken.insert(source[draws.whole(0...source.count - 1)])
            }
            var hit: Set<Int> = []
            for _ in 0..<Int((80 * seconds * Double(step)).rounded()) - Int((80 * seconds * Double(step - 1)).rounded()) {
                let rows = classes[bin(shares)]
                let row = rows[draws.whole(0...rows.count - 1)]
                if states[row] == .fresh { states[row] = .stale }
                hit.insert(row)
            }
            for _ in 0..<Int((2 * seconds * Double(step)).rounded()) - Int((2 * seconds * Double(step - 1)).rounded()) {
                append(to: bin(fractions))
            }
            for row in taken { states[row] = hit.contains(row) ? .stale : .fresh }

            let chunk = try tracker.take(maximumRows: Double(chunkRows))
            tracker.advance(by: seconds, appendedPerSecond: 2, overwrittenPerSecond: 80)
            tracker.finishChunk(chunk)
            if step % (steps / 10) == 0 {
                let fresh = states.count { $0 == .fresh }
                let bound = 5 * tracker.stale.squareRoot() + 5
                #expect(abs(tracker.converted - Double(fresh)) <= bound, "step \(step): \(tracker.converted) in the mean, \(fresh) drawn")
            }
        }
        #expect(tracker.stale > 500, "the writes must matter for the comparison to mean anything")
    }
}
