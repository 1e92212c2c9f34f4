import Requirements
public import SimulationKernel

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
/// Activities that the same used-up resource j holds back form a *bottleneck group*: they all run at x_i = w_i L_j. While nobody is held back by
/// something else than before, a change moves levels only, and a group's level is one division,
///
///     L_j = (C_j - use by activities at their limits - use by members of other groups) / (sum over members of a_ij w_i),
///
/// whatever the number of its members. The sums are kept up to date as activities come and go. That nobody is held back by something else is
/// known from four heaps and lists that a group keeps: the level at which its first member would meet its limit; the level at which the first
/// activity at its own limit would no longer get it; the highest level of other groups on its resource; and for each other resource that its
/// members use a level up to which there is certainly room. A resource with room to spare shares what is left among the groups that use it, in
/// proportion to their present levels, and is looked at again only when one of them has risen that far.
///
/// Where a check fails, a *region* is filled anew: the activities of the resource in question, and of all resources that hold any of them back.
/// Resources with room to spare do not spread it: what others use of them is taken as given, and the region grows only if the filling uses
/// one up. So a rack's uplink does not concern other racks, although all of them share a backbone.
///
/// Activities and groups are thereby where a solution of everything at once would put them, and the rates are the same but for rounding.
/// Between solves the rates are those of the last solve; an activity that has not been through one runs at zero.
///
/// ## Work and time
///
/// An activity may have an amount of work. The group's clock shows virtual time, the integral of its level; work r takes r / w_i of it,
/// whatever the level does meanwhile. A group keeps its members in a heap by the virtual time of their ends, so only the first of them needs an
/// event of the simulation, and a new level moves that one event. Activities at their own limits have a group of their own, with real time.
/// (Virtual time is how fair queueing keeps its order: Demers, Keshav and Shenker, Analysis and simulation of a fair queueing algorithm,
/// SIGCOMM 1989.)
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
/// - Complexity: With n activities in a group that have k uses each: an activity that comes or goes, or whose piece of work ends, takes
///   O(k log n) while groups stay as they are, and so does a change of capacity. A region with u uses, m resources and n activities takes
///   O(u log(m + n)). Nothing is allocated once the buffers have reached their size.
public final class SharingSystem: @unchecked Sendable {
    // Unchecked: a system belongs to one run and is touched by the thread of that run only.

    /// All state behind one constant pointer: no exclusivity check on access.
    @usableFromInline let state: UnsafeMutablePointer<State>

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

    /// How many activities the last ``solve()`` has filled anew: the size of the regions in which something else holds somebody back.
    public var refilledActivityCount: Int { state.pointee.regionActivities.count }

    /// How many bottleneck groups there are.
    public var groupCount: Int { state.pointee.groups.count - 1 - state.pointee.freeGroups.count }

    /// Whether there is a change that the rates do not show yet.
    @inlinable public var needsSolving: Bool { state.pointee.needsSolving }

    /// Takes the clock on. Rates are constant from one call to the next: changes must have been solved before.
    public func advance(to time: SimulationTime) {
        guard time.nanoseconds != state.pointee.now else { return }
        require(time.nanoseconds > state.pointee.now, "the clock of a sharing system cannot go back to \(time)")
        require(!needsSolving, "there are changes to be solved before the clock goes on to \(time)")
        state.pointee.now = time.nanoseconds
    }

    /// Brings the rates up to date with all changes since the last solve.
    public func solve() {
        guard needsSolving else { return state.pointee.forgetChanges() }
        state.pointee.solve()
    }

    /// Hands over each activity that the last ``solve()`` has put into another place, where something else may hold it back; some may come more
    /// than once.
    public func forEachMoved(_ body: (ActivityID) -> Void) {
        for position in 0..<state.pointee.moved.count {
            let index = state.pointee.moved.base[position]
            body(ActivityID(index: index, generation: state.pointee.activities.base[Int(index)].generation))
        }
    }

    /// Lets the next ``solve()`` fill everything anew: what tests hold the solution in steps against.
    func markEverything() {
        for index in 0..<state.pointee.resources.count { state.pointee.seed(resource: Int32(index)) }
    }
}
