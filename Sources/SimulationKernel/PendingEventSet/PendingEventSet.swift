public import Requirements

/// The events that are still to come, taken in the order (time, priority, sequence).
///
/// A 4-ary heap of 128-bit keys on raw storage: time (56 bits), priority (6), sequence (40) and slot (26) form one integer, so that one
/// comparison decides and ties are first in, first out. The slot leads to the event's record, and the record knows its place in the heap:
/// cancelling and moving an event are done in place.
///
/// Example:
///
///     var pending = PendingEventSet()
///     let handle = pending.insert(Event(kind: 16, entity: 0), at: .seconds(3), priority: .normal)
///     pending.cancel(handle)
///
/// - Complexity: insert, take, cancel and move are O(log n), the earliest is O(1).
public struct PendingEventSet: ~Copyable {
    @usableFromInline struct Record {
        @usableFromInline var event: Event
        @usableFromInline var sequence: UInt64
        @usableFromInline var position: Int32

        @inlinable init(event: Event, sequence: UInt64, position: Int32) {
            self.event = event
            self.sequence = sequence
            self.position = position
        }
    }

    /// Most events that can be pending at once.
    public static let capacityLimit = 1 << 26

    @usableFromInline var heap: UnsafeMutablePointer<UInt128>
    @usableFromInline var records: UnsafeMutablePointer<Record>
    @usableFromInline var free: UnsafeMutablePointer<UInt32>
    @usableFromInline var freeCount: Int
    @usableFromInline var used: Int
    @usableFromInline var capacity: Int
    @usableFromInline var nextSequence: UInt64

    /// Number of pending events.
    @inlinable public var count: Int { countStorage }
    @usableFromInline var countStorage = 0

    /// Makes an empty set.
    public init(minimumCapacity: Int = 256) {
        // A slot beyond the limit would not fit into its key.
        capacity = min(max(16, minimumCapacity), Self.capacityLimit)
        heap = .allocate(capacity: capacity)
        records = .allocate(capacity: capacity)
        free = .allocate(capacity: capacity)
        (freeCount, used, nextSequence) = (0, 0, 1)
    }

    deinit {
        heap.deallocate()
        records.deallocate()
        free.deallocate()
    }

    /// The instant of the earliest event, or nil if none is pending.
    @inlinable public var earliestTime: SimulationTime? {
        countStorage == 0 ? nil : SimulationTime(nanoseconds: Int64(truncatingIfNeeded: heap[0] >> 72))
    }

    /// Adds an event.
    ///
    /// - Precondition: The time is within the clock's range, and neither 2^26 pending nor 2^40 events in all are exceeded.
    @inlinable public mutating func insert(_ event: Event, at time: SimulationTime, priority: EventPriority) -> EventHandle {
        require(
            time.nanoseconds >= 0 && time <= .distantFuture,
            "event of kind \(event.kind) for entity \(event.entity) at \(time.nanoseconds) ns")
        if countStorage == capacity || (freeCount == 0 && used == capacity) { grow() }
        let slot: UInt32
        if freeCount > 0 {
            freeCount -= 1
            slot = free[freeCount]
        } else {
            slot = UInt32(used)
            used += 1
        }
        let sequence = nextSequence
        require(sequence < 1 << 40, "a run schedules at most 2^40 events")
        nextSequence &+= 1
        let key = Self.key(time, priority, sequence, slot)
        (records + Int(slot)).initialize(to: Record(event: event, sequence: sequence, position: 0))
        countStorage &+= 1
        siftUp(key, from: countStorage &- 1)
        return EventHandle(slot: slot, sequence: sequence)
    }

    /// Takes the earliest event.
    ///
    /// - Precondition: There is one.
    @inlinable public mutating func takeEarliest() -> (event: Event, time: SimulationTime, sequence: UInt64) {
        require(countStorage > 0, "an event is taken while none is pending")
        let key = heap[0]
        let slot = UInt32(truncatingIfNeeded: key) & 0x3FF_FFFF
        let record = records[Int(slot)]
        release(slot)
        removeKey(at: 0)
        return (record.event, SimulationTime(nanoseconds: Int64(truncatingIfNeeded: key >> 72)), record.sequence)
    }

    @inlinable static func key(_ time: SimulationTime, _ priority: EventPriority, _ sequence: UInt64, _ slot: UInt32) -> UInt128 {
        UInt128(UInt64(bitPattern: time.nanoseconds)) << 72 | UInt128(UInt64(priority.rank) << 40 | sequence) << 26 | UInt128(slot)
    }

    @inlinable mutating func release(_ slot: UInt32) {
        records[Int(slot)].sequence = 0
        free[freeCount] = slot
        freeCount &+= 1
    }

    @usableFromInline mutating func grow() {
        require(capacity < Self.capacityLimit, "more than \(Self.capacityLimit) events are pending")
        let larger = min(capacity * 2, Self.capacityLimit)
        heap = Self.moved(heap, countStorage, to: larger)
        records = Self.moved(records, used, to: larger)
        free = Self.moved(free, freeCount, to: larger)
        capacity = larger
    }

    private static func moved<T>(_ old: UnsafeMutablePointer<T>, _ count: Int, to capacity: Int) -> UnsafeMutablePointer<T> {
        let new = UnsafeMutablePointer<T>.allocate(capacity: capacity)
        new.moveInitialize(from: old, count: count)
        old.deallocate()
        return new
    }
}
