/// An activity as the solver sees it.
@usableFromInline
struct ActivityRecord: BitwiseCopyable {
    @usableFromInline var rate = 0.0
    @usableFromInline var weight = 1.0
    @usableFromInline var limit = Double.infinity
    @usableFromInline var generation: Int32 = 0
    /// Head of the list of uses, or -1; in a free slot the next free slot.
    var firstUse: Int32 = -1
    /// The index of the limiting resource, or one of the two constants.
    var bottleneck = ActivityRecord.unsolved
    @usableFromInline var isAlive = false
    var isBackground = false
    var isDirty = false
    var isVisited = false
    var isGrowing = false

    static let ownLimit: Int32 = -1
    static let unsolved: Int32 = -2
}
