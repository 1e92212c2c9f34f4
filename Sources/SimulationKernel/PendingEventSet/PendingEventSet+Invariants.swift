/// What holds between any two operations; for tests.
extension PendingEventSet {
    /// Says which invariant is broken, nil if none is.
    ///
    /// - Complexity: O(n).
    func brokenInvariant() -> String? {
        var live = 0
        for slot in 0..<slots.used where slots.records[slot].stamp != 0 { live += 1 }
        if live != count { return "\(live) slots are in use, not \(count)" }
        let found = near.size - (near.hasHole ? 1 : 0)
        return brokenHeap() ?? brokenLine(found) ?? brokenBuckets()
    }

    private func brokenHeap() -> String? {
        for position in 0..<near.size where !(near.hasHole && position == 0) {
            let key = near.keys[position]
            if position > 0, !(near.hasHole && position <= 4), near.keys[(position - 1) >> 2] > key {
                return "position \(position) of the heap is less than its parent"
            }
            if !slots.isLive(key) { return "position \(position) of the heap is stale" }
            if slots.positions[EventKey.slot(key)] != UInt32(position) { return "position \(position) is not known to its slot" }
            if EventKey.time(key) > boundary { return "position \(position) of the heap lies beyond the boundary" }
        }
        for position in near.size..<near.size + 4 where near.keys[position] != EventKey.none { return "the heap has no end" }
        return nil
    }

    /// The line is in order, and nothing is lost: events in the heap, in line and in buckets are all there are.
    private func brokenLine(_ inHeap: Int) -> String? {
        var found = inHeap
        for place in present.head..<present.end {
            let key = present.keys[place]
            if place > present.head, present.keys[place - 1] >= key { return "place \(place) of the line is out of order" }
            if EventKey.time(key) > boundary { return "place \(place) of the line lies beyond the boundary" }
            guard slots.isLive(key) else { continue }
            found += 1
            if slots.positions[EventKey.slot(key)] != EventSlots.inLine { return "place \(place) of the line is not known to its slot" }
        }
        far.forEach { _, _, key in if slots.isLive(key) { found += 1 } }
        return found == count ? nil : "\(found) of \(count) events are found"
    }

    private func brokenBuckets() -> String? {
        var (keys, stale) = (0, 0)
        var broken: String?
        far.forEach { level, digit, key in
            keys += 1
            let time = EventKey.time(key)
            if time <= boundary { broken = "a key in bucket (\(level), \(digit)) is near" }
            let differing = (63 - (time ^ boundary).leadingZeroBitCount) / FarBuckets.digitBits
            if level != differing || digit != Int(time >> Int64(level * FarBuckets.digitBits)) % FarBuckets.digits {
                broken = "a key at \(time) is in bucket (\(level), \(digit)), the boundary being \(boundary)"
            }
            if !slots.isLive(key) {
                stale += 1
            } else if slots.positions[EventKey.slot(key)] != EventSlots.inBucket {
                broken = "a key in bucket (\(level), \(digit)) is not known to its slot"
            }
        }
        if keys != far.count { return "\(keys) keys are in buckets, not \(far.count)" }
        if stale != staleFar { return "\(stale) keys are stale, not \(staleFar)" }
        return broken
    }
}
