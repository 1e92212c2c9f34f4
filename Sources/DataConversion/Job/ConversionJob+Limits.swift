import ClusterModel

/// What holds a conversion back.
extension ConversionJob {
    /// Tells what the job waits for while no chunk is under way; for a chunk the engine does.
    ///
    /// Once the job has caught up it rests between batches: nobody waits for it then.
    func noteStandstill() {
        guard activity == nil else { return }
        if isFinished || isWaitingForBatch || divergence != nil {
            meter?.rest()
        } else if isDraining || waitingSince != nil {
            meter?.change(to: .replicas)
        } else if isPaused {
            meter?.change(to: isHalted ? .brokenNode : .closedWindow)
        }
    }

    /// The chunk that begins may be of another table.
    func noteOwnLimit() {
        if ownLimits.indices.contains(current) { meter?.ownLimit = ownLimits[current] }
    }
}
