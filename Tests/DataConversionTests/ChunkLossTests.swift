import ClusterModel
import DataConversion
import RandomStreams
import ResourceSharing
import SimulationKernel
import TestSupport
import TestTools
import Testing

/// Faults at random times: each loses exactly one chunk of each job under way, and nothing else.
@Suite struct ChunkLossTests {
    /// Three conversions (plain, `set` and `log`) and a copy that share a disk, so that none keeps its rate.
    ///
    /// Unchecked: confined to the thread of its test.
    private final class Workshop: @unchecked Sendable {
        static let rows = 100_000.0
        let bench = ActivityBench(Systems.fleet([Systems.wideSite], nodes: [4], machine: Systems.machine(diskRead: 150_000)))
        let conversions: [ConversionJob]
        let copy: TransferJob
        var faults = 0
        var complaints: [String] = []
        private var draws: DrawSource

        init(seed: Int) {
            let bench = bench
            draws = DrawSource(seed: seed)
            let disk = ResourceUse(bench.engine.resources.resource(.diskRead, of: 0), amountPerUnit: 1)
            let modes: [(ConversionMode, Bool)] = [(.set, false), (.set, true), (.log, true)]
            conversions = modes.enumerated().map { index, mode in
                var dataset = ConversionJobBench.dataset(rows: Self.rows, tracker: mode.0)
                dataset.trackerDelay = .milliseconds(100)
                let processor = bench.engine.resources.resource(.processor, of: index)
                let job = ConversionJob(
                    dataset: dataset, tables: [0], share: 1, uses: [[disk, ResourceUse(processor, amountPerUnit: 1e-5)]],
                    limits: [100_000], tracked: mode.1, engine: bench.engine, simulation: bench.simulation)
                job.setWrites { _ in mode.1 ? (5, 40) : (0, 0) }
                return job
            }
            copy = TransferJob(
                bytes: 1e7, chunkBytes: 64_000, uses: [disk], limit: 50_000, engine: bench.engine, simulation: bench.simulation)
        }

        /// Jobs with a chunk under way.
        private var underWay: [Bool] {
            conversions.map { job in job.trackers.contains { $0.chunksInFlight > 0 } } + [!copy.isFinished && !copy.isPaused]
        }
        private var lost: [Int] { conversions.map(\.losses.chunks) + [copy.losses.chunks] }

        func resume() {
            for job in conversions { job.resume() }
            copy.resume()
        }

        /// Everything breaks down together.
        private func strike() {
            let (underWay, before) = (underWay, lost)
            for job in conversions { job.halt() }
            copy.pause()
            // A second fault while all stand still finds nothing to lose.
            for job in conversions { job.halt() }
            copy.pause()
            faults += 1
            for (job, isUnderWay) in underWay.enumerated() where lost[job] - before[job] != (isUnderWay ? 1 : 0) {
                complaints.append("fault \(faults): job \(job) lost \(lost[job] - before[job]) chunks, under way: \(isUnderWay)")
            }
            if conversions.contains(where: { $0.trackers[0].chunksInFlight != 0 }) { complaints.append("a chunk in flight in a pause") }
        }

        func run() {
            let simulation = bench.simulation
            simulation.launch("faults") { [self] in
                resume()
                while simulation.now < .zero + .seconds(900) {
                    try await simulation.hold(for: .seconds(roundingUp: 0.1 + 10 * draws.unit()))
                    strike()
                    try await simulation.hold(for: .seconds(roundingUp: draws.unit()))
                    resume()
                }
                for job in conversions { job.setWrites { _ in (0, 0) } }
                for job in conversions { job.convertRest() }
                for job in conversions { while !job.isFinished { try await job.progressed.wait() } }
                while !copy.isFinished { try await copy.finished.wait() }
                simulation.stop()
            }
            bench.run()
        }
    }

    @Test("over 1,000 faults over eight seeds: one chunk for each job under way, no row twice, none missing")
    func randomFaults() {
        var faults = 0
        for seed in 0..<8 {
            let shop = Workshop(seed: seed)
            shop.run()
            faults += shop.faults
            #expect(shop.complaints == [], "seed \(seed)")
            let plain = shop.conversions[0]
            // Whole numbers of rows below 2^53 add up exactly.
            #expect(plain.rowsConverted == Workshop.rows, "seed \(seed)")
            #expect(plain.chunksDone == 200, "seed \(seed)")
            #expect(plain.losses.rows == Double(plain.losses.chunks) * 500, "seed \(seed)")
            for job in shop.conversions {
                let tracker = job.trackers[0]
                #expect(job.isFinished && job.backlogRows == 0 && job.staleRows == 0, "seed \(seed)")
                #expect(agrees(tracker.converted, tracker.rows), "seed \(seed)")
                #expect(agrees(tracker.finishedWork, job.rowsConverted), "seed \(seed)")
                #expect(agrees(job.bytesRead, job.rowsConverted * 100 + job.losses.bytes), "seed \(seed)")
                #expect(job.losses.bytes <= job.losses.rows * 100 * (1 + 1e-9), "seed \(seed)")
            }
            let log = shop.conversions[2].trackers[0]
            #expect(agrees(log.finishedWork, Workshop.rows + log.arrivedWrites), "seed \(seed)")
            #expect(agrees(shop.copy.bytesMoved, 1e7), "seed \(seed)")
        }
        #expect(faults >= 1000, "\(faults) faults")
    }

    /// Each of 2,000 chunks takes 1 / (1 - p) tries on average. With p = 0.2 the failures are 500 with a standard deviation of
    /// sqrt(2,000 x 0.2) / 0.8 = 25; the seed is fixed.
    @Test("chunks that fail by themselves are done again: the time grows by their number, no row is lost")
    func ownFailures() throws {
        let dataset = ConversionJobBench.dataset(rows: 1e6)
        let bench = ActivityBench(Systems.fleet([Systems.wideSite], nodes: [1], machine: Systems.machine()))
        let use = ResourceUse(bench.engine.resources.resource(.processor, of: 0), amountPerUnit: 1e-5)
        let stream = RandomStream(rootSeed: 1, replication: 0, entity: "node 0, conversion 1", purpose: "chunk failure")
        let job = ConversionJob(
            dataset: dataset, tables: [0], share: 1, uses: [[use]], limits: [1e5], sentPerByte: [1.5],
            failures: ChunkFailures(probability: 0.2, stream: stream), tracked: false, engine: bench.engine, simulation: bench.simulation)
        job.resume()
        bench.run()
        #expect(job.rowsConverted == 1e6 && job.chunksDone == 2000)
        #expect(abs(job.losses.chunks - 500) < 100, "\(job.losses.chunks)")
        #expect(job.losses.rows == Double(job.losses.chunks) * 500)
        #expect(agrees(bench.simulation.now.seconds, 0.5 * Double(2000 + job.losses.chunks), within: 1e-6))
        #expect(agrees(job.bytesRead, 1e8 + job.losses.bytes))
        #expect(agrees(job.bytesSent, 1.5 * job.bytesRead))
    }
}
