/// An activity as the solver sees it.
@usableFromInline
struct ActivityRecord: BitwiseCopyable {
    @usableFromInline var weight = 1.0
    @usableFromInline var limit = Double.infinity
    /// The rate while it is in no group; the scratch of a filling.
    @usableFromInline var rate = 0.0
    /// When its work is done by the clock of its group; infinite if never.
    var finish = Double.infinity
    /// The work left when it joined its group, or since then if it is in none; infinite if it has no end.
    var remaining = Double.infinity
    @usableFromInline var generation: Int32 = 0
    /// Head of the list of uses, or -1; in a free slot the next free slot.
    var firstUse: Int32 = -1
    /// The group that it runs in: -1 for none yet, 0 for those at their own limits, others for those that a resource holds back.
    @usableFromInline var group: Int32 = -1
    /// The resource that stopped it in the filling in progress, or -1 for its own limit.
    var stoppedBy: Int32 = -1
    @usableFromInline var isAlive = false
    var isBackground = false
    /// Waits for the next solve to be put into a group.
    var isPending = false
    /// Is in the region that is being filled.
    var isVisited = false
    var isGrowing = false
}
