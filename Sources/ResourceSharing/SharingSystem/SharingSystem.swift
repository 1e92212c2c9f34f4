/// Shares the capacities of resources among activities by weighted max-min fairness.
///
/// ## The problem
///
/// Set by the caller: capacities C_j >= 0 of the resources; for each activity its coefficients a_ij > 0 (units of resource j for each unit
/// of the activity), its weight w_i > 0, its limit l_i (may be infinite) and its priority.
///
/// Computed: rates x_i with
///
///     0 <= x_i <= l_i    and    sum_i a_ij x_i <= C_j    for every j,
///
/// such that the sorted sequence of the x_i / w_i is lexicographically largest: first the smallest share is made as large as possible, then
/// the second smallest, and so on. The foreground is shared first; the background is shared in the same way on C_j - (use by the
/// foreground).
///
/// The solution is unique, and it is recognised by this: every activity runs at its own limit, or it uses a resource that is used up and on
/// which no activity of its priority has a larger x/w (Bertsekas and Gallager, Data Networks, 2nd edition, 6.5.2; the same argument holds
/// with coefficients, because only x/w is compared on a resource and never a x). The name of that limit or resource is the ``Bottleneck``.
///
/// ## The method
///
/// Progressive filling. One water level L rises from zero and every activity grows with it, x_i = w_i L, until something stops it. Resource
/// j is used up at the level
///
///     L_j = (C_j - sum over stopped i of a_ij x_i) / (sum over growing i of a_ij w_i)
///
/// and activity i meets its limit at l_i / w_i. The least of these levels comes first: the limited activity stops, or all that still grow
/// on the resource stop. Stopping an activity can only raise the L_j of its other resources, since it leaves room there. So a level that
/// was once put into a heap is a lower bound for ever, and it is enough to recompute it when it reaches the top.
///
/// Both sums are kept in ``PairSum``s, so their error does not grow with the number of steps. What is left of a resource in the end is
/// within rounding of C_j of the exact value: rates are feasible and optimal within some 1e-15 of the capacities.
///
/// ## What is solved again
///
/// Two activities depend on each other only through a chain of shared resources. A change marks the resources (or the activity) that it
/// touches; ``solve()`` walks from the marks over shared resources and re-solves the connected components it meets, each on its own. The
/// order of the walk does not enter the arithmetic, so the rates are, to the last bit, those of solving everything again. A change that
/// provably moves nothing marks nothing: a new capacity of a resource that limits nobody, as long as it exceeds the use, and a new limit
/// above the rate of an activity that a resource holds back.
///
/// Between solves the rates are those of the last solve; an activity that has not been through one runs at zero.
///
/// ```swift
/// let system = SharingSystem()
/// let disk = system.addResource(capacity: 100e6)
/// let link = system.addResource(capacity: 125e6)
/// let copy = system.add(uses: [ResourceUse(disk), ResourceUse(link)])
/// let scan = system.add(uses: [ResourceUse(disk)], weight: 3)
/// system.solve()
/// // rate(of: copy) is 25e6, rate(of: scan) is 75e6, and both are held back by the disk
/// ```
///
/// - Complexity: ``solve()`` takes O(u log(m + n)) for components with u uses, m resources and n activities, nothing when nothing changed,
///   and allocates nothing once its buffers have reached their size. Additions and removals take O(uses).
public final class SharingSystem: @unchecked Sendable {
    // Unchecked: a system belongs to one run and is touched by the thread of that run only.

    /// All state behind one constant pointer: no exclusivity check on access.
    @usableFromInline let state: UnsafeMutablePointer<State>

    /// The activities whose rate differs in any bit from before the last ``solve()``, in ascending order.
    ///
    /// Activities removed since then may be among them.
    public private(set) var changed: ContiguousArray<ActivityID> = []

    /// A system without resources and activities.
    public init() {
        state = .allocate(capacity: 1)
        state.initialize(to: State())
    }

    deinit {
        state.pointee.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// How many resources there are.
    public var resourceCount: Int { state.pointee.resources.count }

    /// How many activities there are.
    public var activityCount: Int { state.pointee.activityCount }

    /// How many activities the last ``solve()`` looked at: the size of the components that were touched.
    public var visitedActivityCount: Int { state.pointee.visitedActivities.count }

    /// Whether there is a change that the rates do not show yet.
    public var needsSolving: Bool {
        state.pointee.dirtyResources.count > 0 || state.pointee.dirtyActivities.count > 0
    }

    /// Brings the rates up to date with all changes since the last solve; ``changed`` then lists those that moved.
    public func solve() {
        if !changed.isEmpty {
            changed.removeAll(keepingCapacity: true)
        }
        guard needsSolving else {
            state.pointee.forgetVisited()
            return
        }
        state.pointee.solveTouchedComponents()
        state.pointee.changedMarks.drain { index in
            changed.append(ActivityID(index: Int32(index), generation: state.pointee.activities.base[index].generation))
        }
    }

    /// Marks everything, so that the next ``solve()`` starts from nothing: what tests hold the partial solve against.
    func markEverything() {
        for index in 0..<state.pointee.resources.count {
            state.pointee.mark(resource: index)
        }
        for index in 0..<state.pointee.activities.count where state.pointee.activities.base[index].isAlive {
            state.pointee.mark(activity: index)
        }
    }
}
