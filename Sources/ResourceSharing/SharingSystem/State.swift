import Requirements

extension SharingSystem {
    /// Records, free lists, marks and the scratch of a solve.
    @usableFromInline
    struct State {
        @usableFromInline var resources = GrowingBuffer<ResourceRecord>()
        @usableFromInline var activities = GrowingBuffer<ActivityRecord>()
        @usableFromInline var groups = GrowingBuffer<GroupRecord>()
        var uses = GrowingBuffer<UseRecord>()
        var groupUses = GrowingBuffer<GroupUse>()
        var groupUseTable = GroupUseTable()
        var activityCount = 0
        var firstFreeActivity: Int32 = -1
        var firstFreeUse: Int32 = -1
        var firstFreeGroupUse: Int32 = -1
        var freeGroups = GrowingBuffer<Int32>()

        // Where each item is in the heap that it is in, or -1.
        var completionPositions = GrowingBuffer<Int32>()
        var limitPositions = GrowingBuffer<Int32>()
        var outsiderPositions = GrowingBuffer<Int32>()
        var certificatePositions = GrowingBuffer<Int32>()
        var touchPositions = GrowingBuffer<Int32>()

        /// Nanoseconds on the run's clock.
        var now: Int64 = 0
        /// Activities that have to be put into a group.
        var pending = GrowingBuffer<Int32>()
        /// Resources with another capacity.
        var dirtyResources = GrowingBuffer<Int32>()
        /// Groups whose level may have changed, the lowest first.
        var touched = IndexedHeap()
        /// Groups whose level has been computed in the solve in progress.
        var visitedGroups = GrowingBuffer<Int32>()
        /// Resources that may no longer have room to spare.
        var unchecked = GrowingBuffer<Int32>()
        /// Where a region has to be filled anew.
        var seedResources = GrowingBuffer<Int32>()
        var seedActivities = GrowingBuffer<Int32>()
        /// Groups whose next completion may be another or at another time.
        var changedHeads = GrowingBuffer<Int32>()
        /// Activities that another thing holds back since the last solve.
        var moved = GrowingBuffer<Int32>()

        // The region that is being filled.
        var regionResources = GrowingBuffer<Int32>()
        var regionActivities = GrowingBuffer<Int32>()
        /// Its resources whose activities have still to be followed.
        var regionQueue = GrowingBuffer<Int32>()
        var levels = LevelHeap()

        /// Levels that differ by less than this part count as equal, and so does use that exceeds a capacity by less.
        ///
        /// Limits that add up to the capacity leave a rest of either sign in the last bits, which would become a background rate so small that
        /// the time to completion overflows. 2^-44 is 5.7e-14: above the rounding of thousands of additions, far below what any model can
        /// mean.
        static let negligiblePart = 0x1p-44

        init() {
            var limited = GroupRecord()
            limited.level = 1
            groups.append(limited)
            touchPositions.append(-1)
        }

        mutating func deallocate() {
            for index in 0..<groups.count { groups.base[index].deallocate() }
            resources.deallocate()
            activities.deallocate()
            groups.deallocate()
            uses.deallocate()
            groupUses.deallocate()
            groupUseTable.deallocate()
            freeGroups.deallocate()
            for positions in [completionPositions, limitPositions, outsiderPositions, certificatePositions, touchPositions] {
                positions.deallocate()
            }
            for list in [
                pending, dirtyResources, visitedGroups, unchecked, seedResources, seedActivities, changedHeads, moved, regionResources,
                regionActivities, regionQueue,
            ] {
                list.deallocate()
            }
            touched.deallocate()
            levels.deallocate()
        }

        @usableFromInline var needsSolving: Bool {
            pending.count > 0 || dirtyResources.count > 0 || touched.count > 0 || unchecked.count > 0 || seedResources.count > 0
        }
    }
}

// Marks: what the next solve has to look at.
extension SharingSystem.State {
    mutating func mark(pending index: Int) {
        guard !activities.base[index].isPending else { return }
        activities.base[index].isPending = true
        pending.append(Int32(index))
    }

    mutating func mark(dirty index: Int) {
        guard !resources.base[index].isDirty else { return }
        resources.base[index].isDirty = true
        dirtyResources.append(Int32(index))
    }

    mutating func mark(unchecked index: Int32) {
        guard !resources.base[Int(index)].isUnchecked else { return }
        resources.base[Int(index)].isUnchecked = true
        unchecked.append(index)
    }

    mutating func seed(resource index: Int32) {
        guard !resources.base[Int(index)].isSeed else { return }
        resources.base[Int(index)].isSeed = true
        seedResources.append(index)
    }

    mutating func touch(_ group: Int32) {
        guard !groups.base[Int(group)].isTouched else { return }
        groups.base[Int(group)].isTouched = true
        touched.insert(group, key: groups.base[Int(group)].level, touchPositions.base)
    }

    mutating func headChanged(_ group: Int32) {
        guard !groups.base[Int(group)].isHeadChanged else { return }
        groups.base[Int(group)].isHeadChanged = true
        changedHeads.append(group)
    }
}

// Coefficients.
extension SharingSystem.State {
    /// Puts a use into the lists of its activity and its resource.
    mutating func link(amount: Double, of resource: Int32, to activity: Int) {
        let use: Int32
        let head = resources.base[Int(resource)].firstUse
        let record = UseRecord(
            amount: amount, activity: Int32(activity), resource: resource, nextOfActivity: activities.base[activity].firstUse,
            nextOfResource: head, previousOfResource: -1)
        if firstFreeUse >= 0 {
            use = firstFreeUse
            firstFreeUse = uses.base[Int(use)].nextOfActivity
            uses.base[Int(use)] = record
        } else {
            require(uses.count < Int(Int32.max), "a sharing system holds at most \(Int32.max) uses")
            use = Int32(uses.count)
            uses.append(record)
            outsiderPositions.append(-1)
        }
        if head >= 0 {
            uses.base[Int(head)].previousOfResource = use
        }
        resources.base[Int(resource)].firstUse = use
        activities.base[activity].firstUse = use
        countUse(of: resource, isBackground: activities.base[activity].isBackground, by: 1)
    }

    /// Takes all uses of an activity, which must be in no group, out of their lists.
    mutating func unlinkUses(of activity: Int) {
        var use = activities.base[activity].firstUse
        while use >= 0 {
            let record = uses.base[Int(use)]
            if record.previousOfResource >= 0 {
                uses.base[Int(record.previousOfResource)].nextOfResource = record.nextOfResource
            } else {
                resources.base[Int(record.resource)].firstUse = record.nextOfResource
            }
            if record.nextOfResource >= 0 {
                uses.base[Int(record.nextOfResource)].previousOfResource = record.previousOfResource
            }
            countUse(of: record.resource, isBackground: activities.base[activity].isBackground, by: -1)
            uses.base[Int(use)].nextOfActivity = firstFreeUse
            firstFreeUse = use
            use = record.nextOfActivity
        }
        activities.base[activity].firstUse = -1
    }

    private mutating func countUse(of index: Int32, isBackground: Bool, by change: Int32) {
        let resource = resources.base + Int(index)
        let wasMixed = resource.pointee.isMixed
        if isBackground {
            resource.pointee.backgroundUses += change
        } else {
            resource.pointee.foregroundUses += change
        }
        if wasMixed || resource.pointee.isMixed { seed(resource: index) }
        if resource.pointee.streamPenalty > 0 {
            resource.pointee.capacity = resource.pointee.capacityForStreams
            mark(dirty: Int(index))
        }
    }
}
