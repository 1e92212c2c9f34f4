import Requirements

extension SharingSystem {
    /// Records, free lists, marks and the scratch of a solve.
    @usableFromInline
    struct State {
        @usableFromInline var resources = GrowingBuffer<ResourceRecord>()
        @usableFromInline var activities = GrowingBuffer<ActivityRecord>()
        var uses = GrowingBuffer<UseRecord>()
        var activityCount = 0
        var firstFreeActivity: Int32 = -1
        var firstFreeUse: Int32 = -1

        var dirtyResources = GrowingBuffer<Int32>()
        var dirtyActivities = GrowingBuffer<Int32>()

        // Each component is a stretch at the end of these two while it is being filled.
        var visitedResources = GrowingBuffer<Int32>()
        var visitedActivities = GrowingBuffer<Int32>()
        var heap = LevelHeap()
        var changedMarks = IndexMarks()

        func deallocate() {
            resources.deallocate()
            activities.deallocate()
            uses.deallocate()
            dirtyResources.deallocate()
            dirtyActivities.deallocate()
            visitedResources.deallocate()
            visitedActivities.deallocate()
            heap.deallocate()
            changedMarks.deallocate()
        }

        mutating func mark(resource index: Int) {
            guard !resources.base[index].isDirty else { return }
            resources.base[index].isDirty = true
            dirtyResources.append(Int32(index))
        }

        mutating func mark(activity index: Int) {
            guard !activities.base[index].isDirty else { return }
            activities.base[index].isDirty = true
            dirtyActivities.append(Int32(index))
        }

        /// Puts a use into the lists of its activity and its resource, and marks the resource.
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
            }
            if head >= 0 {
                uses.base[Int(head)].previousOfResource = use
            }
            resources.base[Int(resource)].firstUse = use
            activities.base[activity].firstUse = use
            mark(resource: Int(resource))
        }

        /// Takes all uses of an activity out of their lists, and marks their resources.
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
                mark(resource: Int(record.resource))
                uses.base[Int(use)].nextOfActivity = firstFreeUse
                firstFreeUse = use
                use = record.nextOfActivity
            }
            activities.base[activity].firstUse = -1
        }
    }
}
