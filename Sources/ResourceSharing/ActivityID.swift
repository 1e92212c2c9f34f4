/// Names one activity of one ``SharingSystem``, from its addition to its removal.
///
/// Slots are used again after a removal; the generation tells the old tenant from the new one, so that a stale identifier traps instead of
/// reading another activity's rate.
public struct ActivityID: Hashable, Comparable, Sendable {
    /// The slot of the activity. Dense: callers may index arrays of their own with it.
    public let index: Int32
    /// Which tenant of the slot this is.
    public let generation: Int32

    @usableFromInline
    init(index: Int32, generation: Int32) {
        self.index = index
        self.generation = generation
    }

    /// Orders activities by slot, then by generation.
    public static func < (left: ActivityID, right: ActivityID) -> Bool {
        (left.index, left.generation) < (right.index, right.generation)
    }
}
