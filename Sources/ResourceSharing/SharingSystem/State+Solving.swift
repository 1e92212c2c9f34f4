import Requirements

extension SharingSystem.State {
    /// What is left of a resource by the foreground counts as nothing below this part of its capacity.
    ///
    /// Limits that add up to the capacity leave a rest of either sign in the last bits, which would become a background rate so small that
    /// the time to completion overflows. 2^-44 is 5.7e-14: above the rounding of thousands of additions, far below what any model can mean.
    static let negligiblePart = 0x1p-44

    mutating func forgetVisited() {
        visitedResources.removeAll()
        visitedActivities.removeAll()
    }

    /// Re-solves the components that the marks lead to, and takes the marks away.
    mutating func solveTouchedComponents() {
        forgetVisited()
        for position in 0..<dirtyResources.count {
            let seed = dirtyResources.base[position]
            resources.base[Int(seed)].isDirty = false
            guard !resources.base[Int(seed)].isVisited else { continue }
            let firstResource = visitedResources.count
            let firstActivity = visitedActivities.count
            visit(resource: seed)
            walk(from: firstResource)
            fill(resources: firstResource, activities: firstActivity)
        }
        for position in 0..<dirtyActivities.count {
            let seed = dirtyActivities.base[position]
            activities.base[Int(seed)].isDirty = false
            guard activities.base[Int(seed)].isAlive, !activities.base[Int(seed)].isVisited else { continue }
            let firstResource = visitedResources.count
            let firstActivity = visitedActivities.count
            visit(activity: seed)
            walk(from: firstResource)
            fill(resources: firstResource, activities: firstActivity)
        }
        dirtyResources.removeAll()
        dirtyActivities.removeAll()
        for position in 0..<visitedResources.count {
            resources.base[Int(visitedResources.base[position])].isVisited = false
        }
        for position in 0..<visitedActivities.count {
            activities.base[Int(visitedActivities.base[position])].isVisited = false
        }
    }

    /// Follows uses from the resources at the end of the list, which is its own queue, until the component is complete.
    private mutating func walk(from first: Int) {
        var position = first
        while position < visitedResources.count {
            var use = resources.base[Int(visitedResources.base[position])].firstUse
            while use >= 0 {
                let record = uses.base[Int(use)]
                if !activities.base[Int(record.activity)].isVisited {
                    visit(activity: record.activity)
                }
                use = record.nextOfResource
            }
            position += 1
        }
    }

    private mutating func visit(activity: Int32) {
        activities.base[Int(activity)].isVisited = true
        visitedActivities.append(activity)
        var use = activities.base[Int(activity)].firstUse
        while use >= 0 {
            let record = uses.base[Int(use)]
            if !resources.base[Int(record.resource)].isVisited {
                visit(resource: record.resource)
            }
            use = record.nextOfActivity
        }
    }

    private mutating func visit(resource: Int32) {
        resources.base[Int(resource)].isVisited = true
        visitedResources.append(resource)
    }

    /// Fills one component: the foreground from empty resources, then the background on what is left.
    private mutating func fill(resources firstResource: Int, activities firstActivity: Int) {
        for position in firstResource..<visitedResources.count {
            let resource = resources.base + Int(visitedResources.base[position])
            resource.pointee.load = .zero
            resource.pointee.isBinding = false
        }
        for isBackground in [false, true] {
            let growing = prepareGrowth(isBackground: isBackground, firstActivity: firstActivity)
            guard growing > 0 else { continue }
            prepareLevels(isBackground: isBackground, firstResource: firstResource)
            raiseLevel(growing: growing)
        }
        for position in firstResource..<visitedResources.count {
            let resource = resources.base + Int(visitedResources.base[position])
            resource.pointee.used = resource.pointee.load.high
        }
    }

    /// Lets the activities of one priority grow from zero and notes the levels of their limits. Returns how many they are.
    private mutating func prepareGrowth(isBackground: Bool, firstActivity: Int) -> Int {
        heap.removeAll()
        var growing = 0
        for position in firstActivity..<visitedActivities.count {
            let index = visitedActivities.base[position]
            let activity = activities.base + Int(index)
            guard activity.pointee.isBackground == isBackground else { continue }
            activity.pointee.isGrowing = true
            growing += 1
            if activity.pointee.limit < .infinity {
                heap.append(LevelHeap.Stop(level: activity.pointee.limit / activity.pointee.weight, limitOf: index))
            }
        }
        return growing
    }

    /// Notes the level at which each resource would be used up.
    private mutating func prepareLevels(isBackground: Bool, firstResource: Int) {
        for position in firstResource..<visitedResources.count {
            let index = visitedResources.base[position]
            let resource = resources.base + Int(index)
            resource.pointee.slope = .zero
            resource.pointee.growing = 0
            var use = resource.pointee.firstUse
            while use >= 0 {
                let record = uses.base[Int(use)]
                if activities.base[Int(record.activity)].isGrowing {
                    resource.pointee.slope.add(record.amount * activities.base[Int(record.activity)].weight)
                    resource.pointee.growing += 1
                }
                use = record.nextOfResource
            }
            guard resource.pointee.growing > 0 else { continue }
            if isBackground {
                let capacity = resource.pointee.capacity
                let left = resource.pointee.load.remainder(of: capacity)
                if resource.pointee.isBinding || left <= capacity * Self.negligiblePart {
                    resource.pointee.load = PairSum(capacity)
                }
            }
            heap.append(LevelHeap.Stop(level: resource.pointee.level, resource: index))
        }
        heap.establishOrder()
    }

    /// Raises the water level until nothing grows any more.
    private mutating func raiseLevel(growing: Int) {
        var growing = growing
        var level = 0.0
        while growing > 0 {
            require(!heap.isEmpty, "\(growing) activities grow without bound at level \(level)")
            let stop = heap.first
            if stop.isResource {
                let resource = resources.base + stop.index
                guard resource.pointee.growing > 0 else {
                    heap.removeFirst()
                    continue
                }
                let current = resource.pointee.level
                guard current <= stop.level else {
                    heap.raiseFirst(to: current)
                    continue
                }
                heap.removeFirst()
                // Levels never fall, except by the last bits of a capacity.
                level = max(level, current)
                resource.pointee.isBinding = true
                growing -= stopAll(on: stop.index, at: level)
            } else {
                heap.removeFirst()
                let activity = activities.base[stop.index]
                guard activity.isGrowing else { continue }
                level = max(level, stop.level)
                self.stop(stop.index, at: activity.limit, because: ActivityRecord.ownLimit)
                growing -= 1
            }
        }
    }

    /// Stops everything that grows on a resource. Returns how many activities that were.
    private mutating func stopAll(on resource: Int, at level: Double) -> Int {
        var stopped = 0
        var use = resources.base[resource].firstUse
        while use >= 0 {
            let record = uses.base[Int(use)]
            let activity = activities.base[Int(record.activity)]
            if activity.isGrowing {
                stop(Int(record.activity), at: min(activity.limit, level * activity.weight), because: Int32(resource))
                stopped += 1
            }
            use = record.nextOfResource
        }
        return stopped
    }

    private mutating func stop(_ index: Int, at rate: Double, because bottleneck: Int32) {
        let activity = activities.base + index
        activity.pointee.isGrowing = false
        activity.pointee.bottleneck = bottleneck
        if activity.pointee.rate.bitPattern != rate.bitPattern {
            activity.pointee.rate = rate
            changedMarks.insert(index)
        }
        let weight = activity.pointee.weight
        var use = activity.pointee.firstUse
        while use >= 0 {
            let record = uses.base[Int(use)]
            let resource = resources.base + Int(record.resource)
            resource.pointee.load.add(record.amount * rate)
            resource.pointee.slope.add(-(record.amount * weight))
            resource.pointee.growing -= 1
            use = record.nextOfActivity
        }
    }
}
