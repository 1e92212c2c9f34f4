import ClusterModel
import DataConversion

/// A transfer or conversion that a run knows of, so that crashes, change windows and changing writes reach it.
protocol BackgroundJob: AnyObject {
    /// Nodes without which it cannot go on: the source, the target, and those that follow the target.
    var nodes: [Int] { get }
    /// Bytes that it has taken from its source so far, lost ones included.
    var bytesTaken: Double { get }
    /// Bytes that it has sent from its source to its target, if these are two nodes.
    var bytesSent: Double { get }
    /// Chunks that did not get to their end.
    var losses: ChunkLosses { get }
    /// Whether there is nothing left to do.
    var isFinished: Bool { get }
    /// Stops it; the chunk under way is lost.
    func pause()
    /// Stops it because of a fault, which says nothing about whether it will ever get to its end.
    func halt()
    /// Lets it go on.
    func resume()
    /// Stops it for good.
    func giveUp()
    /// Nodes have broken down or come back.
    func nodesChanged(_ isDown: (Int) -> Bool)
    /// What the times of its parts are kept by.
    var meters: [LimitMeter] { get }
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

    var bytesTaken: Double { job.bytesMoved + job.losses.bytes }
    var bytesSent: Double { bytesTaken }
    var losses: ChunkLosses { job.losses }
    var isFinished: Bool { job.isFinished }
    func pause() { job.pause() }
    var meters: [LimitMeter] { [job.meter].compactMap(\.self) }
    func halt() { job.halt() }
    func resume() { job.resume() }
    func giveUp() { job.pause() }
    func nodesChanged(_ isDown: (Int) -> Bool) {}
    func writesChanged(_ service: FluidService, dataset: DatasetDescription) {}
}

/// A conversion of one shard together with the nodes that it runs on.
final class RunningConversion: BackgroundJob {
    let nodes: [Int]
    let shard: Int
    let job: ConversionJob
    /// Whether writes that arrive meanwhile make rows stale; otherwise the data is frozen or the replica catches up later.
    let isTracked: Bool
    /// Of the replicas that apply its chunks by themselves.
    private let logMeters: [LimitMeter]

    init(_ job: ConversionJob, shard: Int, nodes: [Int], isTracked: Bool, logMeters: [LimitMeter]) {
        self.job = job
        self.shard = shard
        self.nodes = nodes
        self.isTracked = isTracked
        self.logMeters = logMeters
    }

    var bytesTaken: Double { job.bytesRead }
    var bytesSent: Double { job.bytesSent }
    var losses: ChunkLosses { job.losses }
    var isFinished: Bool { job.isFinished }
    func pause() { job.pause() }
    var meters: [LimitMeter] { [job.meter].compactMap(\.self) + logMeters }
    func halt() { job.halt() }
    func resume() { job.resume() }
    func nodesChanged(_ isDown: (Int) -> Bool) { job.updateFollowers(isDown) }

    func giveUp() { job.giveUp() }

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

extension UpgradeRun {
    /// Whether the calendar lets work go on.
    var mayWork: Bool { windowIsOpen || isRollingBack }

    /// Lets a job go on if nothing keeps it from it, and stops it otherwise.
    func update(_ job: any BackgroundJob) {
        if let rebuild = job as? RunningRebuild { return update(rebuild) }
        guard !job.isFinished else { return }
        job.nodesChanged { cluster.nodes[$0].state == .failed }
        if job.nodes.contains(where: { cluster.nodes[$0].state == .failed }) || isBlocked(job) {
            job.halt()
        } else if mayWork {
            job.resume()
        } else {
            job.pause()
        }
    }

    /// Gives a job up; what it has done is kept for the sums.
    func retire(_ job: any BackgroundJob) {
        abandon(job)
        jobs.removeAll { $0 === job }
        finishedJobs.append(job)
    }

    /// Stops a job for good; from now on it takes no more time.
    func abandon(_ job: any BackgroundJob) {
        job.giveUp()
        for meter in job.meters { meter.rest() }
        fillOtherwise(job)
    }

    /// Bytes that jobs have sent from one universe to the other.
    func bytesMoved(from source: Universe, to target: Universe) -> Double {
        (jobs + finishedJobs).reduce(0) { sum, job in
            guard job.nodes.count > 1, cluster.nodes[job.nodes[0]].universe == source, cluster.nodes[job.nodes[1]].universe == target else {
                return sum
            }
            return sum + job.bytesSent
        }
    }
}
