public import ClusterModel
public import ResourceSharing
public import SimulationKernel

/// One shard's tables on their way to the new form, chunk by chunk.
///
/// Each table is converted by one activity whose unit is a byte in the old form. While it runs the tracker counts what writes add and make
/// stale; when every row has been converted once, stale rows are converted again, until what is left is what changes within the tracker's
/// delay: then the job has caught up, and goes on converting what changes, batch after batch, until it is told to convert the rest.
///
/// A fault or a closed change window stops it; the chunk under way is lost. A job that gets no nearer to its end says so (``divergence``).
///
/// Unchecked: confined to the thread of the run that owns it.
public final class ConversionJob: ActivityOwner, @unchecked Sendable {
    /// Fires when the job has caught up, has finished, has given up or has been stopped by a fault.
    public let progressed: Signal
    /// Whether all rows have been converted but for those that have changed since the last batch.
    public private(set) var hasCaughtUp = false
    /// Whether nothing is left and nothing more will come.
    public private(set) var isFinished = false
    /// Why the job will never get to its end, if it is found that it will not.
    public private(set) var divergence: String?
    /// Chunks converted.
    public private(set) var chunksDone = 0
    /// When the last chunk was done, and the sequence number of that event.
    public private(set) var lastChunk: (time: SimulationTime, event: UInt64)?
    /// Rows converted, again and again included.
    public private(set) var rowsConverted = 0.0
    /// Bytes read from the source, lost chunks included.
    public private(set) var bytesRead = 0.0
    /// Most stale rows at once, all tables together.
    public private(set) var peakStaleRows = 0.0
    /// What became of each table.
    public private(set) var trackers: [ConversionTracker]

    private let dataset: DatasetDescription
    private let tables: [TableDescription]
    private let tableIndices: [Int]
    private let uses: [[ResourceUse]]
    private let limits: [Double]
    private let isTracked: Bool
    private let engine: ActivityEngine
    private let simulation: Simulation
    private var appended: [Double]
    private var overwritten: [Double]
    private var settledAt: SimulationTime
    private var activity: ActivityHandle?
    private var current = 0
    private var chunk: ConversionChunk?
    private var isPaused = true
    private var isHalted = false
    private var endsWithTheRest = false
    private var monitor: ConvergenceMonitor
    private var updatedRows = 0.0
    private var isWatched = false
    private var isWaitingForBatch = false
    private var batch = 0
    /// Whether the time of a batch came while the job was paused.
    private var isBatchDue = false
    /// Whether a batch of changed rows is due, however small.
    private var isAhead = false

    /// Makes a job that has not begun.
    ///
    /// - Parameter tables: Indices of the tables in the dataset, in order.
    /// - Parameter share: Fraction of their rows that lie on this shard.
    /// - Parameter uses: What a byte of each table uses of each resource.
    /// - Parameter limits: Bytes per second that each table's conversion never exceeds.
    /// - Parameter tracked: Whether writes that arrive meanwhile make rows stale.
    public init(
        dataset: DatasetDescription, tables: [Int], share: Double, uses: [[ResourceUse]], limits: [Double], tracked: Bool,
        engine: ActivityEngine, simulation: Simulation
    ) {
        self.dataset = dataset
        tableIndices = tables
        self.tables = tables.map { dataset.tables[$0] }
        self.uses = uses
        self.limits = limits
        isTracked = tracked
        self.engine = engine
        self.simulation = simulation
        trackers = self.tables.map {
            ConversionTracker(
                rows: $0.rows * share, mode: dataset.tracker, popularity: tracked ? $0.popularity(share: share) : .uniform)
        }
        appended = [Double](repeating: 0, count: tables.count)
        overwritten = appended
        settledAt = simulation.now
        progressed = Signal(simulation)
        monitor = ConvergenceMonitor(mode: dataset.tracker, loadCycle: dataset.loadCycle.seconds)
    }

    /// Begins, or goes on after a pause.
    public func resume() {
        isPaused = false
        settle()
        if isHalted { monitor.restart() }
        isHalted = false
        if isTracked, !isWatched { watch() }
        if isBatchDue { return catchUpNow() }
        guard activity == nil, !isFinished, !isWaitingForBatch else { return }
        startChunk()
    }

    /// Stops; the chunk under way is lost.
    public func pause() {
        isPaused = true
        guard let running = activity else { return }
        settle()
        let rest = engine.stop(running)
        activity = nil
        guard let lost = chunk else { return }
        bytesRead += lost.rows * tables[current].bytesPerRow - rest
        trackers[current].failChunk(lost)
        chunk = nil
    }

    /// Stops because of a fault: whoever waits may want to know, and standing still is not held against the job.
    public func halt() {
        pause()
        isHalted = true
        progressed.fire()
    }

    /// The rates of writes have changed: rows per second appended to and overwritten in each table (by its index in the dataset).
    public func setWrites(_ rates: (Int) -> (appended: Double, overwritten: Double)) {
        settle()
        for (position, table) in tableIndices.enumerated() { (appended[position], overwritten[position]) = rates(table) }
    }

    /// Begins the next batch of changed rows now, if the job has caught up before.
    public func catchUpNow() {
        guard isWaitingForBatch, !isPaused else { return }
        isWaitingForBatch = false
        isBatchDue = false
        isAhead = true
        hasCaughtUp = false
        settle()
        startChunk()
    }

    /// No more writes will come: converts what is left, then finishes.
    public func convertRest() {
        endsWithTheRest = true
        settle()
        guard activity == nil, !isFinished else { return }
        isWaitingForBatch = false
        isBatchDue = false
        if isPaused { isPaused = false }
        startChunk()
    }

    /// A chunk is done; goes on with the next one.
    public func pieceDone(_ handle: ActivityHandle) -> Double? {
        settle()
        if let done = chunk {
            trackers[current].finishChunk(done)
            chunksDone += 1
            lastChunk = (simulation.now, simulation.currentSequence)
            rowsConverted += done.rows
            bytesRead += done.rows * tables[current].bytesPerRow
        }
        let before = current
        guard let bytes = takeChunk() else {
            activity = nil
            caughtUp()
            return nil
        }
        if current != before { engine.replaceUses(of: handle, with: uses[current], limit: limits[current]) }
        return bytes
    }

    /// Seconds until everything has been converted once, at the present rates; infinite while nothing moves.
    public var remainingSeconds: Double {
        guard !hasCaughtUp, !isFinished else { return 0 }
        guard let activity, engine.rate(of: activity) > 0 else { return .infinity }
        let nominal = limits[current]
        let slowdown = engine.rate(of: activity) / nominal
        var seconds = 0.0
        for (position, table) in tables.enumerated() {
            seconds += trackers[position].backlog * table.bytesPerRow / (limits[position] * slowdown)
        }
        return seconds
    }

    /// Stale rows now, all tables together.
    public var staleRows: Double { trackers.reduce(0) { $0 + $1.stale } }

    /// Rows that still have to be converted, all tables together.
    public var backlogRows: Double { trackers.reduce(0) { $0 + $1.backlog } }
}

extension ConversionJob {
    private func settle() {
        let seconds = (simulation.now - settledAt).seconds
        settledAt = simulation.now
        guard isTracked, !isFinished, seconds > 0 else { return }
        for position in trackers.indices where appended[position] > 0 || overwritten[position] > 0 {
            trackers[position].advance(
                by: seconds, appendedPerSecond: appended[position], overwrittenPerSecond: overwritten[position])
            updatedRows += (appended[position] + overwritten[position]) * seconds
        }
        peakStaleRows = max(peakStaleRows, staleRows)
    }

    /// What may be left of a table: the changes within the tracker's delay; nothing at the end.
    private func threshold(_ position: Int) -> Double {
        guard isTracked, !endsWithTheRest else { return 0 }
        return max(1, (appended[position] + overwritten[position]) * dataset.trackerDelay.seconds)
    }

    private func startChunk() {
        guard !isPaused else { return }
        guard let bytes = takeChunk() else { return caughtUp() }
        activity = engine.start(uses: uses[current], amount: bytes, limit: limits[current], owner: self)
    }

    /// Takes the next chunk, of the present table while rows are left there, else of the next table that has a backlog worth a batch.
    ///
    /// - Returns: Its size in bytes, or nil if no table has one.
    private func takeChunk() -> Double? {
        chunk = nil
        for offset in 0..<tables.count {
            let position = (current + offset) % tables.count
            let backlog = trackers[position].backlog
            guard backlog > 0, backlog > threshold(position) || (isAhead && backlog > 1) else { continue }
            let most = max(1, (dataset.chunkBytes / tables[position].bytesPerRow).rounded(.down))
            guard
                let next = trackers[position].nextChunk(
                    maximumRows: most, minimumRows: appended[position] + overwritten[position] > 0 ? 1 : 0)
            else {
                continue
            }
            current = position
            chunk = next
            return next.rows * tables[position].bytesPerRow
        }
        isAhead = false
        return nil
    }

    private func caughtUp() {
        hasCaughtUp = true
        isFinished = !isTracked || endsWithTheRest
        progressed.fire()
        if !isFinished { waitForBatch() }
    }

    /// What changes is converted in batches.
    private func waitForBatch() {
        isWaitingForBatch = true
        batch += 1
        let mine = batch
        _ = simulation.launch("changed rows") { [self] in
            try await simulation.hold(for: dataset.batchInterval)
            guard isWaitingForBatch, batch == mine else { return }
            isBatchDue = isPaused
            catchUpNow()
        }
    }

    /// Looks at the backlog regularly, as a job that stands still has no events of its own.
    private func watch() {
        isWatched = true
        let period = SimulationDuration.nanoseconds(max(1_000_000_000, dataset.loadCycle.nanoseconds / 48))
        _ = simulation.launch("convergence") { [self] in
            while !isFinished, divergence == nil {
                try await simulation.hold(for: period)
                settle()
                guard !isHalted else { continue }
                // A job that rests, as it has caught up or its window is closed, can clear what it could before.
                let rate = activity.map { engine.rate(of: $0) / tables[current].bytesPerRow } ?? 0
                if rate > 0 { monitor.clearableRows = rate * dataset.allowedQuiescence.seconds }
                let verdict = monitor.observe(
                    time: simulation.now.seconds, backlog: backlogRows, convertedRows: rowsConverted, updatedRows: updatedRows)
                if case .diverging(let reason) = verdict {
                    divergence = reason.explanation
                    pause()
                    progressed.fire()
                }
            }
        }
    }
}
