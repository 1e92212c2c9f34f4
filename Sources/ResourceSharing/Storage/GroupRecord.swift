/// Activities that the same used-up resource holds back: all run at x_i = w_i L with one level L, and so share one clock.
///
/// The clock shows virtual time, the integral of L. In virtual time an activity's end does not move when the level does: work r takes r / w_i.
/// The first group is that of the activities at their own limits; its level is 1, and each limit is its activity's weight.
@usableFromInline
struct GroupRecord: BitwiseCopyable {
    /// The resource that holds it back, -1 for the first group.
    var resource: Int32 = -1
    var isBackground = false
    var isTouched = false
    var isHeadChanged = false
    /// How often its level has been computed in the solve in progress.
    var visits: UInt8 = 0
    var memberCount: Int32 = 0
    /// What it uses of its own resource.
    var ownUse: Int32 = -1
    /// Head of the list of its uses of resources that hold others back.
    var firstCoupled: Int32 = -1
    /// How many of its resources foreground and background both use, so that its level cannot be changed in steps.
    var mixedUses: Int32 = 0
    @usableFromInline var level = 0.0
    /// No level of another group that uses the resource is larger.
    var foreignLevel = 0.0
    /// Use of the resource by members of other groups, and of a background group's resource by the foreground.
    var foreignUse = PairSum.zero

    /// Virtual time at `settledAt`.
    var clock = PairSum.zero
    var settledAt: Int64 = 0
    var restartedAt: Int64 = 0

    /// Members with work, by the virtual time of its end.
    var completions = IndexedHeap()
    /// Members with limits, by the level at which they would meet them.
    var limits = IndexedHeap()
    /// Uses of the resource by activities at their own limits, the highest level that they would need first (keys are negative).
    var outsiders = IndexedHeap()
    /// Certified uses by their safe level.
    var certificates = IndexedHeap()

    mutating func deallocate() {
        completions.deallocate()
        limits.deallocate()
        outsiders.deallocate()
        certificates.deallocate()
    }
}
