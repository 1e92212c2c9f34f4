public import ClusterModel
public import ResourceSharing
public import SimulationKernel

/// One shard's tables on their way to the new form, chunk by chunk.
///
/// Each table is converted by one activity whose unit is a byte in the old form. While it runs the tracker counts what writes add and make
/// stale; when every row has been converted once, stale rows are converted again, until what is left is what changes within the tracker's
/// delay: then the job has caught up, and goes on converting what changes, batch after batch, until it is told to convert the rest.
///
/// A fault or a closed change window stops it; the one chunk under way is lost, and its rows wait again (``losses``). A job that gets no
/// nearer to its end says so (``divergence``).
///
/// Replicas apply its chunks either with it, if `uses` names what they need, or afterwards, each with a ``FollowerLog`` of its own; then the
/// job waits between chunks while one of them is too far behind (``LagThrottle``), and has finished when all of them have applied everything.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class ConversionJob: ActivityOwner, @unchecked Sendable {
    /// Fires when the job has caught up, has finished, has given up or has been stopped by a fault.
    public let progressed: Signal
    /// Whether all rows have been converted but for those that have changed since the last batch.
    public internal(set) var hasCaughtUp = false
    /// Whether nothing is left and nothing more will come.
    public internal(set) var isFinished = false
    /// Why the job will never get to its end, if it is found that it will not.
    public internal(set) var divergence: String?
    /// Chunks converted.
    public private(set) var chunksDone = 0
    /// When the last chunk was done, and the sequence number of that event.
    public private(set) var lastChunk: (time: SimulationTime, event: UInt64)?
    /// Rows converted, again and again included.
    public private(set) var rowsConverted = 0.0
    /// Bytes read from the source, lost chunks included.
    public private(set) var bytesRead = 0.0
    /// Bytes sent over the network, lost chunks included, if source and target are different nodes.
    public private(set) var bytesSent = 0.0
    /// Chunks that did not get to their end.
    public private(set) var losses = ChunkLosses()
    /// Called when the lag of the replicas has been looked at.
    public var onLagSeen: (() -> Void)?
    /// Called with the event at which a wait for replicas began when it is over.
    public var onWaited: ((UInt64) -> Void)?
    /// Told what holds the job back.
    public var meter: LimitMeter?
    /// What keeps each table from being converted faster where no resource does.
    public var ownLimits: [WorkLimit] = []
    /// What became of each table.
    public internal(set) var trackers: [ConversionTracker]

    let dataset: DatasetDescription
    let tables: [TableDescription]
    let tableIndices: [Int]
    let uses: [[ResourceUse]]
    let limits: [Double]
    let sentPerByte: [Double]
    /// Replicas that apply finished chunks by themselves.
    let followers: [FollowerLog]
    let isTracked: Bool
    let engine: ActivityEngine
    let simulation: Simulation
    var appended: [Double]
    var overwritten: [Double]
    /// Up to when each table's tracker has counted writes.
    var settledAt: [SimulationTime]
    /// Most stale rows at once, as of the last chunk that took some of them.
    var notedStaleRows = 0.0
    var isGivenUp = false
    var activity: ActivityHandle?
    var current = 0
    var chunk: ConversionChunk?
    var isPaused = true
    var isHalted = false
    var endsWithTheRest = false
    var monitor: ConvergenceMonitor
    var updatedRows = 0.0
    var isWatched = false
    var isWaitingForBatch = false
    var batch = 0
    /// Whether the time of a batch came while the job was paused.
    var isBatchDue = false
    /// Whether a batch of changed rows is due, however small.
    var isAhead = false
    /// How long it has waited for replicas between chunks, in waits that are over.
    var waitedSeconds = 0.0
    /// Since when it waits for replicas between chunks.
    var waitingSince: SimulationTime?
    /// Tells waits for replicas apart.
    var wait = 0
    /// Whether all is converted and replicas have still to apply some of it.
    var isDraining = false
    var failures: ChunkFailures?

    /// Makes a job that has not begun.
    ///
    /// - Parameter tables: Indices of the tables in the dataset, in order.
    /// - Parameter share: Fraction of their rows that lie on this shard.
    /// - Parameter uses: What a byte of each table uses of each resource.
    /// - Parameter limits: Bytes per second that each table's conversion never exceeds.
    /// - Parameter sentPerByte: Bytes of each table that cross the network for a byte in the old form; 1 by default.
    /// - Parameter followers: Replicas that apply finished chunks by themselves.
    /// - Parameter failures: Which chunks fail at their end; none by default.
    /// - Parameter tracked: Whether writes that arrive meanwhile make rows stale.
    public init(
        dataset: DatasetDescription, tables: [Int], share: Double, uses: [[ResourceUse]], limits: [Double], sentPerByte: [Double]? = nil,
        followers: [FollowerLog] = [], failures: ChunkFailures? = nil, tracked: Bool, engine: ActivityEngine, simulation: Simulation
    ) {
        self.dataset = dataset
        tableIndices = tables
        self.tables = tables.map { dataset.tables[$0] }
        self.uses = uses
        self.limits = limits
        self.sentPerByte = sentPerByte ?? [Double](repeating: 1, count: tables.count)
        self.followers = followers
        self.failures = failures
        isTracked = tracked
        self.engine = engine
        self.simulation = simulation
        trackers = self.tables.map {
            ConversionTracker(
                rows: $0.rows * share, mode: dataset.tracker, popularity: tracked ? $0.popularity(share: share) : .uniform)
        }
        appended = [Double](repeating: 0, count: tables.count)
        overwritten = appended
        settledAt = tables.map { _ in simulation.now }
        progressed = Signal(simulation)
        monitor = ConvergenceMonitor(mode: dataset.tracker, loadCycle: dataset.loadCycle.seconds)
        for follower in followers { follower.onApplied = { [weak self] in self?.followerHasApplied() } }
    }

    /// Begins, or goes on after a pause.
    public func resume() {
        isPaused = false
        settle()
        if isHalted { monitor.restart() }
        isHalted = false
        if isTracked, !isWatched { watch() }
        if isBatchDue { return catchUpNow() }
        guard isIdle, !isWaitingForBatch else { return }
        startChunk()
    }

    /// Whether neither a chunk is under way nor the end of anything is waited for.
    private var isIdle: Bool { activity == nil && waitingSince == nil && !isDraining && !isFinished }

    /// Stops; the chunk under way is lost. Between chunks nothing is.
    public func pause() {
        isPaused = true
        endWait()
        defer { noteStandstill() }
        guard let running = activity else { return }
        settle()
        let rest = engine.stop(running)
        activity = nil
        guard let lost = chunk else { return }
        lose(lost, bytes: lost.rows * tables[current].bytesPerRow - rest)
        chunk = nil
    }

    /// Stops because of a fault: whoever waits may want to know, and standing still is not held against the job.
    public func halt() {
        pause()
        isHalted = true
        noteStandstill()
        progressed.fire()
    }

    /// The rates of writes have changed: rows per second appended to and overwritten in each table (by its index in the dataset).
    public func setWrites(_ rates: (Int) -> (appended: Double, overwritten: Double)) {
        for (position, table) in tableIndices.enumerated() {
            let rate = rates(table)
            guard rate != (appended[position], overwritten[position]) else { continue }
            settle(position)
            (appended[position], overwritten[position]) = rate
        }
    }

    /// Begins the next batch of changed rows now, if the job has caught up before.
    public func catchUpNow() {
        guard isWaitingForBatch, !isPaused else { return }
        isWaitingForBatch = false
        isBatchDue = false
        isAhead = true
        hasCaughtUp = false
        settle()
        meter?.enter(phase: 1)
        startChunk()
    }

    /// No more writes will come: converts what is left, then finishes.
    public func convertRest() {
        endsWithTheRest = true
        settle()
        meter?.enter(phase: 2)
        guard isIdle else { return }
        isWaitingForBatch = false
        isBatchDue = false
        if isPaused { isPaused = false }
        startChunk()
    }

    /// A chunk is done; goes on with the next one.
    public func pieceDone(_ handle: ActivityHandle) -> Double? {
        settle(current)
        if let done = chunk { end(done) }
        chunk = nil
        if isTooFarAhead, backlogRows > 0 {
            activity = nil
            waitForReplicas()
            return nil
        }
        let before = current
        guard let bytes = takeChunk() else {
            activity = nil
            caughtUp()
            return nil
        }
        if current != before {
            noteOwnLimit()
            engine.replaceUses(of: handle, with: uses[current], limit: limits[current])
        }
        return bytes
    }

    /// Stale rows now, all tables together.
    public var staleRows: Double { tables.indices.reduce(0) { $0 + rowsNow($1).stale } }

    /// Rows that still have to be converted now, all tables together.
    public var backlogRows: Double { tables.indices.reduce(0) { $0 + rowsNow($1).backlog } }

    /// Most stale rows at once, all tables together.
    public var peakStaleRows: Double { max(notedStaleRows, staleRows) }

    /// A chunk has got to its end: it is converted, unless it turns out to have failed.
    private func end(_ chunk: ConversionChunk) {
        let bytes = chunk.rows * tables[current].bytesPerRow
        if failures?.strike() == true { return lose(chunk, bytes: bytes) }
        trackers[current].finishChunk(chunk)
        chunksDone += 1
        lastChunk = (simulation.now, simulation.currentSequence)
        rowsConverted += chunk.rows
        bytesRead += bytes
        bytesSent += bytes * sentPerByte[current]
        for follower in followers { follower.append(table: current, bytes: bytes) }
    }

    /// Gives a chunk up; its rows return to where they came from.
    ///
    /// - Parameter bytes: What had been read for it.
    private func lose(_ chunk: ConversionChunk, bytes: Double) {
        trackers[current].failChunk(chunk)
        losses.add(rows: chunk.rows, bytes: bytes)
        bytesRead += bytes
        bytesSent += bytes * sentPerByte[current]
    }
}
