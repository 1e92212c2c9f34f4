import DataConversion
import Testing

@Suite struct MisuseTests {
    @Test func aChunkEndsOnce() async {
        await #expect(processExitsWith: .failure) {
            var tracker = ConversionTracker(rows: 10, mode: .set)
            guard let chunk = tracker.nextChunk(maximumRows: 5) else { return }
            tracker.finishChunk(chunk)
            tracker.failChunk(chunk)
        }
    }

    @Test func aRestartVoidsChunks() async {
        await #expect(processExitsWith: .failure) {
            var tracker = ConversionTracker(rows: 10, mode: .set)
            guard let chunk = tracker.nextChunk(maximumRows: 5) else { return }
            tracker.restart()
            _ = tracker.nextChunk(maximumRows: 5)
            tracker.finishChunk(chunk)
        }
    }

    @Test func timeDoesNotRunBackwards() async {
        await #expect(processExitsWith: .failure) {
            var tracker = ConversionTracker(rows: 10, mode: .log)
            tracker.advance(by: -1, appendedPerSecond: 0, overwrittenPerSecond: 0)
        }
        await #expect(processExitsWith: .failure) {
            var monitor = ConvergenceMonitor(mode: .log)
            monitor.observe(time: 5, backlog: 1, convertedRows: 1, updatedRows: 1)
            monitor.observe(time: 4, backlog: 1, convertedRows: 1, updatedRows: 1)
        }
    }

    @Test func popularityAddsUpToOne() async {
        await #expect(processExitsWith: .failure) {
            _ = Popularity(bins: [Popularity.Bin(rowFraction: 0.5, writeShare: 1)])
        }
    }
}
