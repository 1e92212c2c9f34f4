import ClusterModel
import SimulationKernel

/// What becomes of a job's tables from chunk to chunk.
extension ConversionJob {
    /// Counts the writes to all tables up to now.
    func settle() { for position in trackers.indices { settle(position) } }

    /// Counts the writes to one table up to now. Each chunk asks for its own table only; the others wait until somebody asks for them.
    func settle(_ position: Int) {
        let seconds = (simulation.now - settledAt[position]).seconds
        settledAt[position] = simulation.now
        guard seconds > 0, isCounting(position) else { return }
        trackers[position].advance(by: seconds, appendedPerSecond: appended[position], overwrittenPerSecond: overwritten[position])
        updatedRows += (appended[position] + overwritten[position]) * seconds
    }

    private func isCounting(_ position: Int) -> Bool {
        isTracked && !isFinished && !isGivenUp && (appended[position] > 0 || overwritten[position] > 0)
    }

    /// Rows of a table that are stale now, and that still have to be converted.
    func rowsNow(_ position: Int) -> (stale: Double, backlog: Double) {
        let seconds = isCounting(position) ? (simulation.now - settledAt[position]).seconds : 0
        return trackers[position].look(after: seconds, appendedPerSecond: appended[position], overwrittenPerSecond: overwritten[position])
    }

    /// Nothing more will be done; the numbers stay what they are.
    public func giveUp() {
        pause()
        settle()
        isGivenUp = true
        for follower in followers { follower.discard() }
    }

    /// What may be left of a table: the changes within the tracker's delay; nothing at the end.
    private func threshold(_ position: Int) -> Double {
        guard isTracked, !endsWithTheRest else { return 0 }
        return max(1, (appended[position] + overwritten[position]) * dataset.trackerDelay.seconds)
    }

    func startChunk() {
        guard !isPaused else { return }
        if isTooFarAhead, backlogRows > 0 { return waitForReplicas() }
        guard let bytes = takeChunk() else { return caughtUp() }
        noteOwnLimit()
        activity = engine.start(uses: uses[current], amount: bytes, limit: limits[current], owner: self)
    }

    /// Takes the next chunk, of the present table while rows are left there, else of the next table that has a backlog worth a batch.
    ///
    /// - Returns: Its size in bytes, or nil if no table has one.
    func takeChunk() -> Double? {
        chunk = nil
        for offset in 0..<tables.count {
            let position = (current + offset) % tables.count
            settle(position)
            let backlog = rowsNow(position).backlog
            guard backlog > 0, backlog > threshold(position) || (isAhead && backlog > 1) else { continue }
            let most = max(1, (dataset.chunkBytes / tables[position].bytesPerRow).rounded(.down))
            // Stale rows only grow until a chunk takes some.
            if isTracked, trackers[position].unconvertedRows < most { notedStaleRows = peakStaleRows }
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

    func caughtUp() {
        let isLast = !isTracked || endsWithTheRest
        // As before a promotion, replicas must have applied everything.
        isDraining = isLast && followers.contains { !$0.isEmpty }
        if isDraining { return noteStandstill() }
        hasCaughtUp = true
        settle()
        isFinished = isLast
        progressed.fire()
        if !isFinished { waitForBatch() }
        noteStandstill()
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
    func watch() {
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
