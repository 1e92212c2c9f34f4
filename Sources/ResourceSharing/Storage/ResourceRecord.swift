/// A resource as the solver sees it. `load`, `slope` and `growing` are scratch of the filling in progress.
@usableFromInline
struct ResourceRecord: BitwiseCopyable {
    @usableFromInline var capacity: Double
    /// Sum of a_ij x_i after the last solve.
    @usableFromInline var used = 0.0
    /// Head of the list of uses, or -1.
    var firstUse: Int32 = -1
    /// How many uses by activities that still grow are left.
    var growing: Int32 = 0
    /// Sum of a_ij x_i over the activities that have stopped.
    var load = PairSum.zero
    /// Sum of a_ij w_i over the activities that still grow: how fast the load rises with the water level.
    var slope = PairSum.zero
    var isDirty = false
    var isVisited = false
    /// Whether the last solve stopped an activity at this resource.
    var isBinding = false

    init(capacity: Double) {
        self.capacity = capacity
    }

    /// The water level at which the resource is used up if no more activities stop before.
    var level: Double {
        let left = load.remainder(of: capacity)
        return left > 0 ? left / slope.high : 0
    }
}
