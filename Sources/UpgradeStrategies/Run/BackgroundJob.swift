import ClusterModel
import DataConversion

/// A transfer or conversion that a run knows of, so that crashes, change windows and changing writes reach it.
protocol BackgroundJob: AnyObject {
    /// Nodes without which it cannot go on.
    var nodes: [Int] { get }
    /// Whether there is nothing left to do.
    var isFinished: Bool { get }
    /// Stops it; the chunk under way is lost.
    func pause()
    /// Lets it go on.
    func resume()
    /// The accepted writes have changed.
    func writesChanged(_ service: FluidService, dataset: DatasetDescription)
}

/// A transfer together with the nodes that it runs on.
final class RunningTransfer: BackgroundJob {
    let nodes: [Int]
    let job: TransferJob

    init(_ job: TransferJob, nodes: [Int]) {
        self.job = job
        self.nodes = nodes
    }

    var isFinished: Bool { job.isFinished }
    func pause() { job.pause() }
    func resume() { job.resume() }
    func writesChanged(_ service: FluidService, dataset: DatasetDescription) {}
}

/// A conversion of one shard together with the nodes that it runs on.
final class RunningConversion: BackgroundJob {
    let nodes: [Int]
    let shard: Int
    let job: ConversionJob
    /// Whether writes that arrive meanwhile make rows stale; otherwise the data is frozen or the replica catches up later.
    let isTracked: Bool

    init(_ job: ConversionJob, shard: Int, nodes: [Int], isTracked: Bool) {
        self.job = job
        self.shard = shard
        self.nodes = nodes
        self.isTracked = isTracked
    }

    var isFinished: Bool { job.isFinished }
    func pause() { job.pause() }
    func resume() { job.resume() }

    func writesChanged(_ service: FluidService, dataset: DatasetDescription) {
        guard isTracked else { return }
        job.setWrites { table in
            var (appended, overwritten) = (0.0, 0.0)
            for writes in dataset.tables[table].writes {
                let requests = service.acceptedWrites[writes.requestClass][dataset.tier][shard]
                appended += requests * writes.appended
                overwritten += requests * writes.overwritten
            }
            return (appended, overwritten)
        }
    }
}
