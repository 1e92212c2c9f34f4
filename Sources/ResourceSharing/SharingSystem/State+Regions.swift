/// Changes that give somebody something else that holds him back: the part of the system that this can reach is filled anew.
extension SharingSystem.State {
    mutating func forgetRegion() {
        regionResources.removeAll()
        regionActivities.removeAll()
    }

    /// Fills the part of the system that the seeds lead to, and puts its activities into groups.
    ///
    /// The region holds all activities of a resource that holds anybody back, and of one that both priorities use. At its boundary lie
    /// resources with room to spare: what others use of them is taken as given. Should the filling use one of them up, then the others
    /// there are concerned too: the region grows, and is filled again.
    mutating func fillRegion() {
        for position in 0..<seedResources.count {
            let index = seedResources.base[position]
            resources.base[Int(index)].isSeed = false
            include(resource: index)
        }
        seedResources.removeAll()
        for position in 0..<seedActivities.count {
            let index = seedActivities.base[position]
            if !activities.base[Int(index)].isVisited { include(activity: index) }
        }
        seedActivities.removeAll()
        repeat {
            while regionQueue.count > 0 { follow(regionQueue.removeLast()) }
            fill()
        } while moveBoundary()
        makeRegionGroups()
    }

    private mutating func include(resource index: Int32) {
        let resource = resources.base + Int(index)
        if resource.pointee.membership == .outside { regionResources.append(index) }
        guard resource.pointee.membership != .inside else { return }
        resource.pointee.membership = .inside
        regionQueue.append(index)
    }

    private mutating func follow(_ index: Int32) {
        var use = resources.base[Int(index)].firstUse
        while use >= 0 {
            let record = uses.base[Int(use)]
            if !activities.base[Int(record.activity)].isVisited { include(activity: record.activity) }
            use = record.nextOfResource
        }
    }

    private mutating func include(activity index: Int32) {
        let activity = activities.base + Int(index)
        activity.pointee.isVisited = true
        regionActivities.append(index)
        var use = activity.pointee.firstUse
        while use >= 0 {
            let record = uses.base[Int(use)]
            let resource = resources.base + Int(record.resource)
            resource.pointee.inRegion += 1
            if resource.pointee.isBinding || resource.pointee.isMixed {
                include(resource: record.resource)
            } else if resource.pointee.membership == .outside {
                resource.pointee.membership = .boundary
                regionResources.append(record.resource)
            }
            use = record.nextOfActivity
        }
        takeOut(index)
    }

    /// Takes used-up resources of the boundary into the region, unless nobody else uses them. Returns whether there was one.
    private mutating func moveBoundary() -> Bool {
        for position in 0..<regionResources.count {
            let resource = resources.base + Int(regionResources.base[position])
            let isUsedUp = resource.pointee.foregroundLevel >= 0 || resource.pointee.backgroundLevel >= 0
            let hasOthers = resource.pointee.inRegion < resource.pointee.foregroundUses + resource.pointee.backgroundUses
            if isUsedUp, hasOthers { include(resource: regionResources.base[position]) }
        }
        return regionQueue.count > 0
    }

    /// Turns what the filling found into groups.
    private mutating func makeRegionGroups() {
        for position in 0..<regionResources.count {
            let index = regionResources.base[position]
            let resource = resources.base + Int(index)
            if resource.pointee.inRegion == resource.pointee.foregroundUses + resource.pointee.backgroundUses {
                resource.pointee.limitedForeground = .zero
                resource.pointee.limitedBackground = .zero
            }
            if resource.pointee.foregroundLevel >= 0 {
                _ = makeGroup(of: index, isBackground: false, level: resource.pointee.foregroundLevel)
            }
            if resource.pointee.backgroundLevel >= 0 {
                _ = makeGroup(of: index, isBackground: true, level: resource.pointee.backgroundLevel)
            }
        }
        for position in 0..<regionActivities.count {
            let index = regionActivities.base[position]
            let activity = activities.base + Int(index)
            activity.pointee.isVisited = false
            if activity.pointee.stoppedBy < 0 {
                runAtLimit(index)
            } else {
                join(index, resources.base[Int(activity.pointee.stoppedBy)].group(isBackground: activity.pointee.isBackground))
            }
        }
        for position in 0..<regionResources.count {
            let index = regionResources.base[position]
            let resource = resources.base + Int(index)
            resource.pointee.membership = .outside
            resource.pointee.inRegion = 0
            if resource.pointee.isBinding {
                noteForeignUse(of: resource.pointee.foregroundGroup)
                noteForeignUse(of: resource.pointee.backgroundGroup)
            } else {
                certifyUses(of: index)
            }
        }
        forgetTouched()
    }

    /// Adds to what others use of a group's resource what is not told in steps.
    private mutating func noteForeignUse(of index: Int32) {
        guard index >= 0 else { return }
        let group = groups.base + Int(index)
        let resource = resources.base + Int(group.pointee.resource)
        if group.pointee.isBackground { group.pointee.foreignUse.add(resource.pointee.limitedForeground) }
        var use = resource.pointee.firstGroupUse
        while use >= 0 {
            let record = groupUses.base[Int(use)]
            let other = groups.base + Int(record.group)
            if record.group != index, record.kind != .coupled, group.pointee.isBackground || !other.pointee.isBackground {
                group.pointee.foreignUse.add(record.slope.high * other.pointee.level)
            }
            use = record.nextOfResource
        }
    }

    /// The levels of a region are those of the filling, and its resources have been looked at.
    private mutating func forgetTouched() {
        while !touched.isEmpty {
            groups.base[Int(touched.first.item)].isTouched = false
            touched.remove(at: 0, touchPositions.base)
        }
        for position in 0..<unchecked.count { resources.base[Int(unchecked.base[position])].isUnchecked = false }
        unchecked.removeAll()
        for position in 0..<seedResources.count { resources.base[Int(seedResources.base[position])].isSeed = false }
        seedResources.removeAll()
    }
}
