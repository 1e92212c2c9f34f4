import RandomStreams
import SimulationKernel
import Testing

/// The set as a sorted array: the slow twin that the heap must agree with.
private struct SortedTwin {
    struct Entry: Equatable {
        var time: Int64
        var rank: UInt8
        var number: UInt64
        var event: Event
    }

    private(set) var entries: [Entry] = []
    private var nextNumber: UInt64 = 1

    mutating func insert(_ event: Event, at time: Int64, rank: UInt8) -> UInt64 {
        let number = nextNumber
        nextNumber += 1
        entries.append(Entry(time: time, rank: rank, number: number, event: event))
        entries.sort { ($0.time, $0.rank, $0.number) < ($1.time, $1.rank, $1.number) }
        return number
    }

    func contains(_ number: UInt64) -> Bool { entries.contains { $0.number == number } }

    mutating func takeEarliest() -> Entry { entries.removeFirst() }

    mutating func remove(_ number: UInt64) -> Entry? {
        entries.firstIndex { $0.number == number }.map { entries.remove(at: $0) }
    }

    mutating func move(_ number: UInt64, to time: Int64) -> UInt64? {
        remove(number).map { insert($0.event, at: time, rank: $0.rank) }
    }
}

/// One random sequence of operations on the set and on its twin.
private struct RandomOperations {
    static let lastTime = SimulationTime.distantFuture.nanoseconds

    var stream: RandomStream
    var twin = SortedTwin()
    /// Every handle that was ever handed out, most of them stale, with the twin's number.
    var handles: [(handle: EventHandle, number: UInt64)] = []

    init(seed: UInt64) { stream = RandomStream(rootSeed: seed, replication: 0, entity: 0, purpose: "pending event set") }

    mutating func pick(_ bound: Int) -> Int { Int(stream.integer(below: UInt64(bound))) }

    /// Mostly ties; the clock's ends included.
    mutating func time() -> Int64 {
        switch pick(8) {
        case 0: 0
        case 1: Self.lastTime
        case 2: Self.lastTime - 1
        case 3: Int64(stream.integer(below: UInt64(Self.lastTime)))
        default: Int64(pick(3)) + 1
        }
    }

    /// Does one operation on both; says where they differ.
    mutating func step(_ pending: inout PendingEventSet) -> String? {
        switch pick(10) {
        case 0..<4:
            let event = Event(kind: 16, entity: stream.next32(), a: Int64(handles.count))
            let (time, rank) = (time(), [UInt8(0), 32, 63, 7][pick(4)])
            let handle = pending.insert(event, at: SimulationTime(nanoseconds: time), priority: EventPriority(rank: rank))
            handles.append((handle, twin.insert(event, at: time, rank: rank)))
        case 4..<6:
            return take(&pending)
        case 6..<8:
            guard !handles.isEmpty else { return nil }
            let (handle, number) = handles[pick(handles.count)]
            let (contained, cancelled) = (pending.contains(handle), pending.cancel(handle))
            let expected = twin.remove(number) != nil
            if contained != expected || cancelled != expected { return "cancel: \(contained), \(cancelled) instead of \(expected)" }
        default:
            guard !handles.isEmpty else { return nil }
            let ((handle, number), time) = (handles[pick(handles.count)], time())
            let moved = pending.move(handle, to: SimulationTime(nanoseconds: time))
            let expected = twin.move(number, to: time)
            if (moved == nil) != (expected == nil) { return "move: \(moved != nil) instead of \(expected != nil)" }
            if let moved, let expected { handles.append((moved, expected)) }
        }
        let (count, earliest) = (pending.count, pending.earliestTime?.nanoseconds)
        if count != twin.entries.count { return "count \(count) instead of \(twin.entries.count)" }
        return earliest == twin.entries.first?.time ? nil : "earliest time \(earliest ?? -1)"
    }

    mutating func take(_ pending: inout PendingEventSet) -> String? {
        guard !twin.entries.isEmpty else { return nil }
        let (event, time, sequence) = pending.takeEarliest()
        let entry = twin.takeEarliest()
        if event == entry.event, time.nanoseconds == entry.time, sequence == entry.number { return nil }
        return "took \(event) at \(time.nanoseconds), number \(sequence), instead of \(entry)"
    }
}

extension RandomStream {
    fileprivate mutating func next32() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
}

@Suite struct PendingEventSetTests {
    /// 4,000 seeds of 80 operations on sets of up to about twenty events, then everything is taken.
    @Test func agreesWithSortedArray() {
        for seed in 0..<4_000 as Range<UInt64> {
            var operations = RandomOperations(seed: seed)
            var pending = PendingEventSet(minimumCapacity: 0)
            var difference: String?
            var steps = 0
            while difference == nil, steps < 80 {
                difference = operations.step(&pending)
                steps += 1
            }
            while difference == nil, !operations.twin.entries.isEmpty { difference = operations.take(&pending) }
            let rest = pending.count
            if difference == nil, rest > 0 { difference = "\(rest) events too many" }
            if let difference {
                Issue.record("seed \(seed), step \(steps): \(difference)")
                return
            }
        }
    }

    @Test func staleHandlesAreHarmless() {
        var pending = PendingEventSet()
        let cancelled = pending.insert(Event(kind: 16, entity: 1), at: .seconds(1), priority: .normal)
        pending.cancel(cancelled)
        // These take the freed slot in turn.
        let taken = pending.insert(Event(kind: 16, entity: 2), at: .seconds(2), priority: .normal)
        _ = pending.takeEarliest()
        let moved = pending.insert(Event(kind: 16, entity: 3), at: .seconds(3), priority: .normal)
        let present = pending.move(moved, to: .seconds(4))
        for stale in [cancelled, taken, moved] {
            let outcomes = (pending.contains(stale), pending.cancel(stale), pending.move(stale, to: .zero) == nil)
            #expect(outcomes == (false, false, true))
        }
        let isPresent = present.map { pending.contains($0) }
        #expect(isPresent == true)
        let last = pending.takeEarliest()
        #expect(last.event.entity == 3)
        #expect(last.time == .seconds(4))
        let count = pending.count
        #expect(count == 0)
    }

    @Test func tiesAreFirstInFirstOutAcrossMoves() {
        var pending = PendingEventSet()
        let handles = (0..<6).map { pending.insert(Event(kind: 16, entity: $0), at: .seconds(5), priority: .normal) }
        // A move counts as scheduling anew, even to the same instant; the priority stays.
        _ = pending.move(handles[1], to: .seconds(5))
        _ = pending.move(handles[4], to: .seconds(9)).flatMap { pending.move($0, to: .seconds(5)) }
        let urgent = pending.insert(Event(kind: 16, entity: 6), at: .seconds(9), priority: .first)
        _ = pending.move(urgent, to: .seconds(5))
        let idle = pending.insert(Event(kind: 16, entity: 7), at: .seconds(1), priority: .last)
        _ = pending.move(idle, to: .seconds(5))
        var order: [UInt32] = []
        while pending.count > 0 { order.append(pending.takeEarliest().event.entity) }
        #expect(order == [6, 0, 2, 3, 5, 1, 4, 7])
    }

    /// 100,000 events, of which a third is cancelled while the set grows, from the smallest capacity.
    @Test func growsWithoutLosingAnything() {
        var stream = RandomStream(rootSeed: 8, replication: 0, entity: 0, purpose: "growth")
        var pending = PendingEventSet(minimumCapacity: 1)
        var expected: [(time: Int64, number: Int)] = []
        for number in 0..<100_000 {
            let time = Int64(stream.integer(below: 50_000))
            let handle = pending.insert(
                Event(kind: 16, entity: 0, a: Int64(number)), at: SimulationTime(nanoseconds: time), priority: .normal)
            if number % 3 == 1 { pending.cancel(handle) } else { expected.append((time, number)) }
        }
        expected.sort { $0 < $1 }
        let count = pending.count
        #expect(count == expected.count)
        let firstDifference = expected.first {
            let (event, time, _) = pending.takeEarliest()
            return event.a != Int64($0.number) || time.nanoseconds != $0.time
        }
        #expect(firstDifference == nil)
    }

    @Test func moreUrgentEventOfThePresentComesNext() {
        let simulation = Simulation()
        var order: [UInt32] = []
        simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(1))
        simulation.schedule(Event(kind: 16, entity: 1), at: .seconds(1))
        let reason = simulation.run(
            Handler { event, simulation in
                order.append(event.entity)
                guard event.entity == 0 else { return }
                simulation.schedule(Event(kind: 16, entity: 2), at: simulation.now)
                simulation.schedule(Event(kind: 16, entity: 3), at: simulation.now, priority: .last)
                simulation.schedule(Event(kind: 16, entity: 4), at: simulation.now, priority: .first)
                simulation.schedule(Event(kind: 16, entity: 5), at: simulation.now, priority: EventPriority(rank: 1))
            })
        #expect(reason == .finished)
        #expect(order == [0, 4, 5, 1, 2, 3])
        #expect(simulation.now == .seconds(1))
    }
}
