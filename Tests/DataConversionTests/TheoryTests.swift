import DataConversion
import RandomStreams
import Testing

/// The tracker against the closed forms for constant rates, chunks of a thousandth of the table, within 1 %.
@Suite struct TheoryTests {
    private let items = 1e6

    @Test(arguments: [ConversionMode.set, .log])
    func withoutUpdates(mode: ConversionMode) throws {
        var run = ConversionRun(ConversionTracker(rows: items, mode: mode))
        run.run(chunk: 1_000) { _ in 400 }
        #expect(run.hasConverged)
        let expected = try #require(ConvergenceTheory.secondsWithoutUpdates(items: items, conversionsPerSecond: 400))
        #expect(expected == 2_500)
        #expect(isWithin(1e-9, run.seconds, of: expected))
        #expect(run.tracker.backlog == 0)
        #expect(isWithin(1e-9, run.tracker.converted, of: items))
    }

    @Test(arguments: [ConversionMode.set, .log], [40.0, 200, 360])
    func appendOnly(mode: ConversionMode, appended: Double) throws {
        var run = ConversionRun(ConversionTracker(rows: items, mode: mode))
        run.run(chunk: 1_000, appended: appended) { _ in 400 }
        #expect(run.hasConverged)
        let expected = try #require(
            ConvergenceTheory.secondsWithAppends(items: items, conversionsPerSecond: 400, appendedPerSecond: appended))
        #expect(isWithin(0.01, run.seconds, of: expected))
        #expect(isWithin(1e-9, run.tracker.rows, of: items + appended * run.seconds))
    }

    @Test(arguments: [40.0, 200, 360])
    func log(written: Double) throws {
        var run = ConversionRun(ConversionTracker(rows: items, mode: .log))
        run.run(chunk: 1_000, overwritten: written) { _ in 400 }
        #expect(run.hasConverged)
        let expected = try #require(ConvergenceTheory.secondsWithLog(items: items, conversionsPerSecond: 400, writesPerSecond: written))
        #expect(isWithin(0.01, run.seconds, of: expected))
    }

    @Test(arguments: [40.0, 200, 360])
    func uniformSet(overwritten: Double) throws {
        var run = ConversionRun(ConversionTracker(rows: items, mode: .set))
        run.run(chunk: 1_000, overwritten: overwritten) { _ in 400 }
        #expect(run.hasConverged)
        let expected = try #require(
            ConvergenceTheory.secondsWithUniformSet(items: items, conversionsPerSecond: 400, overwrittenPerSecond: overwritten))
        #expect(isWithin(0.01, run.seconds, of: expected))
    }

    /// ln 2 from a second source: r = 2 w gives (D/w) ln 2.
    @Test func uniformSetByHand() throws {
        let seconds = try #require(
            ConvergenceTheory.secondsWithUniformSet(items: 1e6, conversionsPerSecond: 200, overwrittenPerSecond: 100))
        #expect(isWithin(1e-14, seconds, of: 6_931.471805599453))
        #expect(ConvergenceTheory.secondsWithUniformSet(items: 1e6, conversionsPerSecond: 200, overwrittenPerSecond: 0) == 5_000)
    }

    @Test func neverWhereTheRateDoesNotSuffice() {
        #expect(ConvergenceTheory.secondsWithoutUpdates(items: 1, conversionsPerSecond: 0) == nil)
        #expect(ConvergenceTheory.secondsWithAppends(items: 1, conversionsPerSecond: 5, appendedPerSecond: 5) == nil)
        #expect(ConvergenceTheory.secondsWithLog(items: 1, conversionsPerSecond: 5, writesPerSecond: 6) == nil)
        #expect(ConvergenceTheory.secondsWithUniformSet(items: 1, conversionsPerSecond: 5, overwrittenPerSecond: 5) == nil)
    }

    /// Uniform writes: the stock is D (1 - r / w).
    @Test func settledStockUnderUniformWrites() {
        let stock = ConvergenceTheory.settledStock(rows: 1e6, popularity: .uniform, conversionsPerSecond: 60, overwrittenPerSecond: 100)
        #expect(isWithin(1e-12, stock, of: 4e5))
        #expect(ConvergenceTheory.settledStock(rows: 1e6, popularity: .uniform, conversionsPerSecond: 100, overwrittenPerSecond: 100) == 0)
    }

    /// Zipf writes with r at 60 % of w: the set settles at a few per cent of the table, where the theory says; a log of the same writes
    /// diverges.
    @Test(arguments: [0.9, 1.0])
    func zipfSetSettlesAndLogDiverges(exponent: Double) throws {
        let popularity = Popularity(try ZipfBins(items: 1_000_000, exponent: exponent, bins: 30))
        let stock = ConvergenceTheory.settledStock(rows: items, popularity: popularity, conversionsPerSecond: 60, overwrittenPerSecond: 100)
        #expect(stock < 0.05 * items)
        #expect(stock > 1_000)
        let tracker = ConversionTracker(rows: items, mode: .set, popularity: popularity)
        var set = ConversionRun(tracker, loadCycle: 10_000, clearableRows: 1.1 * stock)
        set.run(chunk: 20, overwritten: 100, until: 40_000) { _ in 60 }
        #expect(!set.hasConverged)
        #expect(set.monitor.verdict == .converging)
        #expect(isWithin(0.03, set.tracker.backlog, of: stock))
        // Quiescence: writes stop, and what is left is converted to the last row.
        while let chunk = set.tracker.nextChunk(maximumRows: 100, minimumRows: 0) { set.tracker.finishChunk(chunk) }
        #expect(set.tracker.backlog == 0)

        // A quiescence that clears only half of that stock is too short for ever.
        var hurried = ConversionRun(tracker, loadCycle: 10_000, clearableRows: 0.5 * stock)
        hurried.run(chunk: 200, overwritten: 100, until: 400_000) { _ in 60 }
        #expect(hurried.monitor.verdict != .converging)

        var log = ConversionRun(
            ConversionTracker(rows: items, mode: .log, popularity: popularity), loadCycle: 10_000, clearableRows: 1.1 * stock)
        log.run(chunk: 100, overwritten: 100, until: 40_000) { _ in 60 }
        #expect(log.monitor.verdict != .converging)
        #expect(log.seconds < 10_100)
    }
}
