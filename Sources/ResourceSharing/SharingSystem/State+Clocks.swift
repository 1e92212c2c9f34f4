import Requirements
import SimulationKernel

/// Virtual time.
extension SharingSystem.State {
    /// The longest that a clock runs before it starts again from zero, so that its last bit stays far below a tick: 2^45 ns, ten hours.
    private static let longestRun: Int64 = 1 << 45

    /// What the clock of a group shows now.
    @inline(__always)
    func virtualTime(_ group: UnsafeMutablePointer<GroupRecord>) -> Double {
        let seconds = Double(now - group.pointee.settledAt) / 1e9
        return group.pointee.clock.high + (group.pointee.clock.low + group.pointee.level * seconds)
    }

    /// Brings the clock of a group up to the present, before its level changes.
    mutating func settleClock(_ index: Int32) {
        let group = groups.base + Int(index)
        guard group.pointee.settledAt != now else { return }
        group.pointee.clock.add(group.pointee.level * (Double(now - group.pointee.settledAt) / 1e9))
        group.pointee.settledAt = now
        if now - group.pointee.restartedAt > Self.longestRun { restartClock(index) }
    }

    private mutating func restartClock(_ index: Int32) {
        let group = groups.base + Int(index)
        let shown = group.pointee.clock
        group.pointee.clock = .zero
        group.pointee.restartedAt = now
        let records = activities.base
        group.pointee.completions.mapKeys(completionPositions.base) { key, item in
            let finish = (key - shown.high) - shown.low
            records[Int(item)].finish = finish
            return finish
        }
    }

    /// How fast an activity goes in virtual time: its weight, or its limit in the group of those that are at theirs.
    @inline(__always)
    func pace(_ activity: UnsafeMutablePointer<ActivityRecord>) -> Double {
        activity.pointee.group == 0 ? activity.pointee.limit : activity.pointee.weight
    }

    /// Starts the work `remaining` of an activity on the clock of its group.
    mutating func startWork(_ index: Int32) {
        let activity = activities.base + Int(index)
        let group = groups.base + Int(activity.pointee.group)
        if now - group.pointee.restartedAt > Self.longestRun { settleClock(activity.pointee.group) }
        let length = activity.pointee.remaining == 0 ? 0 : activity.pointee.remaining / pace(activity)
        let position = completionPositions.base[Int(index)]
        guard length < .infinity else {
            activity.pointee.finish = .infinity
            if position >= 0 { group.pointee.completions.remove(at: position, completionPositions.base) }
            return headChanged(activity.pointee.group)
        }
        let finish = virtualTime(group) + length
        activity.pointee.finish = finish
        if position >= 0 {
            group.pointee.completions.setKey(finish, at: position, completionPositions.base)
        } else {
            group.pointee.completions.insert(index, key: finish, completionPositions.base)
        }
        headChanged(activity.pointee.group)
    }

    /// Takes an activity off the clock of its group, with what is left of its work.
    mutating func stopWork(_ index: Int32) {
        let activity = activities.base + Int(index)
        guard activity.pointee.finish < .infinity else { return }
        activity.pointee.remaining = remaining(activity)
        activity.pointee.finish = .infinity
        let group = groups.base + Int(activity.pointee.group)
        group.pointee.completions.remove(at: completionPositions.base[Int(index)], completionPositions.base)
        headChanged(activity.pointee.group)
    }

    /// What is left of the work of an activity now.
    func remaining(_ activity: UnsafeMutablePointer<ActivityRecord>) -> Double {
        guard activity.pointee.finish < .infinity else { return activity.pointee.remaining }
        let group = groups.base + Int(activity.pointee.group)
        return max(0, (activity.pointee.finish - virtualTime(group)) * pace(activity))
    }

    /// Which member of a group is done next and when, rounded up to a nanosecond and not before the present; nil if none within the clock's
    /// range.
    func nextCompletion(of index: Int32) -> (activity: Int32, nanoseconds: Int64)? {
        let group = groups.base + Int(index)
        guard !group.pointee.completions.isEmpty else { return nil }
        let head = group.pointee.completions.first
        let rest = (head.key - group.pointee.clock.high) - group.pointee.clock.low
        guard rest > 0 else { return (head.item, now) }
        guard group.pointee.level > 0 else { return nil }
        let exact = rest / group.pointee.level * 1e9
        // What rounding may have added to the end, in ticks; it must not make one more of a whole number of ticks.
        let noise = max(head.key, group.pointee.clock.high) * 0x1p-50 / group.pointee.level * 1e9
        guard exact < Double(SimulationTime.distantFuture.nanoseconds - group.pointee.settledAt) - 1e9 else { return nil }
        let ticks = max(0, exact - min(noise, 0.25))
        let whole = Int64(ticks)
        let rounded = Double(whole) < ticks ? whole + 1 : whole
        return (head.item, max(now, group.pointee.settledAt + rounded))
    }
}
