/// One coefficient a_ij, a member of two lists: the uses of its activity and the uses of its resource.
struct UseRecord: BitwiseCopyable {
    var amount: Double
    var activity: Int32
    var resource: Int32
    /// Next use of the same activity; in a free record the next free one.
    var nextOfActivity: Int32
    var nextOfResource: Int32
    var previousOfResource: Int32
    /// What the activity's group uses of the resource, or -1 while the activity is not held back by a resource.
    var groupUse: Int32 = -1
}
