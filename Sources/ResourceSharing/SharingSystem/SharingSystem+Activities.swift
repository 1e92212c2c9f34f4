public import Requirements

extension SharingSystem {
    /// Adds an activity; it runs at rate zero until the next ``solve()``.
    ///
    /// - Parameters:
    ///   - uses: What it takes from which resource for each unit of progress. May be empty if `limit` is finite.
    ///   - weight: Its share in comparison with others: twice the weight, twice the rate on the same bottleneck.
    ///   - limit: The rate it cannot exceed (a throttle, a single thread), infinite for none.
    ///   - priority: Whether it shares the capacities or their residue.
    ///   - work: Units until it is done, infinite for no end.
    public func add(
        uses: [ResourceUse], weight: Double = 1, limit: Double = .infinity, priority: Priority = .foreground, work: Double = .infinity
    ) -> ActivityID {
        check(uses: uses, weight: weight)
        Self.check(limit: limit)
        Self.check(work: work)
        let index = takeSlot()
        let record = state.pointee.activities.base + index
        let (generation, isPending) = (record.pointee.generation, record.pointee.isPending)
        record.pointee = ActivityRecord()
        record.pointee.generation = generation
        record.pointee.isPending = isPending
        record.pointee.isAlive = true
        record.pointee.weight = weight
        record.pointee.limit = limit
        record.pointee.remaining = work
        record.pointee.isBackground = priority == .background
        link(uses, to: index)
        state.pointee.activityCount += 1
        return ActivityID(index: Int32(index), generation: generation)
    }

    /// Takes an activity out. What it used is shared again by the next ``solve()``.
    public func remove(_ activity: ActivityID) {
        let index = checked(activity)
        state.pointee.takeOut(Int32(index))
        state.pointee.unlinkUses(of: index)
        let record = state.pointee.activities.base + index
        record.pointee.isAlive = false
        record.pointee.generation &+= 1
        record.pointee.firstUse = state.pointee.firstFreeActivity
        state.pointee.firstFreeActivity = Int32(index)
        state.pointee.activityCount -= 1
    }

    /// Gives an activity another limit, zero and infinity included.
    public func setLimit(_ limit: Double, of activity: ActivityID) {
        Self.check(limit: limit)
        let index = checked(activity)
        let record = state.pointee.activities.base + index
        guard record.pointee.limit.bitPattern != limit.bitPattern else { return }
        require(record.pointee.firstUse >= 0 || limit.isFinite, Self.unbounded(index))
        // Not even in the last bits: a near tie could be decided the other way.
        let movesNothing = record.pointee.group > 0 && limit * (1 - State.negligiblePart) > rate(of: activity)
        if movesNothing {
            state.pointee.changeLimit(limit, ofMember: Int32(index))
        } else {
            state.pointee.takeOut(Int32(index))
            record.pointee.limit = limit
            state.pointee.mark(pending: index)
        }
    }

    /// Gives an activity another weight.
    public func setWeight(_ weight: Double, of activity: ActivityID) {
        let index = checked(activity)
        let record = state.pointee.activities.base + index
        guard record.pointee.weight.bitPattern != weight.bitPattern else { return }
        check(uses: uses(of: activity), weight: weight)
        state.pointee.takeOut(Int32(index))
        record.pointee.weight = weight
        state.pointee.mark(pending: index)
    }

    /// Lets an activity go on with other resources or coefficients (a route that changed); it keeps its identifier, and its rate until the
    /// next ``solve()``.
    public func replaceUses(of activity: ActivityID, with uses: [ResourceUse]) {
        let index = checked(activity)
        check(uses: uses, weight: state.pointee.activities.base[index].weight)
        state.pointee.takeOut(Int32(index))
        state.pointee.unlinkUses(of: index)
        link(uses, to: index)
    }

    /// The rate from the last ``solve()``, in units of the activity each second.
    public func rate(of activity: ActivityID) -> Double {
        state.pointee.rate(state.pointee.activities.base + checked(activity))
    }

    /// The rate it may not exceed.
    @inlinable
    public func limit(of activity: ActivityID) -> Double {
        state.pointee.activities.base[checked(activity)].limit
    }

    /// Its weight.
    @inlinable
    public func weight(of activity: ActivityID) -> Double {
        state.pointee.activities.base[checked(activity)].weight
    }

    /// What it takes from which resource, without uses of zero.
    public func uses(of activity: ActivityID) -> [ResourceUse] {
        var result: [ResourceUse] = []
        var use = state.pointee.activities.base[checked(activity)].firstUse
        while use >= 0 {
            let record = state.pointee.uses.base[Int(use)]
            result.append(ResourceUse(ResourceID(index: record.resource), amountPerUnit: record.amount))
            use = record.nextOfActivity
        }
        return result.reversed()
    }

    /// What held it back in the last ``solve()``; nothing for an activity that has not been through one, or not since it was itself changed.
    public func bottleneck(of activity: ActivityID) -> Bottleneck? {
        switch state.pointee.activities.base[checked(activity)].group {
        case -1: nil
        case 0: .ownLimit
        case let group: .resource(ResourceID(index: state.pointee.groups.base[Int(group)].resource))
        }
    }

    /// Whether the activity is still there.
    @inlinable
    public func contains(_ activity: ActivityID) -> Bool {
        let index = Int(activity.index)
        guard index < state.pointee.activities.count else { return false }
        let record = state.pointee.activities.base[index]
        return record.isAlive && record.generation == activity.generation
    }

    @inlinable
    func checked(_ activity: ActivityID) -> Int {
        require(contains(activity), "activity \(activity.index), generation \(activity.generation), is not in this system (any more)")
        return Int(activity.index)
    }

    private func takeSlot() -> Int {
        if state.pointee.firstFreeActivity >= 0 {
            let index = Int(state.pointee.firstFreeActivity)
            state.pointee.firstFreeActivity = state.pointee.activities.base[index].firstUse
            return index
        }
        require(state.pointee.activities.count < Int(Int32.max), "a sharing system holds at most \(Int32.max) activities")
        state.pointee.activities.append(ActivityRecord())
        state.pointee.completionPositions.append(-1)
        state.pointee.limitPositions.append(-1)
        return state.pointee.activities.count - 1
    }

    private func link(_ uses: [ResourceUse], to index: Int) {
        for use in uses where use.amountPerUnit > 0 {
            state.pointee.link(amount: use.amountPerUnit, of: use.resource.index, to: index)
        }
        let record = state.pointee.activities.base[index]
        require(record.firstUse >= 0 || record.limit.isFinite, Self.unbounded(index))
        state.pointee.mark(pending: index)
    }

    private static func unbounded(_ index: Int) -> String {
        "activity \(index) has neither a use nor a limit: its rate would be infinite"
    }

    private func check(uses: [ResourceUse], weight: Double) {
        require(weight > 0 && weight.isFinite, "a weight is finite and positive, not \(weight)")
        for use in uses {
            _ = checked(use.resource)
            let amount = use.amountPerUnit
            require(amount >= 0 && amount.isFinite, "an amount is finite and not negative, not \(amount)")
            require(amount == 0 || (amount * weight).isNormal, "amount \(amount) times weight \(weight) leaves the range of Double")
        }
    }

    private static func check(limit: Double) {
        require(limit >= 0, "a limit is not negative, not \(limit)")
    }

    static func check(work: Double) {
        require(work >= 0, "an amount of work is not negative, not \(work)")
    }
}
