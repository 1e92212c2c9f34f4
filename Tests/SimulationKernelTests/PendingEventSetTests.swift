import Foundation
import RandomStreams
import Testing

@testable import SimulationKernel

@Suite struct PendingEventSetTests {
    /// Runs random operations on the set and its twin, then takes what is left; checks what holds between operations after each of the first
    /// 4,000 and, as that takes time in proportion to what is pending, after every 1009th of the rest.
    private static func difference(
        seed: UInt64, _ times: RandomOperations.Times, _ limits: PendingEventSet.PlaceLimits, operations count: Int, returns: inout Int
    ) -> String? {
        var operations = RandomOperations(seed: seed, times: times)
        var pending = PendingEventSet(minimumCapacity: 0, limits: limits)
        let phase = min(8192, count / 4)
        var (hasSpilled, hasReturned) = (false, false)
        for step in 0..<count {
            // The set grows and shrinks in turns, past the limits at which events change places.
            if step % phase == 0 { (operations.inserting, operations.taking) = step / phase % 2 == 0 ? (70, 10) : (10, 60) }
            let difference = operations.step(&pending) ?? (step < 4_000 || step % 1009 == 0 ? pending.brokenInvariant() : nil)
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

    /// With a sanitizer everything takes ten times as long.
    private static let isSanitized = ProcessInfo.processInfo.environment["CHRYSALIS_SANITIZED"] != nil

    /// Where events change places at small numbers: 350 seeds of 200 operations for each way to draw times.
    @Test(arguments: RandomOperations.Times.allCases, [(4, 1, 2), (16, 2, 3), (8, 7, 1)])
    func agreesWithSortedArrayAtSmallLimits(_ times: RandomOperations.Times, _ limits: (Int, Int, Int)) {
        var returns = 0
        let seeds: UInt64 = Self.isSanitized ? 40 : 350
        for seed in 0..<seeds {
            let places = PendingEventSet.PlaceLimits(spill: limits.0, back: limits.1, batch: limits.2, divide: limits.2 + 1)
            if let difference = Self.difference(seed: seed, times, places, operations: 200, returns: &returns) {
                Issue.record("\(difference)")
                return
            }
        }
        // Otherwise the way into the buckets and back was not tried.
        if times == .growing { #expect(returns > seeds / 8) }
    }

    /// A million operations for each way to draw times, with the limits that runs have.
    @Test(arguments: RandomOperations.Times.allCases)
    func agreesWithSortedArrayOverAMillionOperations(_ times: RandomOperations.Times) {
        let operations = Self.isSanitized ? 100_000 : 1_000_000
        var returns = 0
        if let difference = Self.difference(seed: 1, times, .init(), operations: operations, returns: &returns) {
            Issue.record("\(difference)")
        }
        if times == .growing { #expect(returns > 0) }
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
