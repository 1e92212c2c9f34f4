import Requirements

/// The records of pending events, by slot.
///
/// A slot is taken when an event is scheduled and given back when it is over. The slot given back last is taken first: its memory is still
/// in the processor's caches. The memory belongs to the set that holds the slots.
@usableFromInline struct EventSlots {
    @usableFromInline struct Record: BitwiseCopyable {
        @usableFromInline var event: Event
        /// Priority and sequence of the event that has the slot as in its key, 0 if none has.
        @usableFromInline var stamp: UInt64

        @inlinable init(event: Event, stamp: UInt64) {
            self.event = event
            self.stamp = stamp
        }
    }

    @usableFromInline var records: UnsafeMutablePointer<Record>
    /// Where in the heap a slot's key is, ``inLine`` or ``inBucket``. Apart from the records: a sift writes many of them.
    @usableFromInline var positions: UnsafeMutablePointer<UInt32>
    @usableFromInline var free: UnsafeMutablePointer<UInt32>
    @usableFromInline var freeCount = 0
    @usableFromInline var used = 0
    @usableFromInline var capacity: Int

    /// The position of an event of the present line.
    @inlinable static var inLine: UInt32 { .max }
    /// The position of an event of the far buckets.
    @inlinable static var inBucket: UInt32 { .max - 1 }

    /// Most slots that there can be.
    let limit: Int

    init(capacity: Int, limit: Int) {
        self.limit = limit
        self.capacity = capacity
        records = PageMemory.allocate(capacity)
        positions = PageMemory.allocate(capacity)
        free = PageMemory.allocate(capacity)
    }

    func deallocate() {
        PageMemory.deallocate(records)
        PageMemory.deallocate(positions)
        PageMemory.deallocate(free)
    }

    @inlinable var count: Int { used &- freeCount }

    /// The slot of a new event; its record is to be written.
    @inlinable @inline(__always) mutating func take() -> Int {
        let slot: Int
        if freeCount > 0 {
            freeCount &-= 1
            slot = Int(free[freeCount])
        } else {
            if used == capacity { grow() }
            slot = used
            used &+= 1
        }
        return slot
    }

    /// Gives a slot back.
    @inlinable @inline(__always) mutating func release(_ slot: Int) {
        records[slot].stamp = 0
        free[freeCount] = UInt32(truncatingIfNeeded: slot)
        freeCount &+= 1
    }

    /// Whether the event of a key is still to come.
    @inlinable @inline(__always) func isLive(_ key: UInt128) -> Bool { records[EventKey.slot(key)].stamp == EventKey.stamp(key) }

    @usableFromInline mutating func grow() {
        require(capacity < limit, "more than \(limit) events are pending")
        let larger = min(capacity * 2, limit)
        records = PageMemory.moved(records, used, to: larger)
        positions = PageMemory.moved(positions, used, to: larger)
        free = PageMemory.moved(free, freeCount, to: larger)
        capacity = larger
    }
}
