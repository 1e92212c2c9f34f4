public import ClusterModel
import Requirements
public import ResourceSharing
public import SimulationKernel

/// Bytes that go from one place to another in chunks, without being converted: a server cloned from another, files sent to another site.
///
/// A fault loses the chunk that was under way and nothing else.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class TransferJob: ActivityOwner, @unchecked Sendable {
    /// Bytes to move in all.
    public let totalBytes: Double
    /// Bytes moved so far, in whole chunks.
    public private(set) var bytesMoved = 0.0
    /// Chunks that a fault or a change window stopped before their end; each is moved again.
    public private(set) var losses = ChunkLosses()
    /// Chunks moved so far.
    public private(set) var chunksDone = 0
    /// Fires when everything is there.
    public let finished: Signal
    /// Whether everything is there.
    public private(set) var isFinished = false
    /// Whether a fault or a change window keeps it from going on.
    public private(set) var isPaused = false
    /// Told what holds it back.
    public var meter: LimitMeter?

    private let engine: ActivityEngine
    private let uses: [ResourceUse]
    private let limit: Double
    private let chunkBytes: Double
    private var activity: ActivityHandle?
    private var chunk = 0.0
    /// Bytes that were moved and are gone.
    private var voidBytes = 0.0

    /// Makes a job that has not begun.
    ///
    /// - Parameter uses: What a byte uses of each resource on its way.
    public init(
        bytes: Double, chunkBytes: Double, uses: [ResourceUse], limit: Double, engine: ActivityEngine, simulation: Simulation
    ) {
        totalBytes = bytes
        self.chunkBytes = chunkBytes
        self.uses = uses
        self.limit = limit
        self.engine = engine
        finished = Signal(simulation)
    }

    /// Begins, or goes on after a pause.
    public func resume() {
        isPaused = false
        guard activity == nil, !isFinished else { return }
        chunk = min(chunkBytes, totalBytes - (bytesMoved - voidBytes))
        guard chunk > 0 else { return finish() }
        activity = engine.start(uses: uses, amount: chunk, limit: limit, owner: self)
    }

    /// Stops; the chunk under way is lost.
    public func pause() { stop(.closedWindow) }

    /// Stops because of a fault.
    public func halt() { stop(.brokenNode) }

    /// What has arrived is gone with the disks that it was written to: everything is moved again. What has been moved stays in the sums.
    public func restart() {
        require(activity == nil && !isFinished, "a transfer is begun anew that runs or has ended")
        voidBytes = bytesMoved
    }

    private func stop(_ limit: WorkLimit) {
        isPaused = true
        if !isFinished { meter?.change(to: limit) }
        guard let running = activity else { return }
        losses.add(bytes: chunk - engine.stop(running))
        activity = nil
    }

    /// A chunk has arrived.
    public func pieceDone(_ handle: ActivityHandle) -> Double? {
        bytesMoved += chunk
        chunksDone += 1
        chunk = min(chunkBytes, totalBytes - (bytesMoved - voidBytes))
        if chunk > totalBytes * 1e-12 { return chunk }
        activity = nil
        finish()
        return nil
    }

    private func finish() {
        isFinished = true
        meter?.rest()
        finished.fire()
    }
}
