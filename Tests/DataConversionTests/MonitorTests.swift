import DataConversion
import RandomStreams
import TestTools
import Testing

@Suite struct MonitorTests {
    private func divergence(_ verdict: ConvergenceVerdict) throws -> Divergence {
        guard case .diverging(let divergence) = verdict else { throw Unexpected(verdict: verdict) }
        return divergence
    }

    private struct Unexpected: Error { let verdict: ConvergenceVerdict }

    /// 10 rows/s against 12 updates/s: called after exactly one cycle, with these numbers.
    @Test func aLogThatFallsBehind() throws {
        var run = ConversionRun(ConversionTracker(rows: 1e6, mode: .log), clearableRows: 600)
        run.run(chunk: 100, appended: 4, overwritten: 8, until: 10 * 86_400) { _ in 10 }
        #expect(!run.hasConverged)
        let divergence = try divergence(run.monitor.verdict)
        #expect(divergence.rule == .logGrowsAsFastAsItIsApplied)
        #expect(isWithin(1e-9, divergence.meanConversionRate, of: 10))
        #expect(isWithin(1e-9, divergence.meanUpdateRate, of: 12))
        #expect(divergence.windowStart == 0)
        #expect(divergence.windowEnd == 86_400)
        #expect(run.seconds >= 86_400 && run.seconds < 86_400 + 20)
        #expect(divergence.minimumBacklog == 1e6)
        #expect(
            divergence.explanation == "never converges: from 0.0 h to 24.0 h the log converted 10.0 rows/s against 12.0 updates/s; "
                + "the backlog never fell below 1000000.0 rows, 600.0 can be cleared in the quiescence")
    }

    /// Uniform writes at 100/s against 60 conversions/s: the set settles at 40 % of its rows and is called once it has stopped falling.
    @Test func aSetThatSettlesTooHigh() throws {
        var run = ConversionRun(ConversionTracker(rows: 1e6, mode: .set), clearableRows: 3.9e5)
        run.run(chunk: 500, overwritten: 100, until: 60 * 86_400) { _ in 60 }
        #expect(!run.hasConverged)
        let divergence = try divergence(run.monitor.verdict)
        #expect(divergence.rule == .setReachesNoNewMinimum)
        #expect(isWithin(0.01, divergence.minimumBacklog, of: 4e5))
        #expect(isWithin(1e-6, divergence.meanConversionRate, of: 60))
        #expect(isWithin(1e-6, divergence.meanUpdateRate, of: 100))
        #expect(run.seconds > 86_400 && run.seconds < 4 * 86_400)
        // The same with a quiescence that is long enough is no divergence, however long it goes on.
        var patient = ConversionRun(ConversionTracker(rows: 1e6, mode: .set), clearableRows: 4.1e5)
        patient.run(chunk: 500, overwritten: 100, until: 30 * 86_400) { _ in 60 }
        #expect(!patient.hasConverged)
        #expect(patient.monitor.verdict == .converging)
    }

    @Test(arguments: [ConversionMode.set, .log])
    func appendsThatOutrunTheConversion(mode: ConversionMode) throws {
        for rate in [5.0, 4] {
            var run = ConversionRun(ConversionTracker(rows: 1e5, mode: mode))
            run.run(chunk: 100, appended: 5, until: 10 * 86_400) { _ in rate }
            #expect(!run.hasConverged)
            _ = try divergence(run.monitor.verdict)
            #expect(run.seconds < 86_400 + 60)
        }
    }

    /// Eight hours at night at 300 rows/s, sixteen hours at 20 rows/s, against 100 updates/s: in the mean 113.3, so it converges, at night,
    /// after at least one day on which it fell behind for sixteen hours. Whatever the hour at which it starts, it is never called
    /// divergent.
    @Test(arguments: [ConversionMode.set, .log], [0.0, 5, 8, 13, 23])
    func aDailyLoadConvergesInItsTrough(mode: ConversionMode, startHour: Double) {
        func hour(_ seconds: Double) -> Double { (startHour + seconds / 3_600).truncatingRemainder(dividingBy: 24) }
        func rate(_ seconds: Double) -> Double { hour(seconds) < 8 ? 300 : 20 }
        var run = ConversionRun(ConversionTracker(rows: 1.2e7, mode: mode))
        run.run(chunk: 2_000, overwritten: 100, until: 60 * 86_400, rate: rate)
        #expect(run.hasConverged, "\(run.monitor.verdict)")
        #expect(hour(run.seconds) <= 8.01, "converged at hour \(hour(run.seconds)) after \(run.seconds / 86_400) days")
        #expect(run.seconds > 86_400)
    }

    /// The same day with 200 rows/s at night: 80 in the mean. The log is called; the set gets on at night and is not.
    @Test func aTroughThatIsNotDeepEnough() throws {
        func rate(_ seconds: Double) -> Double { seconds.truncatingRemainder(dividingBy: 86_400) < 28_800 ? 200 : 20 }
        var log = ConversionRun(ConversionTracker(rows: 1.2e7, mode: .log))
        log.run(chunk: 2_000, overwritten: 100, until: 60 * 86_400, rate: rate)
        #expect(!log.hasConverged)
        #expect(isWithin(0.01, try divergence(log.monitor.verdict).meanConversionRate, of: 80))
        #expect(log.seconds < 86_400 + 200)
        var set = ConversionRun(ConversionTracker(rows: 1.2e7, mode: .set))
        set.run(chunk: 2_000, overwritten: 100, until: 60 * 86_400, rate: rate)
        #expect(!set.hasConverged)
        let verdict = try divergence(set.monitor.verdict)
        #expect(verdict.rule == .setReachesNoNewMinimum)
        #expect(verdict.minimumBacklog < 0.3 * 1.2e7)
    }

    /// A sawtooth of a day whose minima fall by a part each day, seen at irregular times: 0.2 % a day is progress, 0.05 % is none.
    @Test(arguments: [(0.002, false), (0.0005, true), (0, true)])
    func slowProgress(fallPerDay: Double, isCalled: Bool) {
        for seed in 0..<20 {
            var draws = DrawSource(seed: seed)
            var monitor = ConvergenceMonitor(mode: .set, clearableRows: 1_000)
            var time = 0.0
            while time < 100 * 86_400 {
                let day = time / 86_400
                let sawtooth = (day - day.rounded(.down)) < 0.75 ? 1.3 + day - day.rounded(.down) : 1.3
                let backlog = 1e6 * (1 - fallPerDay * day) * sawtooth
                monitor.observe(time: time, backlog: backlog, convertedRows: 10 * time, updatedRows: 10 * time)
                time += 60 + draws.unit() * 3_000
            }
            #expect((monitor.verdict != .converging) == isCalled, "seed \(seed): \(monitor.verdict)")
        }
    }

    /// A log that keeps up converts exactly what arrives, and is not called.
    @Test func aLogThatKeepsUp() {
        var monitor = ConvergenceMonitor(mode: .log, clearableRows: 50)
        for minute in 0..<(5 * 1_440) {
            let time = Double(minute) * 60
            monitor.observe(time: time, backlog: minute % 10 == 0 ? 20 : 70, convertedRows: 5 * time, updatedRows: 5 * time)
        }
        #expect(monitor.verdict == .converging)
    }

    /// A pause over a long gap is judged by the last cycle in it: nothing was converted, so it is divergence; a restart forgets it.
    @Test func longGapsAndRestart() throws {
        var monitor = ConvergenceMonitor(mode: .log, loadCycle: 3_600)
        monitor.observe(time: 0, backlog: 1e6, convertedRows: 0, updatedRows: 0)
        monitor.observe(time: 1_000, backlog: 0.9e6, convertedRows: 2e5, updatedRows: 1e5)
        #expect(monitor.verdict == .converging)
        monitor.observe(time: 1e7, backlog: 2e6, convertedRows: 2e5, updatedRows: 1.3e6)
        let divergence = try divergence(monitor.verdict)
        #expect(divergence.meanConversionRate == 0)
        #expect(isWithin(1e-3, divergence.meanUpdateRate, of: 0.12))
        #expect(isWithin(1e-9, divergence.windowEnd - divergence.windowStart, of: 3_600))
        monitor.restart()
        #expect(monitor.verdict == .converging)
        monitor.observe(time: 0, backlog: 5, convertedRows: 0, updatedRows: 0)
        #expect(monitor.verdict == .converging)
    }

    /// Work in a window of four hours on each day but Fridays: with a cycle of a day the Friday would look like divergence, with a week it
    /// does not.
    @Test func theCycleMustCoverTheChangeWindows() {
        for (cycle, isCalled) in [(86_400.0, true), (7 * 86_400.0, false)] {
            var tracker = ConversionTracker(rows: 1e8, mode: .set)
            var monitor = ConvergenceMonitor(mode: .set, loadCycle: cycle)
            for quarter in 0..<(28 * 96) {
                let (day, hour) = (quarter / 96, Double(quarter % 96) / 4)
                tracker.advance(by: 900, appendedPerSecond: 5, overwrittenPerSecond: 20)
                if day % 7 != 4, hour >= 2, hour < 6 { tracker.convert(rows: 250 * 900) }
                monitor.observe(tracker, at: Double(quarter + 1) * 900)
            }
            #expect((monitor.verdict != .converging) == isCalled)
        }
    }
}
