import ClusterModel
import SimulationKernel

/// What becomes of a job's tables from chunk to chunk.
extension ConversionJob {
    func settle() {
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

    func caughtUp() {
        let isLast = !isTracked || endsWithTheRest
        // As before a promotion, replicas must have applied everything.
        isDraining = isLast && followers.contains { !$0.isEmpty }
        if isDraining { return noteStandstill() }
        hasCaughtUp = true
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
