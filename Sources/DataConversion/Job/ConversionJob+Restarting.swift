import ClusterModel
import Requirements

/// A conversion whose result is lost.
extension ConversionJob {
    /// What was converted is gone with the disks that it was written to: everything is converted anew. What has been done stays in the sums.
    public func restart() {
        require(activity == nil && !isFinished, "a conversion is begun anew that runs or has ended")
        settle()
        for follower in followers { follower.discard() }
        for position in trackers.indices { trackers[position].restart() }
        (current, isDraining, isAhead, isWaitingForBatch, isBatchDue, hasCaughtUp) = (0, false, false, false, false, false)
        // A wait for the next batch that is under way is void.
        batch += 1
        monitor.restart()
        meter?.enter(phase: 0)
    }
}
