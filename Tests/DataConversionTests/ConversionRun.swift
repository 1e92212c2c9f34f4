import DataConversion

/// Converts chunk after chunk at rates that may depend on the time, and watches.
struct ConversionRun {
    var tracker: ConversionTracker
    var monitor: ConvergenceMonitor
    var seconds = 0.0
    var hasConverged = false

    init(_ tracker: ConversionTracker, loadCycle: Double = 86_400, clearableRows: Double = 0) {
        self.tracker = tracker
        monitor = ConvergenceMonitor(mode: tracker.mode, loadCycle: loadCycle, clearableRows: clearableRows)
        monitor.observe(tracker, at: 0)
    }

    /// Goes on until no whole row waits, or the monitor calls it divergent, or the time is over.
    mutating func run(
        chunk maximumRows: Double, appended: Double = 0, overwritten: Double = 0, until horizon: Double = .infinity,
        rate: (_ seconds: Double) -> Double
    ) {
        while seconds < horizon {
            guard let chunk = tracker.nextChunk(maximumRows: maximumRows) else {
                hasConverged = true
                return
            }
            let step = chunk.rows / rate(seconds)
            tracker.advance(by: step, appendedPerSecond: appended, overwrittenPerSecond: overwritten)
            seconds += step
            tracker.finishChunk(chunk)
            guard monitor.observe(tracker, at: seconds) == .converging else { return }
        }
    }
}

func isWithin(_ part: Double, _ value: Double, of expected: Double) -> Bool {
    abs(value - expected) <= part * abs(expected)
}

struct NoChunk: Error {}

extension ConversionTracker {
    /// The next chunk, which the test expects to be there.
    mutating func take(maximumRows: Double, minimumRows: Double = 1) throws -> ConversionChunk {
        guard let chunk = nextChunk(maximumRows: maximumRows, minimumRows: minimumRows) else { throw NoChunk() }
        return chunk
    }
}
