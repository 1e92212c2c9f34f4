import Requirements

/// Progressive filling of a region.
extension SharingSystem.State {
    /// Fills the region: the foreground from what others leave of the boundary, then the background on what is left.
    mutating func fill() {
        for position in 0..<regionResources.count {
            let index = regionResources.base[position]
            let resource = resources.base + Int(index)
            resource.pointee.load = resource.pointee.membership == .inside ? .zero : usedByOthers(index)
            resource.pointee.foregroundLevel = -1
            resource.pointee.backgroundLevel = -1
        }
        for isBackground in [false, true] {
            let growing = prepareGrowth(isBackground: isBackground)
            if growing > 0 { raiseLevel(growing: growing, isBackground: isBackground) }
        }
    }

    /// What activities that are in groups use of a resource.
    func usedByOthers(_ index: Int32) -> PairSum {
        let resource = resources.base + Int(index)
        var sum = resource.pointee.limitedForeground
        sum.add(resource.pointee.limitedBackground)
        var use = resource.pointee.firstGroupUse
        while use >= 0 {
            let record = groupUses.base[Int(use)]
            sum.add(record.slope.high * groups.base[Int(record.group)].level)
            use = record.nextOfResource
        }
        return sum
    }

    /// Lets the activities of one priority grow from zero and notes the levels at which something stops them. Returns how many they are.
    private mutating func prepareGrowth(isBackground: Bool) -> Int {
        levels.removeAll()
        for position in 0..<regionResources.count {
            let resource = resources.base + Int(regionResources.base[position])
            resource.pointee.slope = .zero
            resource.pointee.growing = 0
        }
        var growing = 0
        for position in 0..<regionActivities.count {
            let index = regionActivities.base[position]
            let activity = activities.base + Int(index)
            guard activity.pointee.isBackground == isBackground else { continue }
            activity.pointee.isGrowing = true
            growing += 1
            if activity.pointee.limit < .infinity {
                levels.append(LevelHeap.Stop(level: activity.pointee.limit / activity.pointee.weight, limitOf: index))
            }
            var use = activity.pointee.firstUse
            while use >= 0 {
                let record = uses.base[Int(use)]
                let resource = resources.base + Int(record.resource)
                resource.pointee.slope.add(record.amount * activity.pointee.weight)
                resource.pointee.growing += 1
                use = record.nextOfActivity
            }
        }
        guard growing > 0 else { return 0 }
        for position in 0..<regionResources.count {
            let index = regionResources.base[position]
            let resource = resources.base + Int(index)
            guard resource.pointee.growing > 0 else { continue }
            if isBackground {
                let capacity = resource.pointee.capacity
                let left = resource.pointee.load.remainder(of: capacity)
                if resource.pointee.foregroundLevel >= 0 || left <= capacity * Self.negligiblePart {
                    resource.pointee.load = PairSum(capacity)
                }
            }
            levels.append(LevelHeap.Stop(level: resource.pointee.level, resource: index))
        }
        levels.establishOrder()
        return growing
    }

    /// Raises the water level until nothing grows any more.
    private mutating func raiseLevel(growing: Int, isBackground: Bool) {
        var growing = growing
        var level = 0.0
        while growing > 0 {
            require(!levels.isEmpty, "\(growing) activities grow without bound at level \(level)")
            let stop = levels.first
            if stop.isResource {
                let resource = resources.base + stop.index
                guard resource.pointee.growing > 0 else {
                    levels.removeFirst()
                    continue
                }
                let current = resource.pointee.level
                guard current <= stop.level else {
                    levels.raiseFirst(to: current)
                    continue
                }
                levels.removeFirst()
                // Levels never fall, except by the last bits of a capacity.
                level = max(level, current)
                if isBackground {
                    resource.pointee.backgroundLevel = level
                } else {
                    resource.pointee.foregroundLevel = level
                }
                growing -= stopAll(on: stop.index, at: level)
            } else {
                levels.removeFirst()
                let activity = activities.base[stop.index]
                guard activity.isGrowing else { continue }
                level = max(level, stop.level)
                self.stop(stop.index, at: activity.limit, because: -1)
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
        activity.pointee.stoppedBy = bottleneck
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
