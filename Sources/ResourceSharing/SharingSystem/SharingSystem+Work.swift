import SimulationKernel

/// Work that is done at the shared rates.
extension SharingSystem {
    /// What is left of the work of an activity now, in its units; infinite if it has no end.
    public func remainingWork(of activity: ActivityID) -> Double {
        state.pointee.remaining(state.pointee.activities.base + checked(activity))
    }

    /// Gives an activity the next piece of work, from now on, in place of what is left of the last. No rate changes.
    public func setWork(_ work: Double, of activity: ActivityID) {
        Self.check(work: work)
        let index = checked(activity)
        let record = state.pointee.activities.base + index
        guard record.pointee.group >= 0 else { return record.pointee.remaining = work }
        record.pointee.remaining = work
        state.pointee.startWork(Int32(index))
    }

    /// The activity that has a slot now.
    func activity(at index: Int32) -> ActivityID {
        ActivityID(index: index, generation: state.pointee.activities.base[Int(index)].generation)
    }

    /// The group that an activity runs in, below ``groupLimit``; nil before the first solve.
    func group(of activity: ActivityID) -> Int? {
        let group = state.pointee.activities.base[checked(activity)].group
        return group < 0 ? nil : Int(group)
    }

    /// One more than the highest index that a group has had.
    var groupLimit: Int { state.pointee.groups.count }

    /// Which activity of a group is done first and when, if all rates stay; nil if none within the clock's range.
    ///
    /// Times are rounded up to a nanosecond.
    func nextCompletion(ofGroup group: Int) -> (activity: ActivityID, time: SimulationTime)? {
        guard let next = state.pointee.nextCompletion(of: Int32(group)) else { return nil }
        let generation = state.pointee.activities.base[Int(next.activity)].generation
        return (ActivityID(index: next.activity, generation: generation), SimulationTime(nanoseconds: next.nanoseconds))
    }

    /// Lets the next ``takeChangedHeads(_:)`` hand over a group.
    func noteChangedHead(ofGroup group: Int) { state.pointee.headChanged(Int32(group)) }

    /// Hands over each group whose next completion may have become another, or come at another time, since the last call.
    func takeChangedHeads(_ body: (Int) -> Void) {
        for position in 0..<state.pointee.changedHeads.count {
            let group = state.pointee.changedHeads.base[position]
            state.pointee.groups.base[Int(group)].isHeadChanged = false
            body(Int(group))
        }
        state.pointee.changedHeads.removeAll()
    }
}
