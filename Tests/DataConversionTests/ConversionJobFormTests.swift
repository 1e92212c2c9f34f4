import ClusterModel
import DataConversion
import Foundation
import RandomStreams
import SimulationKernel
import TestSupport
import Testing

/// The closed forms of convergence through the whole stack: job, tracker, engine, shared processor. D = 1,000,000 rows, r = 1,000 a second,
/// chunks of 500 rows; within 1 %.
@Suite struct ConversionJobFormTests {
    private static let (items, r) = (1e6, ConversionJobBench.rate)

    @Test("without updates: D / r, to the nanoseconds by which chunks are rounded up")
    func withoutUpdates() throws {
        let bench = ConversionJobBench(ConversionJobBench.dataset(rows: Self.items), isTracked: false)
        bench.run(until: 5000)
        let end = try #require(bench.finishedAt)
        #expect(end >= 1000 && end <= 1000 + 2000e-9)
        #expect(bench.job.chunksDone == 2000)
        #expect(bench.job.rowsConverted == Self.items)
        #expect(bench.job.bytesRead == 100e6)
    }

    @Test("append-only at rate a, in both modes: D / (r - a)", arguments: [ConversionMode.set, .log], [100.0, 400, 800])
    func appendOnly(_ mode: ConversionMode, _ a: Double) throws {
        let bench = ConversionJobBench(ConversionJobBench.dataset(rows: Self.items, tracker: mode), appended: a)
        bench.run(until: 10_000)
        #expect(agrees(try #require(bench.caughtUpAt), Self.items / (Self.r - a), within: 0.01))
    }

    @Test("a set under uniform overwrites at rate w: (D / w) ln(r / (r - w))", arguments: [50.0, 300, 600, 900])
    func uniformSet(_ w: Double) throws {
        let bench = ConversionJobBench(ConversionJobBench.dataset(rows: Self.items), overwritten: w)
        bench.run(until: 10_000)
        #expect(agrees(try #require(bench.caughtUpAt), Self.items / w * log(Self.r / (Self.r - w)), within: 0.01))
    }

    @Test("a log at rate w: D / (r - w)", arguments: [50.0, 300, 600, 900])
    func appliedLog(_ w: Double) throws {
        let bench = ConversionJobBench(ConversionJobBench.dataset(rows: Self.items, tracker: .log), overwritten: w)
        bench.run(until: 15_000)
        #expect(agrees(try #require(bench.caughtUpAt), Self.items / (Self.r - w), within: 0.01))
    }

    /// Under Zipf writes that outrun the conversion most hit rows that are stale already: a set settles at a stock that can be cleared in the
    /// quiescence, where a log grows for ever. The stock is that of the closed equation (``ConvergenceTheory``).
    @Test("r < w under Zipf writes: a set ends with a short quiescence, a log never converges")
    func zipf() throws {
        let (exponent, w) = (0.7, 1200.0)
        let set = ConversionJobBench(ConversionJobBench.dataset(rows: Self.items, zipf: exponent, loadCycle: .hours(1)), overwritten: w)
        let popularity = Popularity(try ZipfBins(items: 1_000_000, exponent: exponent, bins: 32))
        let stock = ConvergenceTheory.settledStock(
            rows: Self.items, popularity: popularity, conversionsPerSecond: Self.r, overwrittenPerSecond: w)
        set.bench.at(12_000) {
            // Quiescence: no more writes, and what is stale is converted.
            set.job.setWrites { _ in (0, 0) }
            set.job.convertRest()
        }
        set.run(until: 13_000)
        #expect(set.divergedAt == nil)
        let quiescence = try #require(set.finishedAt) - 12_000
        #expect(agrees(quiescence, stock / Self.r, within: 0.05), "\(quiescence) s, a stock of \(stock)")
        #expect(quiescence > 1 && quiescence < 60)
        let log = ConversionJobBench(
            ConversionJobBench.dataset(rows: Self.items, tracker: .log, zipf: exponent, loadCycle: .hours(1)), overwritten: w)
        log.run(until: 13_000)
        #expect(log.caughtUpAt == nil)
        #expect(try #require(log.divergedAt) <= 2.1 * 3600)
        #expect(try #require(log.job.divergence).contains("1000.0 rows/s against 1200.0 updates/s"))
    }

    @Test("a diverging job stops: it converts nothing more")
    func stops() throws {
        let bench = ConversionJobBench(
            ConversionJobBench.dataset(rows: Self.items, tracker: .log, loadCycle: .hours(1)), overwritten: 1100)
        bench.run(until: 50_000)
        let diverged = try #require(bench.divergedAt)
        #expect(diverged >= 3600 && diverged <= 7400)
        #expect(bench.job.rowsConverted <= diverged * Self.r * (1 + 1e-9))
    }

    @Test("a job that has caught up is not taken for diverging, however long it is kept up to date", arguments: [ConversionMode.set, .log])
    func keepsUp(_ mode: ConversionMode) throws {
        let bench = ConversionJobBench(
            ConversionJobBench.dataset(rows: 1e5, tracker: mode, loadCycle: .hours(1)), appended: 5, overwritten: 50)
        bench.run(until: 10 * 3600)
        #expect(try #require(bench.caughtUpAt) < 200)
        #expect(bench.job.divergence == nil)
        // At most what is written in a batch interval of ten minutes is left at any time.
        #expect(bench.job.backlogRows <= 600 * 55 * 1.01)
    }
}
