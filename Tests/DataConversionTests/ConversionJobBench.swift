import ClusterModel
import DataConversion
import ResourceSharing
import SimulationKernel
import TestSupport

/// One conversion of a table of D rows at 1 ms of one core each, so r = 1,000 rows a second, on an engine of its own.
///
/// Unchecked: confined to the thread of its test.
final class ConversionJobBench: @unchecked Sendable {
    let bench: ActivityBench
    let job: ConversionJob
    /// When the job had caught up for the first time, seconds.
    private(set) var caughtUpAt: Double?
    private(set) var finishedAt: Double?
    /// When it was found to diverge, seconds.
    private(set) var divergedAt: Double?

    static let rate = 1000.0

    static func dataset(
        rows: Double, chunkRows: Double = 500, tracker: ConversionMode = .set, zipf: Double = 0, loadCycle: SimulationDuration = .hours(24)
    ) -> DatasetDescription {
        DatasetDescription(
            tier: 0,
            tables: [
                TableDescription(
                    name: "table", rows: rows, bytesPerRow: 100, change: .incompatible, coreSecondsPerRow: 1 / rate, zipfExponent: zipf)
            ], chunkBytes: chunkRows * 100, copyBytesPerSecond: 1e9, tracker: tracker, trackerDelay: .milliseconds(100),
            batchInterval: .minutes(10), loadCycle: loadCycle)
    }

    init(_ dataset: DatasetDescription, appended: Double = 0, overwritten: Double = 0, isTracked: Bool = true) {
        let bench = ActivityBench(Systems.fleet([Systems.wideSite], nodes: [1], machine: Systems.machine()))
        let uses = dataset.tables.map {
            [ResourceUse(bench.engine.resources.resource(.processor, of: 0), amountPerUnit: $0.coreSecondsPerRow / $0.bytesPerRow)]
        }
        self.bench = bench
        job = ConversionJob(
            dataset: dataset, tables: Array(dataset.tables.indices), share: 1, uses: uses,
            limits: dataset.tables.map { $0.bytesPerRow / $0.coreSecondsPerRow }, tracked: isTracked, engine: bench.engine,
            simulation: bench.simulation)
        job.setWrites { _ in (appended, overwritten) }
    }

    /// Runs until `seconds`, beginning at once.
    func run(until seconds: Double) {
        let (bench, job) = (bench, job)
        bench.simulation.launch("watch the job") { [self] in
            job.resume()
            while true {
                try await job.progressed.wait()
                let now = bench.simulation.now.seconds
                if job.hasCaughtUp, caughtUpAt == nil { caughtUpAt = now }
                if job.isFinished, finishedAt == nil { finishedAt = now }
                if job.divergence != nil, divergedAt == nil { divergedAt = now }
            }
        }
        bench.at(seconds) { bench.simulation.stop() }
        bench.run()
    }
}
