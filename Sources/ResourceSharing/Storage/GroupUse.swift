/// What the members of one bottleneck group use together of one resource.
struct GroupUse: BitwiseCopyable {
    /// What the resource is to the group.
    enum Kind: UInt8 {
        /// The resource that holds the group back.
        case own
        /// A resource that holds others back: what this group uses is not left for them.
        case coupled
        /// A resource with room to spare.
        case certified
        /// A resource that the background uses too, where nothing is updated in steps.
        case mixed
    }

    var resource: Int32
    var group: Int32
    /// Uses that are counted here.
    var count: Int32 = 0
    var kind = Kind.certified
    /// Whether the group may not change its level without its region being filled anew because of this use.
    var isCountedAsMixed = false
    /// Sum of a_ij w_i: how the use grows with the group's level.
    var slope = PairSum.zero
    /// Of a coupled one: what the resource's own group was last told is used here.
    var contribution = 0.0
    /// Of a certified one: the level up to which the resource is known to have room for this group.
    var safeLevel = 0.0
    var nextOfResource: Int32 = -1
    var previousOfResource: Int32 = -1
    /// Neighbours in the list of the coupled uses of the group; in a free record the next free one.
    var nextCoupled: Int32 = -1
    var previousCoupled: Int32 = -1
}
