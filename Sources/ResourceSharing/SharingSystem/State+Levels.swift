/// Changes that leave everybody with what holds them back: only levels move.
extension SharingSystem.State {
    mutating func forgetChanges() {
        moved.removeAll()
        forgetRegion()
    }

    /// Brings the state up to date with all changes.
    mutating func solve() {
        forgetChanges()
        for position in 0..<pending.count {
            let index = pending.base[position]
            activities.base[Int(index)].isPending = false
            if activities.base[Int(index)].isAlive { place(index) }
        }
        pending.removeAll()
        for position in 0..<dirtyResources.count {
            let index = dirtyResources.base[position]
            let resource = resources.base + Int(index)
            resource.pointee.isDirty = false
            if resource.pointee.isMixed {
                seed(resource: index)
            } else if resource.pointee.isBinding {
                touch(max(resource.pointee.foregroundGroup, resource.pointee.backgroundGroup))
            } else if resource.pointee.reserved.high > resource.pointee.capacity {
                mark(unchecked: index)
            }
        }
        dirtyResources.removeAll()
        moveLevels()
        checkResources()
        if seedResources.count > 0 || seedActivities.count > 0 { fillRegion() }
    }

    /// Computes the levels of the touched groups, and of those that depend on them, from the lowest up.
    ///
    /// A group uses resources that hold back others at higher levels; what it uses of them is not left for those others. So a change climbs, and
    /// each group is computed once, but for ties.
    private mutating func moveLevels() {
        while !touched.isEmpty {
            let index = touched.first.item
            touched.remove(at: 0, touchPositions.base)
            groups.base[Int(index)].isTouched = false
            moveLevel(index)
        }
        for position in 0..<visitedGroups.count { groups.base[Int(visitedGroups.base[position])].visits = 0 }
        visitedGroups.removeAll()
    }

    private mutating func moveLevel(_ index: Int32) {
        let group = groups.base + Int(index)
        let resource = group.pointee.resource
        let level = currentLevel(of: index)
        let previous = group.pointee.level
        if group.pointee.visits == 0 { visitedGroups.append(index) }
        guard group.pointee.visits < 3 else { return seed(resource: resource) }
        group.pointee.visits += 1
        if level != previous {
            settleClock(index)
            group.pointee.level = level
            headChanged(index)
            if group.pointee.mixedUses > 0 { seed(resource: resource) }
        }
        if !isLevelValid(index) { seed(resource: resource) }
        guard level != previous else { return }
        checkCertificates(of: index)
        var use = group.pointee.firstCoupled
        while use >= 0 {
            updateContribution(of: use)
            use = groupUses.base[Int(use)].nextCoupled
        }
    }

    /// The level at which the resource of a group is just used up.
    private func currentLevel(of index: Int32) -> Double {
        let group = groups.base + Int(index)
        let resource = resources.base + Int(group.pointee.resource)
        var taken = group.pointee.foreignUse
        taken.add(resource.pointee.limited(isBackground: group.pointee.isBackground))
        let left = taken.remainder(of: resource.pointee.capacity)
        // A rest in the last bits is none, for the background at least, whose resource the foreground may use up.
        guard left > (group.pointee.isBackground ? resource.pointee.capacity * Self.negligiblePart : 0) else { return 0 }
        return left / groupUses.base[Int(group.pointee.ownUse)].slope.high
    }

    /// Whether all members still are below their own limits, and whether nobody else on the resource has a larger share of it.
    private mutating func isLevelValid(_ index: Int32) -> Bool {
        let group = groups.base + Int(index)
        let level = group.pointee.level
        if !group.pointee.limits.isEmpty, group.pointee.limits.first.key < level * (1 - Self.negligiblePart) { return false }
        let highest = level * (1 + Self.negligiblePart)
        if !group.pointee.outsiders.isEmpty, -group.pointee.outsiders.first.key > highest { return false }
        if group.pointee.foreignLevel > highest {
            group.pointee.foreignLevel = highestForeignLevel(of: index)
            return group.pointee.foreignLevel <= highest
        }
        return true
    }

    private func highestForeignLevel(of index: Int32) -> Double {
        let group = groups.base + Int(index)
        var highest = 0.0
        var use = resources.base[Int(group.pointee.resource)].firstGroupUse
        while use >= 0 {
            let record = groupUses.base[Int(use)]
            let other = groups.base + Int(record.group)
            if record.group != index, other.pointee.isBackground == group.pointee.isBackground {
                highest = max(highest, other.pointee.level)
            }
            use = record.nextOfResource
        }
        return highest
    }

    /// Notes the resources for which a group has risen beyond its safe level.
    private mutating func checkCertificates(of index: Int32) {
        let group = groups.base + Int(index)
        while !group.pointee.certificates.isEmpty, group.pointee.certificates.first.key < group.pointee.level {
            let use = group.pointee.certificates.first.item
            // Until its resource is looked at, which sets it again.
            groupUses.base[Int(use)].safeLevel = .infinity
            group.pointee.certificates.setKey(.infinity, at: 0, certificatePositions.base)
            mark(unchecked: groupUses.base[Int(use)].resource)
        }
    }

    /// Looks at resources that may have no more room to spare.
    private mutating func checkResources() {
        for position in 0..<unchecked.count {
            let index = unchecked.base[position]
            resources.base[Int(index)].isUnchecked = false
            guard !resources.base[Int(index)].isBinding else { continue }
            if !certifyUses(of: index) { seed(resource: index) }
        }
        unchecked.removeAll()
    }

    /// By how much a group may rise at most before somebody looks; finite, so that what is reserved stays so.
    private static let mostSpare = 0x1p256

    /// Shares out what is left of a resource: every group may rise by the same factor.
    ///
    /// - Returns: Whether there is no less than nothing left.
    @discardableResult
    mutating func certifyUses(of index: Int32) -> Bool {
        let resource = resources.base + Int(index)
        var limited = resource.pointee.limitedForeground
        limited.add(resource.pointee.limitedBackground)
        var used = PairSum.zero
        var next = resource.pointee.firstGroupUse
        while next >= 0 {
            let record = groupUses.base[Int(next)]
            used.add(record.slope.high * groups.base[Int(record.group)].level)
            next = record.nextOfResource
        }
        let left = limited.remainder(of: resource.pointee.capacity)
        let isFeasible = used.high <= left + resource.pointee.capacity * Self.negligiblePart
        let factor = used.high > 0 ? min(max(1, left / used.high), Self.mostSpare) : 1
        resource.pointee.reserved = limited
        var use = resource.pointee.firstGroupUse
        while use >= 0 {
            let record = groupUses.base + Int(use)
            if record.pointee.kind == .certified {
                let group = groups.base + Int(record.pointee.group)
                let safe = group.pointee.level * factor
                record.pointee.safeLevel = safe
                resource.pointee.reserved.add(record.pointee.slope.high * safe)
                group.pointee.certificates.setKey(safe, at: certificatePositions.base[Int(use)], certificatePositions.base)
            }
            use = record.pointee.nextOfResource
        }
        return isFeasible
    }
}
