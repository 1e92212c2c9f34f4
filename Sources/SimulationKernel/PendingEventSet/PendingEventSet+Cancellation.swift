import Requirements

/// Taking back and moving events.
extension PendingEventSet {
    /// Whether the event is still to come.
    @inlinable public func contains(_ handle: EventHandle) -> Bool {
        Int(handle.slot) < slots.used && slots.records[Int(handle.slot)].stamp & (Self.sequenceLimit - 1) == handle.sequence
    }

    /// Takes an event back.
    ///
    /// - Returns: Whether it was still to come.
    @discardableResult public mutating func cancel(_ handle: EventHandle) -> Bool {
        guard contains(handle) else { return false }
        near.close(slots.positions)
        let position = slots.positions[Int(handle.slot)]
        slots.release(Int(handle.slot))
        if position < EventSlots.inBucket {
            near.remove(at: Int(position), slots.positions)
        } else if position == EventSlots.inBucket {
            leaveStaleKey()
        }
        return true
    }

    /// Moves an event to another time, as if it were scheduled only now.
    ///
    /// - Returns: Its new handle, or nil if it was over.
    public mutating func move(_ handle: EventHandle, to time: SimulationTime) -> EventHandle? {
        guard contains(handle) else { return nil }
        let nanoseconds = time.nanoseconds
        require(SimulationTime.isOnClock(nanoseconds), "an event is moved to \(nanoseconds) ns")
        near.close(slots.positions)
        let slot = Int(handle.slot)
        let sequence = nextNumber()
        let rank = UInt8(truncatingIfNeeded: slots.records[slot].stamp >> 40)
        let key = EventKey.make(nanoseconds, rank, sequence, handle.slot)
        slots.records[slot].stamp = EventKey.stamp(key)
        let position = slots.positions[slot]
        if position < EventSlots.inBucket {
            if nanoseconds <= boundary {
                near.replace(at: Int(position), by: key, slots.positions)
            } else {
                near.remove(at: Int(position), slots.positions)
                slots.positions[slot] = EventSlots.inBucket
                far.append(key, beyond: boundary)
            }
        } else {
            add(key, slot)
            if position == EventSlots.inBucket { leaveStaleKey() }
        }
        return EventHandle(slot: handle.slot, sequence: sequence)
    }

    /// A far event is over, and its key remains; when half of them are such they are dropped.
    private mutating func leaveStaleKey() {
        staleFar += 1
        guard staleFar * 2 > far.count + limits.back else { return }
        far.sweep { slots.isLive($0) }
        staleFar = 0
    }
}
