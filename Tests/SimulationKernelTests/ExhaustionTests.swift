import Testing

@testable import SimulationKernel

/// What a run can use up ends the process with a message, and nothing short of it does.
@Suite struct ExhaustionTests {
    private static func message(_ result: ExitTest.Result?) -> String {
        result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
    }

    @Test func sequenceNumbers() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var pending = PendingEventSet(firstSequence: 1 << 40)
            _ = pending.insert(Event(kind: 16, entity: 0), at: .zero, priority: .normal)
        }
        #expect(Self.message(result).contains("a run schedules at most 2^40 events"))
    }

    @Test func sequenceNumbersByMoving() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var pending = PendingEventSet(firstSequence: (1 << 40) - 1)
            let handle = pending.insert(Event(kind: 16, entity: 0), at: .zero, priority: .normal)
            _ = pending.move(handle, to: .seconds(1))
        }
        #expect(Self.message(result).contains("a run schedules at most 2^40 events"))
    }

    /// The last number is in order with those before it.
    @Test func lastSequenceNumber() {
        var pending = PendingEventSet(firstSequence: (1 << 40) - 3)
        for entity in 0..<3 as Range<UInt32> { _ = pending.insert(Event(kind: 16, entity: entity), at: .zero, priority: .last) }
        let order = (0..<3).map { _ in pending.takeEarliest() }
        #expect(order.map(\.event.entity) == [0, 1, 2])
        #expect(order[2].sequence == (1 << 40) - 1)
    }

    @Test func slots() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var pending = PendingEventSet(firstSequence: 1, capacityLimit: 5_000)
            for entity in 0...5_000 as ClosedRange<UInt32> {
                _ = pending.insert(Event(kind: 16, entity: entity), at: .seconds(Int(entity)), priority: .normal)
            }
        }
        #expect(Self.message(result).contains("more than 5000 events are pending"))
    }

    /// Slots are given back: as many as allowed can be pending again and again, whichever way they go.
    @Test func slotsAreGivenBack() {
        var pending = PendingEventSet(firstSequence: 1, capacityLimit: 5_000)
        for round in 0..<4 {
            let handles = (0..<5_000).map {
                pending.insert(Event(kind: 16, entity: 0), at: .seconds(round * 10_000 + $0), priority: .normal)
            }
            for index in stride(from: 0, to: 5_000, by: 2) { pending.cancel(handles[index]) }
            for _ in 0..<2_500 { _ = pending.takeEarliest() }
            let count = pending.count
            #expect(count == 0)
        }
    }

    @Test func theEndsOfTheClock() {
        var pending = PendingEventSet()
        for time in [SimulationTime.distantFuture, .zero] {
            for rank in [63, 0] as [UInt8] {
                _ = pending.insert(Event(kind: 16, entity: UInt32(rank)), at: time, priority: EventPriority(rank: rank))
            }
        }
        let order = (0..<4).map { _ in pending.takeEarliest() }
        #expect(order.map(\.time) == [.zero, .zero, .distantFuture, .distantFuture])
        #expect(order.map(\.event.entity) == [0, 63, 0, 63])
    }

    /// What goes stale in the buckets and in line takes no memory without bound: each of these is cancelled or moved before it is due.
    @Test(.timeLimit(.minutes(2))) func staleKeysAreDropped() {
        var pending = PendingEventSet()
        var kept = (0..<5_000).map { pending.insert(Event(kind: 16, entity: 0), at: .seconds(10_000 + $0), priority: .normal) }
        for round in 0..<200_000 {
            let handle = pending.insert(Event(kind: 16, entity: 1), at: .seconds(20_000 + round), priority: .normal)
            pending.cancel(handle)
            let index = round % kept.count
            if let moved = pending.move(kept[index], to: .seconds(30_000 + round)) { kept[index] = moved }
        }
        let (inBuckets, count) = (pending.far.count, pending.count)
        #expect(count == 5_000)
        #expect(inBuckets < 2 * 5_000 + 2_000)
        // The same at one instant.
        _ = pending.takeEarliest()
        let now = SimulationTime(nanoseconds: pending.clock)
        for _ in 0..<200_000 { pending.cancel(pending.insert(Event(kind: 16, entity: 2), at: now, priority: .normal)) }
        let room = pending.present.capacity
        #expect(room <= 1_024)
        let broken = pending.brokenInvariant()
        #expect(broken == nil)
    }
}
