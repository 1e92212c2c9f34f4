public import Requirements

/// Taking back and moving events.
extension PendingEventSet {
    /// Whether the event is still to come.
    @inlinable public func contains(_ handle: EventHandle) -> Bool {
        Int(handle.slot) < used && records[Int(handle.slot)].sequence == handle.sequence
    }

    /// Takes an event back.
    ///
    /// - Returns: Whether it was still to come.
    @inlinable @discardableResult public mutating func cancel(_ handle: EventHandle) -> Bool {
        guard contains(handle) else { return false }
        let position = Int(records[Int(handle.slot)].position)
        release(handle.slot)
        removeKey(at: position)
        return true
    }

    /// Moves an event to another time, as if it were scheduled only now.
    ///
    /// - Returns: Its new handle, or nil if it was over.
    @inlinable public mutating func move(_ handle: EventHandle, to time: SimulationTime) -> EventHandle? {
        guard contains(handle) else { return nil }
        require(time.nanoseconds >= 0 && time <= .distantFuture, "an event is moved to \(time.nanoseconds) ns")
        let slot = Int(handle.slot)
        let position = Int(records[slot].position)
        let sequence = nextSequence
        require(sequence < 1 << 40, "a run schedules at most 2^40 events")
        nextSequence &+= 1
        records[slot].sequence = sequence
        let old = heap[position]
        let rank = UInt8(truncatingIfNeeded: old >> 66) & 63
        let key = Self.key(time, EventPriority(rank: rank), sequence, handle.slot)
        if key < old { siftUp(key, from: position) } else { siftDown(key, from: position) }
        return EventHandle(slot: handle.slot, sequence: sequence)
    }

    @inlinable mutating func removeKey(at position: Int) {
        countStorage &-= 1
        guard position < countStorage else { return }
        let key = heap[countStorage]
        if position > 0, key < heap[(position &- 1) >> 2] { siftUp(key, from: position) } else { siftDown(key, from: position) }
    }

    @inlinable mutating func place(_ key: UInt128, at position: Int) {
        heap[position] = key
        records[Int(UInt32(truncatingIfNeeded: key) & 0x3FF_FFFF)].position = Int32(truncatingIfNeeded: position)
    }

    @inlinable mutating func siftUp(_ key: UInt128, from start: Int) {
        var position = start
        while position > 0 {
            let parent = (position &- 1) >> 2
            let above = heap[parent]
            if above < key { break }
            place(above, at: position)
            position = parent
        }
        place(key, at: position)
    }

    @inlinable mutating func siftDown(_ key: UInt128, from start: Int) {
        var position = start
        while true {
            let first = position &* 4 &+ 1
            if first >= countStorage { break }
            let end = min(first &+ 4, countStorage)
            var smallest = first
            var least = heap[first]
            var child = first &+ 1
            while child < end {
                let key = heap[child]
                if key < least { (smallest, least) = (child, key) }
                child &+= 1
            }
            if key < least { break }
            place(least, at: position)
            position = smallest
        }
        place(key, at: position)
    }
}
