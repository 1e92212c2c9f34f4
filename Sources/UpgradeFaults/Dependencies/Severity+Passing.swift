import ClusterModel

extension Severity {
    /// What a dependent suffers whose dependency is in this state, if `effect` is what it would suffer from a dependency that does nothing.
    ///
    /// A dependency that fails a fraction of what it is asked does that fraction of the effect; what it delays, or spoils, is passed on to
    /// the extent to which the dependent needs it. Of both the worse counts and not the sum, which would grow without end round a circle.
    func passed(on effect: Severity) -> Severity {
        Severity(
            failedReads: effect.failedReads * failed, failedWrites: effect.failedWrites * failed,
            slowdown: max(effect.slowdown * failed, slowdown * effect.failed),
            corruption: max(effect.corruption * failed, corruption * max(effect.failedWrites, effect.corruption)),
            missedHits: effect.missedHits * failed)
    }
}
