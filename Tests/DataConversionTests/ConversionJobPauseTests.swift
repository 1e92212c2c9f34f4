import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing

/// Jobs that are stopped and go on.
@Suite struct ConversionJobPauseTests {
    @Test("a pause loses the chunk under way and nothing else")
    func onePause() throws {
        // Chunks of 500 rows take 0.5 s. The pause at 100.3 s loses 0.3 s; the job rests until 250 s.
        let bench = ConversionJobBench(ConversionJobBench.dataset(rows: 1e6), isTracked: false)
        bench.bench.at(100.3) { bench.job.pause() }
        bench.bench.at(200) { #expect(bench.job.rowsConverted == 100_000) }
        bench.bench.at(250) { bench.job.resume() }
        bench.run(until: 5000)
        #expect(agrees(try #require(bench.finishedAt), 250 + 900, within: 1e-8))
        #expect(bench.job.rowsConverted == 1e6)
        #expect(agrees(bench.job.bytesRead, 100e6 + 300 * 100, within: 1e-9))
        #expect(bench.job.chunksDone == 2000)
    }

    @Test("pauses in a pause and before the start change nothing; a pause at a chunk's end loses nothing")
    func idlePauses() throws {
        let bench = ConversionJobBench(ConversionJobBench.dataset(rows: 1e5), isTracked: false)
        bench.job.pause()
        bench.bench.at(10.000_1) { bench.job.pause() }
        bench.bench.at(12) { bench.job.pause() }
        bench.bench.at(20) { bench.job.resume() }
        bench.bench.at(21) { bench.job.resume() }
        bench.run(until: 500)
        #expect(agrees(try #require(bench.finishedAt), 110, within: 1e-6))
        #expect(agrees(bench.job.bytesRead, 1e7, within: 1e-5))
    }

    @Test("rows written during a pause are converted after it")
    func writesDuringPause() throws {
        // Half done at 500 s; 100 rows a second are appended all along; paused for 1,000 s.
        let bench = ConversionJobBench(ConversionJobBench.dataset(rows: 1e6), appended: 100)
        bench.bench.at(500.2) { bench.job.pause() }
        bench.bench.at(1500.2) { bench.job.resume() }
        bench.run(until: 5000)
        // In t - 1,000 s of work, 1,000 (t - 1000) rows are converted: 1,000,000 + 100 t.
        let expected = (1e6 + 1e6) / 900
        #expect(agrees(try #require(bench.caughtUpAt), expected, within: 0.001))
    }

    @Test("a batch that falls due during a pause is made up for at its end")
    func batchDuringPause() throws {
        // Caught up at some 105 s, batches every 600 s; paused over the first of them.
        let bench = ConversionJobBench(ConversionJobBench.dataset(rows: 1e5), overwritten: 50)
        bench.bench.at(400) { bench.job.pause() }
        bench.bench.at(1000) {
            bench.job.resume()
            // 100,000 (1 - exp(-50 x 890 / 100,000)) rows are stale.
            #expect(bench.job.backlogRows > 35_000 && bench.job.backlogRows < 37_000)
        }
        bench.bench.at(1100) { #expect(bench.job.backlogRows < 5000) }
        // The next batches come at their time.
        bench.bench.at(2500) { #expect(bench.job.backlogRows < 600 * 50) }
        bench.run(until: 3000)
        #expect(bench.job.hasCaughtUp)
    }

    @Test("tables follow each other, each at its own rate")
    func tables() throws {
        var dataset = ConversionJobBench.dataset(rows: 1e5)
        dataset.tables.append(
            TableDescription(name: "wide", rows: 2e5, bytesPerRow: 1000, change: .incompatible, coreSecondsPerRow: 0.5e-3))
        let bench = ConversionJobBench(dataset, isTracked: false)
        bench.bench.at(50) {
            // 50,000 rows at 1 ms, 200,000 at 0.5 ms.
            #expect(agrees(bench.job.remainingSeconds, 50 + 100, within: 0.01))
        }
        bench.run(until: 500)
        #expect(agrees(try #require(bench.finishedAt), 200, within: 1e-6))
        #expect(agrees(bench.job.bytesRead, 1e5 * 100 + 2e5 * 1000, within: 1e-12))
    }
}
