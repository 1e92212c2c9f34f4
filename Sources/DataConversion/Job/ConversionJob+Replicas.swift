import ClusterModel
import SimulationKernel

/// Waiting for replicas.
extension ConversionJob {
    /// How far the replica is behind that is furthest, seconds.
    public var lagSeconds: Double { followers.reduce(0) { max($0, $1.totalLagSeconds()) } }

    /// The furthest that a replica has been behind, seconds.
    public var peakLagSeconds: Double { followers.reduce(0) { max($0, $1.peakLagSeconds) } }

    /// How long it has waited for replicas between chunks.
    public var lagWaitSeconds: Double { waitedSeconds + (waitingSince.map { (simulation.now - $0).seconds } ?? 0) }

    /// Whether a replica is further behind than the throttle lets it be.
    var isTooFarAhead: Bool {
        guard let throttle = dataset.pipeline.lagThrottle, !followers.isEmpty else { return false }
        let lag = lagSeconds
        onLagSeen?()
        return lag > throttle.limit.seconds
    }

    /// Looks at the lag after each interval, and goes on when it is small enough.
    func waitForReplicas() {
        guard let throttle = dataset.pipeline.lagThrottle else { return }
        waitingSince = simulation.now
        noteStandstill()
        wait += 1
        let mine = wait
        let event = simulation.currentSequence
        _ = simulation.launch("replica lag") { [self] in
            repeat {
                try await simulation.hold(for: throttle.checkInterval)
                guard wait == mine, waitingSince != nil else { return }
            } while isTooFarAhead
            endWait()
            onWaited?(event)
            settle()
            startChunk()
        }
    }

    /// Counts a wait that is over.
    func endWait() {
        guard let since = waitingSince else { return }
        waitedSeconds += (simulation.now - since).seconds
        waitingSince = nil
    }

    /// A replica has nothing left to apply.
    func followerHasApplied() {
        guard isDraining, followers.allSatisfy(\.isEmpty) else { return }
        isDraining = false
        settle()
        caughtUp()
    }

    /// Nodes have broken down or come back: a replica that is down applies nothing.
    public func updateFollowers(_ isDown: (Int) -> Bool) {
        for follower in followers { follower.setDown(isDown(follower.node)) }
    }

    /// Seconds until everything has been converted once, at the present rates; infinite while nothing moves.
    public var remainingSeconds: Double {
        guard !hasCaughtUp, !isFinished else { return 0 }
        if isDraining { return lagSeconds }
        // A job that waits for its replicas goes on at their pace.
        var slowdown = 1.0
        if waitingSince == nil {
            guard let activity, engine.rate(of: activity) > 0 else { return .infinity }
            slowdown = engine.rate(of: activity) / limits[current]
        }
        var seconds = 0.0
        for (position, table) in tables.enumerated() {
            let rate = followers.reduce(limits[position] * slowdown) { min($0, $1.nominalRate(ofTable: position)) }
            seconds += rowsNow(position).backlog * table.bytesPerRow / rate
        }
        return seconds
    }
}
