import ClusterModel
import DataConversion
import SimulationKernel

/// Data on its way to a node with new disks, from another server or from the backup.
///
/// It is a repair and waits for no change window. Until it is over the node counts as broken, so that whoever works on it waits.
final class RunningRebuild: BackgroundJob {
    /// The server that it comes from; none if it comes from the backup.
    let source: Int?
    let target: Int
    let job: TransferJob
    /// Whether it was given up, as one of the two has lost its data.
    private(set) var isAborted = false

    init(_ job: TransferJob, from source: Int?, to target: Int) {
        self.job = job
        self.source = source
        self.target = target
    }

    var nodes: [Int] { [source, target].compactMap(\.self) }
    var bytesTaken: Double { job.bytesMoved + job.losses.bytes }
    var bytesSent: Double { bytesTaken }
    var losses: ChunkLosses { job.losses }
    var isFinished: Bool { job.isFinished }
    var meters: [LimitMeter] { [job.meter].compactMap(\.self) }
    func pause() { job.pause() }
    func halt() { job.halt() }
    func resume() { job.resume() }
    func giveUp() { job.pause() }
    func nodesChanged(_ isDown: (Int) -> Bool) {}
    func writesChanged(_ service: FluidService, dataset: DatasetDescription) {}

    /// Ends it for good; whoever waits for it goes on.
    func abort() {
        isAborted = true
        job.halt()
        for meter in meters { meter.rest() }
        job.finished.fire()
    }
}
