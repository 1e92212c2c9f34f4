import ClusterModel
import DataConversion
import ResourceSharing
import SimulationKernel
import TestSupport

/// A conversion at r = 2,000 rows a second on node 0 whose replicas, nodes 1, 2, ..., apply its chunks afterwards.
///
/// A row has 100 bytes and takes 1 ms of one of two cores; a replica takes the time of a row that the test says.
///
/// Unchecked: confined to the thread of its test.
final class ReplicaBench: @unchecked Sendable {
    static let rate = 2000.0

    let bench: ActivityBench
    let job: ConversionJob
    let followers: [FollowerLog]
    private(set) var finishedAt: Double?

    static func dataset(rows: Double, chunkRows: Double = 500, lagLimit: Double, checkInterval: Double = 1) -> DatasetDescription {
        let throttle = LagThrottle(limit: .seconds(roundingUp: lagLimit), checkInterval: .seconds(roundingUp: checkInterval))
        return DatasetDescription(
            tier: 0,
            tables: [TableDescription(name: "table", rows: rows, bytesPerRow: 100, change: .incompatible, coreSecondsPerRow: 1e-3)],
            chunkBytes: chunkRows * 100, threads: 2, copyBytesPerSecond: 1e9, pipeline: PipelineDescription(lagThrottle: throttle))
    }

    /// - Parameter rowSeconds: What each replica takes for a row.
    init(_ dataset: DatasetDescription, rowSeconds: [Double], diskWrite: Double = 1e12) {
        let machine = Systems.machine(cores: 2, diskWrite: diskWrite)
        let bench = ActivityBench(Systems.fleet([Systems.wideSite], nodes: [1 + rowSeconds.count], machine: machine))
        let resources = bench.engine.resources
        self.bench = bench
        followers = rowSeconds.enumerated().map { index, seconds in
            let node = index + 1
            let uses = [
                ResourceUse(resources.resource(.logThread, of: node), amountPerUnit: seconds / 100),
                ResourceUse(resources.resource(.diskWrite, of: node), amountPerUnit: 1),
            ]
            return FollowerLog(
                node: node, uses: dataset.tables.map { _ in uses }, secondsPerByte: dataset.tables.map { _ in seconds / 100 },
                engine: bench.engine, cluster: bench.cluster, simulation: bench.simulation)
        }
        let use = ResourceUse(resources.resource(.processor, of: 0), amountPerUnit: 1e-5)
        job = ConversionJob(
            dataset: dataset, tables: Array(dataset.tables.indices), share: 1, uses: dataset.tables.map { _ in [use] },
            limits: dataset.tables.map { _ in Self.rate * 100 }, followers: followers, tracked: false, engine: bench.engine,
            simulation: bench.simulation)
    }

    /// Runs to the end, beginning at once.
    func run() {
        let (bench, job) = (bench, job)
        bench.simulation.launch("watch the job") { [self] in
            job.resume()
            while !job.isFinished { try await job.progressed.wait() }
            finishedAt = bench.simulation.now.seconds
        }
        bench.run()
    }
}
