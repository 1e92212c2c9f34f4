public import Requirements

/// The events that are still to come, taken in the order (time, priority, sequence).
///
/// Each event has a 128-bit key (``EventKey``) in one of three places:
///
/// - the *near heap*, an indexed 4-ary heap, holds the events up to a boundary;
/// - the *far buckets*, a radix heap, hold those beyond it and hand over the next few dozen when the near ones have been taken;
/// - the *present line* holds what was scheduled for the present instant, first in, first out.
///
/// Up to 2,048 events there is no boundary and the heap holds them all. A heap's cost grows with the logarithm of its size and, once
/// it has outgrown the processor's caches, with every level; a bucket costs the same at any size. docs/performance.md shows the crossover.
///
/// A key in the heap is moved and removed in place. A key elsewhere goes stale: its slot no longer has its sequence number, and it is
/// dropped when it comes up, or when half of the far keys are stale.
///
/// Example:
///
///     var pending = PendingEventSet()
///     let handle = pending.insert(Event(kind: 16, entity: 0), at: .seconds(3), priority: .normal)
///     pending.cancel(handle)
///
/// - Complexity: insert, take, cancel and move are O(log n) up to the limit and O(1) on average beyond it: a key moves at most ten times
///   from bucket to bucket. The earliest is O(1) on average.
public struct PendingEventSet: ~Copyable {
    /// Most events that can be pending at once.
    public static let capacityLimit = 1 << 26
    /// Most events that a run can schedule.
    @usableFromInline static let sequenceLimit: UInt64 = 1 << 40

    /// When events change places.
    ///
    /// The order in which they are taken does not depend on it. The numbers that are used come from a measurement, which docs/performance.md
    /// shows; the tests use small ones, to see all of it happen.
    public struct PlaceLimits: Sendable {
        /// With so many events in the heap those beyond the earliest instant go into buckets.
        public var spill: Int
        /// So many events and fewer leave the buckets for good.
        public var back: Int
        /// Neighbouring buckets enter the heap together if they hold no more events.
        public var batch: Int
        /// A bucket of more events is divided before any of them enters the heap.
        public var divide: Int

        /// Makes limits; without arguments those of a run.
        public init(spill: Int = 2048, back: Int = 512, batch: Int = 64, divide: Int = 256) {
            self.spill = spill
            self.back = back
            self.batch = batch
            self.divide = divide
        }
    }

    let limits: PlaceLimits
    @usableFromInline var slots: EventSlots
    @usableFromInline var near: NearHeap
    @usableFromInline var present: PresentLine
    @usableFromInline var far = FarBuckets()
    /// The last instant whose events are near.
    @usableFromInline var boundary = Int64.max
    /// The earliest instant to which the boundary can move back without disorder in the buckets: the first of those that were emptied last, or
    /// where it moved back to since.
    var lowestBoundary: Int64 = 0
    /// The instant of the event that was taken last.
    @usableFromInline var clock: Int64 = -1
    /// Size of the heap at which it is next asked to spill.
    @usableFromInline var spillAt: Int
    /// Keys in buckets whose events are over.
    var staleFar = 0
    @usableFromInline var nextSequence: UInt64

    /// Makes an empty set.
    public init(minimumCapacity: Int = 256, limits: PlaceLimits = PlaceLimits()) {
        self.init(minimumCapacity: minimumCapacity, limits: limits, firstSequence: 1)
    }

    /// Makes an empty set that has already given numbers to events, or is soon full.
    init(
        minimumCapacity: Int = 256, limits: PlaceLimits = PlaceLimits(), firstSequence: UInt64,
        capacityLimit: Int = PendingEventSet.capacityLimit
    ) {
        self.limits = limits
        spillAt = limits.spill
        // A slot beyond the limit would not fit into its key.
        slots = EventSlots(capacity: min(max(16, minimumCapacity), capacityLimit), limit: capacityLimit)
        near = NearHeap(capacity: 256)
        present = PresentLine(capacity: 64)
        nextSequence = firstSequence
    }

    deinit {
        slots.deallocate()
        near.deallocate()
        present.deallocate()
        far.deallocate()
    }

    /// Number of pending events.
    @inlinable public var count: Int { slots.count }

    /// The instant of the earliest event, or nil if none is pending.
    @inlinable public var earliestTime: SimulationTime? {
        mutating get {
            guard count > 0 else { return nil }
            return SimulationTime(nanoseconds: EventKey.time(earliestKey()))
        }
    }

    /// Adds an event.
    ///
    /// - Precondition: The time is within the clock's range, and neither 2^26 pending nor 2^40 events in all are exceeded.
    @inline(__always) public mutating func insert(_ event: Event, at time: SimulationTime, priority: EventPriority) -> EventHandle {
        let nanoseconds = time.nanoseconds
        require(
            SimulationTime.isOnClock(nanoseconds), "event of kind \(event.kind) for entity \(event.entity) at \(nanoseconds) ns")
        let sequence = nextNumber()
        let slot = slots.take()
        let handle = EventHandle(slot: UInt32(truncatingIfNeeded: slot), sequence: sequence)
        let key = EventKey.make(nanoseconds, priority.rank, sequence, handle.slot)
        (slots.records + slot).initialize(to: EventSlots.Record(event: event, stamp: EventKey.stamp(key)))
        add(key, slot)
        return handle
    }

    /// Takes the earliest event.
    ///
    /// - Precondition: There is one.
    @inlinable public mutating func takeEarliest() -> (event: Event, time: SimulationTime, sequence: UInt64) {
        require(count > 0, "an event is taken while none is pending")
        let key = earliestKey()
        return (take(key), SimulationTime(nanoseconds: EventKey.time(key)), EventKey.sequence(key))
    }

    /// Takes the event of the earliest key.
    @inlinable @inline(__always) mutating func take(_ key: UInt128) -> Event {
        if !present.isEmpty, present.first == key { present.removeFirst() } else { near.hasHole = true }
        let slot = EventKey.slot(key)
        let event = slots.records[slot].event
        slots.release(slot)
        clock = EventKey.time(key)
        return event
    }

    /// The least key of all, in the heap or first in line; ``EventKey/none`` if there is none.
    @inlinable @inline(__always) mutating func earliestKey() -> UInt128 {
        near.close(slots.positions)
        return present.isEmpty && near.size > 0 ? near.keys[0] : earliestOfTwo()
    }

    /// The least key where events are in line, the first of them that is not stale or the heap's if that is less, or where none is near.
    @usableFromInline mutating func earliestOfTwo() -> UInt128 {
        while true {
            while !present.isEmpty {
                let key = present.first
                // An empty heap shows a key that is larger than all.
                if near.keys[0] < key { return near.keys[0] }
                if slots.isLive(key) { return key }
                present.removeFirst()
            }
            if near.size > 0 || count == 0 { return near.keys[0] }
            fetch()
        }
    }

    @inline(__always) mutating func nextNumber() -> UInt64 {
        let sequence = nextSequence
        require(sequence < Self.sequenceLimit, "a run schedules at most 2^40 events")
        nextSequence = sequence &+ 1
        return sequence
    }

    /// Puts the key of a slot where it belongs.
    @inline(__always) mutating func add(_ key: UInt128, _ slot: Int) {
        let time = EventKey.time(key)
        if time > boundary {
            slots.positions[slot] = EventSlots.inBucket
            far.append(key, beyond: boundary)
        } else if time == clock, present.takes(key) {
            slots.positions[slot] = EventSlots.inLine
            if present.isFull { makeRoomInLine() }
            present.append(key)
        } else {
            near.insert(key, slots.positions)
            if near.size >= spillAt { spill() }
        }
    }
}
