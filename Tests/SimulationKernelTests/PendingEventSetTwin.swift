import RandomStreams

@testable import SimulationKernel

/// The set as a sorted array: the slow twin that the real one must agree with.
struct SortedTwin {
    struct Entry: Equatable {
        var time: Int64
        var rank: UInt8
        var number: UInt64
        var event: Event

        static func < (left: Entry, right: Entry) -> Bool {
            if left.time != right.time { return left.time < right.time }
            return left.rank != right.rank ? left.rank < right.rank : left.number < right.number
        }
    }

    /// Latest first, so that the earliest is taken off the end.
    private(set) var entries: [Entry] = []
    /// The key of each number that is still to come.
    private var pending: [UInt64: Entry] = [:]
    private var nextNumber: UInt64 = 1

    var earliest: Entry? { entries.last }

    mutating func insert(_ event: Event, at time: Int64, rank: UInt8) -> UInt64 {
        let entry = Entry(time: time, rank: rank, number: nextNumber, event: event)
        nextNumber += 1
        entries.insert(entry, at: place(of: entry))
        pending[entry.number] = entry
        return entry.number
    }

    mutating func takeEarliest() -> Entry {
        let entry = entries.removeLast()
        pending[entry.number] = nil
        return entry
    }

    mutating func remove(_ number: UInt64) -> Entry? {
        guard let entry = pending.removeValue(forKey: number) else { return nil }
        entries.remove(at: place(of: entry))
        return entry
    }

    mutating func move(_ number: UInt64, to time: Int64) -> UInt64? {
        remove(number).map { insert($0.event, at: time, rank: $0.rank) }
    }

    /// Number of entries that come later.
    private func place(of entry: Entry) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entry < entries[middle] { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// One random sequence of operations on the set and on its twin.
struct RandomOperations {
    /// How times are drawn.
    enum Times: CaseIterable {
        /// A few instants only, and the clock's ends.
        case ties
        /// From now on, over many orders of magnitude, as a simulation schedules.
        case growing
        /// Anywhere on the clock, what has been taken notwithstanding.
        case anywhere
        /// Now and just after.
        case crowded
    }

    static let lastTime = SimulationTime.distantFuture.nanoseconds

    let times: Times
    var stream: RandomStream
    var twin = SortedTwin()
    /// Handles, some of them stale, with the twin's number.
    var handles: [(handle: EventHandle, number: UInt64)] = []
    var now: Int64 = 0
    /// In a hundred operations so many insert and so many take; the rest cancel and move.
    var (inserting, taking) = (40, 20)

    init(seed: UInt64, times: Times) {
        self.times = times
        stream = RandomStream(rootSeed: seed, replication: 0, entity: 0, purpose: "pending event set")
    }

    mutating func pick(_ bound: Int) -> Int { Int(stream.integer(below: UInt64(bound))) }

    mutating func time() -> Int64 {
        switch (times, pick(8)) {
        case (.ties, 0): 0
        case (.ties, 1): Self.lastTime
        case (.ties, 2): Self.lastTime - 1
        case (.ties, _): Int64(pick(3)) + 1
        case (.growing, 0): now
        case (.growing, _): min(Self.lastTime, now + Int64(stream.next() >> UInt64(24 + pick(40))))
        case (.anywhere, _): Int64(stream.integer(below: UInt64(Self.lastTime) + 1))
        case (.crowded, 0..<4): now
        case (.crowded, _): min(Self.lastTime, now + Int64(pick(100)))
        }
    }

    /// Does one operation on both; says where they differ.
    mutating func step(_ pending: inout PendingEventSet) -> String? {
        let choice = pick(100)
        if choice < inserting {
            insert(&pending)
        } else if choice < inserting + taking {
            if let difference = take(&pending) { return difference }
        } else if !handles.isEmpty {
            let place = pick(handles.count)
            let isCancelled = choice % 2 == 0
            if let difference = isCancelled ? cancel(place, &pending) : move(place, &pending) { return difference }
        }
        let (count, earliest) = (pending.count, pick(4) > 0 ? pending.earliestTime?.nanoseconds : twin.earliest?.time)
        if count != twin.entries.count { return "count \(count) instead of \(twin.entries.count)" }
        return earliest == twin.earliest?.time ? nil : "earliest time \(earliest ?? -1)"
    }

    private mutating func insert(_ pending: inout PendingEventSet) {
        let event = Event(kind: 16, entity: UInt32(truncatingIfNeeded: stream.next()), a: Int64(handles.count))
        let (time, rank) = (time(), [UInt8(0), 32, 32, 32, 63, 7][pick(6)])
        let handle = pending.insert(event, at: SimulationTime(nanoseconds: time), priority: EventPriority(rank: rank))
        keep(handle, twin.insert(event, at: time, rank: rank))
    }

    /// Old handles make room for new ones: most of those that are kept are of events still to come.
    private mutating func keep(_ handle: EventHandle, _ number: UInt64) {
        if handles.count < 4096 { handles.append((handle, number)) } else { handles[pick(handles.count)] = (handle, number) }
    }

    private mutating func cancel(_ place: Int, _ pending: inout PendingEventSet) -> String? {
        let (handle, number) = handles[place]
        let (contained, cancelled) = (pending.contains(handle), pending.cancel(handle))
        let expected = twin.remove(number) != nil
        return contained == expected && cancelled == expected ? nil : "cancel: \(contained), \(cancelled) instead of \(expected)"
    }

    private mutating func move(_ place: Int, _ pending: inout PendingEventSet) -> String? {
        let ((handle, number), time) = (handles[place], time())
        let moved = pending.move(handle, to: SimulationTime(nanoseconds: time))
        let expected = twin.move(number, to: time)
        if (moved == nil) != (expected == nil) { return "move: \(moved != nil) instead of \(expected != nil)" }
        if let moved, let expected { keep(moved, expected) }
        return nil
    }

    mutating func take(_ pending: inout PendingEventSet) -> String? {
        guard twin.earliest != nil else { return nil }
        let (event, time, sequence) = pending.takeEarliest()
        let entry = twin.takeEarliest()
        now = entry.time
        if event == entry.event, time.nanoseconds == entry.time, sequence == entry.number { return nil }
        return "took \(event) at \(time.nanoseconds), number \(sequence), instead of \(entry)"
    }
}

extension RandomOperations {
    /// Runs random operations on a set and its twin, then takes what is left; checks what holds between operations after each where few are
    /// pending, otherwise, as that takes time in proportion, after each of the first 4,000 and every 1009th of the rest.
    ///
    /// - Parameters:
    ///   - phase: operations in which the set grows, and as many in which it shrinks again.
    ///   - returns: counts seeds with which events went into the buckets and came back.
    static func difference(
        seed: UInt64, times: Times, limits: PendingEventSet.PlaceLimits, operations count: Int, phase: Int, returns: inout Int
    ) -> String? {
        var operations = RandomOperations(seed: seed, times: times)
        var pending = PendingEventSet(minimumCapacity: 0, limits: limits)
        var (hasSpilled, hasReturned) = (false, false)
        for step in 0..<count {
            // The set grows and shrinks in turns, past the limits at which events change places.
            if step % phase == 0 { (operations.inserting, operations.taking) = step / phase % 2 == 0 ? (70, 10) : (10, 60) }
            let difference =
                operations.step(&pending) ?? (pending.count < 160 || step < 4_000 || step % 1009 == 0 ? pending.brokenInvariant() : nil)
            if let difference { return "seed \(seed), \(times), step \(step): \(difference)" }
            hasReturned = hasReturned || hasSpilled && pending.boundary == .max
            hasSpilled = hasSpilled || pending.boundary < .max
        }
        if hasReturned { returns += 1 }
        while operations.twin.earliest != nil {
            if let difference = operations.take(&pending) { return "seed \(seed), \(times), at the end: \(difference)" }
        }
        return pending.count == 0 ? pending.brokenInvariant() : "\(pending.count) events too many"
    }
}
