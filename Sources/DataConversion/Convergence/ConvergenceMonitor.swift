import Requirements

/// Watches a conversion and says when it will never converge.
///
/// The load has a cycle, usually a day, and a throttled conversion may get on in the trough only. So nothing is decided before a full cycle
/// has been seen, and every mean is taken over exactly one cycle. The cycle must also cover the change windows: "not on Fridays" needs a
/// week.
///
/// - A `log` diverges if over a cycle no more was converted than arrived, unless the backlog was small enough within that cycle to be
///   cleared in the allowed quiescence (a log that keeps up converts exactly what arrives).
/// - A `set` diverges if its backlog never fell to what the allowed quiescence can clear, and a full cycle brought no new minimum. Rates
///   say nothing here: a set may converge while less is converted than overwritten.
///
/// A new minimum has to lie below the last by ``leastProgress``, one thousandth. A stock that approaches its resting value falls for ever,
/// by less and less. And what falls by less than a thousandth in a cycle of a day would take more than the 834 days that simulation time
/// can express. A minimum may lie between two observations, so the cycle is extended by the longest gap between them.
///
/// The state is bounded: totals at 96 marks in a cycle (a quarter of an hour in a day), interpolated between observations.
public struct ConvergenceMonitor: Sendable {
    /// The part of the last minimum by which a new one must be lower.
    public static let leastProgress = 1e-3
    private static let marksInCycle = 96

    /// How writes are tracked, which decides the rule.
    public let mode: ConversionMode
    /// The period of the load, in seconds.
    public let loadCycle: Double
    /// The backlog that can be cleared within the allowed quiescence; may follow the conversion rate.
    public var clearableRows: Double
    /// What the observations so far say. Divergence stays until ``restart()``.
    public private(set) var verdict = ConvergenceVerdict.converging

    private struct Observation: Sendable {
        var time: Double
        var backlog: Double
        var converted: Double
        var updated: Double
    }

    private var start = 0.0
    private var last: Observation?
    /// Totals at the last marks, in a ring of one more than a cycle has; the backlog is the least since the mark before.
    private var ring: ContiguousArray<Observation>
    private var marks = 0
    /// How many marks in a row are in the ring, as far as it reaches.
    private var consecutiveMarks = 0
    private var minimumSinceMark = Double.infinity

    private var minimum = Double.infinity
    private var hasBeenClearable = false
    /// The last minimum that counted as new, and when it was.
    private var reference = Double.infinity
    private var referenceTime = 0.0
    private var longestGap = 0.0

    /// A monitor that has seen nothing.
    ///
    /// - Parameters:
    ///   - loadCycle: The period of the load and of the change windows, in seconds.
    ///   - clearableRows: The backlog that can be cleared within the allowed quiescence.
    public init(mode: ConversionMode, loadCycle: Double = 86_400, clearableRows: Double = 0) {
        require(loadCycle > 0 && loadCycle.isFinite, "a load cycle of \(loadCycle) s")
        self.mode = mode
        self.loadCycle = loadCycle
        self.clearableRows = clearableRows
        ring = ContiguousArray(
            repeating: Observation(time: 0, backlog: 0, converted: 0, updated: 0), count: Self.marksInCycle + 1)
    }

    /// Forgets everything: for a new attempt, or after the rates have changed for good.
    public mutating func restart() {
        self = ConvergenceMonitor(mode: mode, loadCycle: loadCycle, clearableRows: clearableRows)
    }

    /// Takes in the state at a chunk's end or at a regular check.
    ///
    /// - Parameters:
    ///   - time: In seconds, never falling.
    ///   - backlog: What is left to convert.
    ///   - convertedRows: All that was converted since any fixed moment.
    ///   - updatedRows: All appends and overwrites since any fixed moment.
    @discardableResult
    public mutating func observe(time: Double, backlog: Double, convertedRows: Double, updatedRows: Double) -> ConvergenceVerdict {
        let observation = Observation(time: time, backlog: backlog, converted: convertedRows, updated: updatedRows)
        guard let last else {
            start = time
            self.last = observation
            pushMark(observation)
            noteMinimum(observation, gap: 0)
            return verdict
        }
        require(
            time >= last.time && convertedRows >= last.converted && updatedRows >= last.updated,
            "time or totals fell: \(time) s, \(convertedRows) converted, \(updatedRows) updated after \(last)")
        passMarks(from: last, to: observation)
        self.last = observation
        minimumSinceMark = min(minimumSinceMark, backlog)
        noteMinimum(observation, gap: time - last.time)
        return verdict
    }

    /// Takes in the state of a tracker.
    @discardableResult
    public mutating func observe(_ tracker: ConversionTracker, at time: Double) -> ConvergenceVerdict {
        observe(time: time, backlog: tracker.backlog, convertedRows: tracker.finishedWork, updatedRows: tracker.arrivedWrites)
    }

    private func time(ofMark mark: Int) -> Double {
        start + Double(mark) * (loadCycle / Double(Self.marksInCycle))
    }

    private mutating func passMarks(from last: Observation, to next: Observation) {
        let span = next.time - last.time
        guard span > 0 else { return }
        // Over a gap of several cycles only the last one matters.
        if span > 2 * loadCycle {
            let passed = Int((next.time - start) / loadCycle * Double(Self.marksInCycle))
            marks = max(marks, passed - 2 * Self.marksInCycle + 2)
            consecutiveMarks = 0
        }
        while time(ofMark: marks) <= next.time {
            let time = time(ofMark: marks)
            let part = (time - last.time) / span
            pushMark(
                Observation(
                    time: time, backlog: last.backlog + part * (next.backlog - last.backlog),
                    converted: last.converted + part * (next.converted - last.converted),
                    updated: last.updated + part * (next.updated - last.updated)))
        }
    }

    private mutating func pushMark(_ mark: Observation) {
        var stored = mark
        stored.backlog = min(minimumSinceMark, mark.backlog)
        minimumSinceMark = mark.backlog
        ring[marks % ring.count] = stored
        marks += 1
        consecutiveMarks += 1
        guard mode == .log, consecutiveMarks > Self.marksInCycle, verdict == .converging else { return }
        let least = ring.reduce(.infinity) { min($0, $1.backlog) }
        let means = meansOverCycle()
        if means.conversion <= means.update, least > clearableRows {
            diverge(.logGrowsAsFastAsItIsApplied, minimum: least)
        }
    }

    private mutating func noteMinimum(_ observation: Observation, gap: Double) {
        minimum = min(minimum, observation.backlog)
        longestGap = max(longestGap, gap)
        if observation.backlog <= clearableRows {
            hasBeenClearable = true
        }
        if observation.backlog < reference * (1 - Self.leastProgress) {
            reference = observation.backlog
            referenceTime = observation.time
            longestGap = 0
        } else if mode == .set, !hasBeenClearable, verdict == .converging, consecutiveMarks > Self.marksInCycle,
            observation.time - referenceTime >= loadCycle + longestGap
        {
            diverge(.setReachesNoNewMinimum, minimum: minimum)
        }
    }

    private mutating func diverge(_ rule: Divergence.Rule, minimum: Double) {
        let means = meansOverCycle()
        verdict = .diverging(
            Divergence(
                rule: rule, meanConversionRate: means.conversion, meanUpdateRate: means.update, minimumBacklog: minimum,
                clearableRows: clearableRows, windowStart: time(ofMark: marks - 1 - Self.marksInCycle), windowEnd: time(ofMark: marks - 1)))
    }

    /// Means over the cycle that ends at the last mark. The oldest mark follows the newest in the ring.
    private func meansOverCycle() -> (conversion: Double, update: Double) {
        let newest = ring[(marks - 1) % ring.count]
        let oldest = ring[marks % ring.count]
        return ((newest.converted - oldest.converted) / loadCycle, (newest.updated - oldest.updated) / loadCycle)
    }
}
