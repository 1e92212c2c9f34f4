/// Who runs in which group, and what each group uses.
extension SharingSystem.State {
    /// Puts an activity into the group where it belongs if nothing else moves but levels; leaves it to a region if there is none.
    mutating func place(_ index: Int32) {
        let activity = activities.base + Int(index)
        var best: Int32 = -1
        var lowest = Double.infinity
        var use = activity.pointee.firstUse
        while use >= 0 {
            let resource = resources.base + Int(uses.base[Int(use)].resource)
            let group = resource.pointee.group(isBackground: activity.pointee.isBackground)
            if resource.pointee.isMixed { return seedActivities.append(index) }
            if group >= 0, groups.base[Int(group)].level < lowest {
                best = group
                lowest = groups.base[Int(group)].level
            }
            use = uses.base[Int(use)].nextOfActivity
        }
        if activity.pointee.limit < .infinity, activity.pointee.limit / activity.pointee.weight <= lowest {
            runAtLimit(index)
        } else if best >= 0 {
            join(index, best)
        } else {
            seedActivities.append(index)
        }
    }

    /// Lets an activity run at its own limit.
    mutating func runAtLimit(_ index: Int32) {
        let activity = activities.base + Int(index)
        enter(index, 0)
        var use = activity.pointee.firstUse
        while use >= 0 {
            let record = uses.base[Int(use)]
            addLimited(record.amount * activity.pointee.limit, of: record.resource, isBackground: activity.pointee.isBackground)
            let group = resources.base[Int(record.resource)].group(isBackground: activity.pointee.isBackground)
            if group >= 0 {
                let level = activity.pointee.limit / activity.pointee.weight
                groups.base[Int(group)].outsiders.insert(use, key: -level, outsiderPositions.base)
            }
            use = record.nextOfActivity
        }
    }

    private mutating func addLimited(_ amount: Double, of index: Int32, isBackground: Bool) {
        let resource = resources.base + Int(index)
        if resource.pointee.isMixed { seed(resource: index) }
        if isBackground {
            resource.pointee.limitedBackground.add(amount)
        } else {
            resource.pointee.limitedForeground.add(amount)
        }
        let group = resource.pointee.group(isBackground: isBackground)
        if group >= 0 {
            touch(group)
        } else {
            reserve(amount, of: index)
        }
    }

    private mutating func reserve(_ amount: Double, of index: Int32) {
        let resource = resources.base + Int(index)
        resource.pointee.reserved.add(amount)
        if amount > 0, resource.pointee.reserved.high > resource.pointee.capacity { mark(unchecked: index) }
    }

    /// Makes an activity a member of a bottleneck group.
    mutating func join(_ index: Int32, _ group: Int32) {
        let activity = activities.base + Int(index)
        enter(index, group)
        let weight = activity.pointee.weight
        if activity.pointee.limit < .infinity {
            groups.base[Int(group)].limits.insert(index, key: activity.pointee.limit / weight, limitPositions.base)
        }
        var use = activity.pointee.firstUse
        while use >= 0 {
            let record = uses.base[Int(use)]
            let groupUse = self.groupUse(of: record.resource, by: group)
            uses.base[Int(use)].groupUse = groupUse
            groupUses.base[Int(groupUse)].count += 1
            changeSlope(of: groupUse, by: record.amount * weight)
            use = record.nextOfActivity
        }
    }

    /// Gives a member a limit that it does not meet.
    mutating func changeLimit(_ limit: Double, ofMember index: Int32) {
        let activity = activities.base + Int(index)
        let group = groups.base + Int(activity.pointee.group)
        activity.pointee.limit = limit
        let position = limitPositions.base[Int(index)]
        if position >= 0 { group.pointee.limits.remove(at: position, limitPositions.base) }
        if limit < .infinity { group.pointee.limits.insert(index, key: limit / activity.pointee.weight, limitPositions.base) }
    }

    private mutating func enter(_ index: Int32, _ group: Int32) {
        activities.base[Int(index)].group = group
        groups.base[Int(group)].memberCount += 1
        moved.append(index)
        startWork(index)
    }

    private mutating func changeSlope(of index: Int32, by change: Double) {
        let use = groupUses.base + Int(index)
        use.pointee.slope.add(change)
        switch use.pointee.kind {
        case .own: touch(use.pointee.group)
        case .coupled: updateContribution(of: index)
        case .certified: reserve(change * use.pointee.safeLevel, of: use.pointee.resource)
        case .mixed: seed(resource: use.pointee.resource)
        }
    }

    /// Tells the group of a resource what another group uses of it at its present level.
    mutating func updateContribution(of index: Int32) {
        let use = groupUses.base + Int(index)
        let user = groups.base + Int(use.pointee.group)
        let owner = resources.base[Int(use.pointee.resource)].group(isBackground: user.pointee.isBackground)
        let contribution = use.pointee.slope.high * user.pointee.level
        if contribution != use.pointee.contribution {
            groups.base[Int(owner)].foreignUse.add(-use.pointee.contribution)
            groups.base[Int(owner)].foreignUse.add(contribution)
            use.pointee.contribution = contribution
            touch(owner)
        }
        if groups.base[Int(owner)].foreignLevel < user.pointee.level {
            groups.base[Int(owner)].foreignLevel = user.pointee.level
            touch(owner)
        }
    }

    /// Takes an activity out of its group; it goes on at the same rate until it is put into another in the same solve.
    mutating func takeOut(_ index: Int32) {
        let activity = activities.base + Int(index)
        let group = activity.pointee.group
        guard group >= 0 else { return }
        stopWork(index)
        activity.pointee.rate = rate(activity)
        activity.pointee.group = -1
        groups.base[Int(group)].memberCount -= 1
        var use = activity.pointee.firstUse
        if group == 0 {
            while use >= 0 {
                let record = uses.base[Int(use)]
                let isBackground = activity.pointee.isBackground
                addLimited(-record.amount * activity.pointee.limit, of: record.resource, isBackground: isBackground)
                let position = outsiderPositions.base[Int(use)]
                if position >= 0 {
                    let owner = resources.base[Int(record.resource)].group(isBackground: isBackground)
                    groups.base[Int(owner)].outsiders.remove(at: position, outsiderPositions.base)
                }
                use = record.nextOfActivity
            }
            return
        }
        let position = limitPositions.base[Int(index)]
        if position >= 0 { groups.base[Int(group)].limits.remove(at: position, limitPositions.base) }
        while use >= 0 {
            let record = uses.base[Int(use)]
            uses.base[Int(use)].groupUse = -1
            groupUses.base[Int(record.groupUse)].count -= 1
            changeSlope(of: record.groupUse, by: -record.amount * activity.pointee.weight)
            if groupUses.base[Int(record.groupUse)].count == 0 { removeGroupUse(record.groupUse) }
            use = record.nextOfActivity
        }
        if groups.base[Int(group)].memberCount == 0 { removeGroup(group) }
    }

    /// The rate from the group that an activity is in.
    @inline(__always)
    func rate(_ activity: UnsafeMutablePointer<ActivityRecord>) -> Double {
        switch activity.pointee.group {
        case -1: activity.pointee.rate
        case 0: activity.pointee.limit
        case let group: min(activity.pointee.limit, activity.pointee.weight * groups.base[Int(group)].level)
        }
    }
}

// Groups come and go.
extension SharingSystem.State {
    /// Makes the group of those whom a resource holds back.
    mutating func makeGroup(of resource: Int32, isBackground: Bool, level: Double) -> Int32 {
        let index: Int32
        if freeGroups.count > 0 {
            index = freeGroups.removeLast()
        } else {
            index = Int32(groups.count)
            groups.append(GroupRecord())
            touchPositions.append(-1)
        }
        let group = groups.base + Int(index)
        group.pointee.resource = resource
        group.pointee.isBackground = isBackground
        group.pointee.level = level
        group.pointee.foreignLevel = 0
        group.pointee.foreignUse = .zero
        group.pointee.clock = .zero
        group.pointee.settledAt = now
        group.pointee.restartedAt = now
        if isBackground {
            resources.base[Int(resource)].backgroundGroup = index
        } else {
            resources.base[Int(resource)].foregroundGroup = index
        }
        return index
    }

    /// Takes an empty group away; its resource has room to spare, as far as is known.
    private mutating func removeGroup(_ index: Int32) {
        let group = groups.base + Int(index)
        let resource = group.pointee.resource
        if group.pointee.isBackground {
            resources.base[Int(resource)].backgroundGroup = -1
        } else {
            resources.base[Int(resource)].foregroundGroup = -1
        }
        group.pointee.outsiders.removeAll(outsiderPositions.base)
        if group.pointee.isTouched {
            group.pointee.isTouched = false
            touched.remove(at: touchPositions.base[Int(index)], touchPositions.base)
        }
        headChanged(index)
        freeGroups.append(index)
        var use = resources.base[Int(resource)].firstGroupUse
        while use >= 0 {
            if groupUses.base[Int(use)].kind == .coupled,
                groups.base[Int(groupUses.base[Int(use)].group)].isBackground == group.pointee.isBackground
            {
                uncouple(use)
                certify(use)
            }
            use = groupUses.base[Int(use)].nextOfResource
        }
        mark(unchecked: resource)
    }

    /// What a group uses of a resource; made if this is the first of its uses.
    private mutating func groupUse(of resource: Int32, by group: Int32) -> Int32 {
        if groups.base[Int(group)].resource == resource, groups.base[Int(group)].ownUse >= 0 { return groups.base[Int(group)].ownUse }
        let known = groupUseTable.find(resource, group)
        if known >= 0 { return known }
        return makeGroupUse(of: resource, by: group)
    }

    private mutating func makeGroupUse(of resource: Int32, by group: Int32) -> Int32 {
        let record = GroupUse(resource: resource, group: group)
        let index: Int32
        if firstFreeGroupUse >= 0 {
            index = firstFreeGroupUse
            firstFreeGroupUse = groupUses.base[Int(index)].nextCoupled
            groupUses.base[Int(index)] = record
        } else {
            index = Int32(groupUses.count)
            groupUses.append(record)
            certificatePositions.append(-1)
        }
        groupUseTable.insert(resource, group, index)
        let next = resources.base[Int(resource)].firstGroupUse
        groupUses.base[Int(index)].nextOfResource = next
        if next >= 0 { groupUses.base[Int(next)].previousOfResource = index }
        resources.base[Int(resource)].firstGroupUse = index
        let isBackground = groups.base[Int(group)].isBackground
        let isOwn = groups.base[Int(group)].resource == resource
        if resources.base[Int(resource)].isMixed, !(isOwn && isBackground) {
            groupUses.base[Int(index)].isCountedAsMixed = true
            groups.base[Int(group)].mixedUses += 1
        }
        if isOwn {
            groupUses.base[Int(index)].kind = .own
            groups.base[Int(group)].ownUse = index
        } else if resources.base[Int(resource)].isMixed {
            groupUses.base[Int(index)].kind = .mixed
        } else if resources.base[Int(resource)].group(isBackground: isBackground) >= 0 {
            couple(index)
        } else {
            certify(index)
        }
        return index
    }

    private mutating func removeGroupUse(_ index: Int32) {
        let record = groupUses.base[Int(index)]
        groupUseTable.remove(record.resource, record.group)
        switch record.kind {
        case .own: groups.base[Int(record.group)].ownUse = -1
        case .coupled: uncouple(index)
        case .certified:
            let position = certificatePositions.base[Int(index)]
            groups.base[Int(record.group)].certificates.remove(at: position, certificatePositions.base)
        case .mixed: break
        }
        if record.previousOfResource >= 0 {
            groupUses.base[Int(record.previousOfResource)].nextOfResource = record.nextOfResource
        } else {
            resources.base[Int(record.resource)].firstGroupUse = record.nextOfResource
        }
        if record.nextOfResource >= 0 { groupUses.base[Int(record.nextOfResource)].previousOfResource = record.previousOfResource }
        if record.isCountedAsMixed { groups.base[Int(record.group)].mixedUses -= 1 }
        groupUses.base[Int(index)].nextCoupled = firstFreeGroupUse
        firstFreeGroupUse = index
    }

    private mutating func couple(_ index: Int32) {
        let use = groupUses.base + Int(index)
        let group = groups.base + Int(use.pointee.group)
        use.pointee.kind = .coupled
        use.pointee.contribution = 0
        use.pointee.previousCoupled = -1
        use.pointee.nextCoupled = group.pointee.firstCoupled
        if group.pointee.firstCoupled >= 0 { groupUses.base[Int(group.pointee.firstCoupled)].previousCoupled = index }
        group.pointee.firstCoupled = index
    }

    private mutating func uncouple(_ index: Int32) {
        let use = groupUses.base[Int(index)]
        if use.previousCoupled >= 0 {
            groupUses.base[Int(use.previousCoupled)].nextCoupled = use.nextCoupled
        } else {
            groups.base[Int(use.group)].firstCoupled = use.nextCoupled
        }
        if use.nextCoupled >= 0 { groupUses.base[Int(use.nextCoupled)].previousCoupled = use.previousCoupled }
    }

    /// Grants a use of a resource with room to spare: up to twice the present level, until somebody looks.
    private mutating func certify(_ index: Int32) {
        let use = groupUses.base + Int(index)
        let group = groups.base + Int(use.pointee.group)
        use.pointee.kind = .certified
        use.pointee.safeLevel = 2 * group.pointee.level
        group.pointee.certificates.insert(index, key: use.pointee.safeLevel, certificatePositions.base)
    }
}
