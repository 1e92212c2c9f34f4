import Foundation
import RandomStreams
import Testing

@testable import SimulationKernel

@Suite struct PendingEventSetTests {
    /// With a sanitizer everything takes ten times as long.
    static let isSanitized = ProcessInfo.processInfo.environment["CHRYSALIS_SANITIZED"] != nil

    /// Where events change places at small numbers: 350 seeds of 200 operations for each way to draw times.
    @Test(arguments: RandomOperations.Times.allCases, [(4, 1, 2), (16, 2, 3), (8, 7, 1)])
    func agreesWithSortedArrayAtSmallLimits(_ times: RandomOperations.Times, _ limits: (Int, Int, Int)) {
        var returns = 0
        let seeds: UInt64 = Self.isSanitized ? 40 : 350
        for seed in 0..<seeds {
            let places = PendingEventSet.PlaceLimits(spill: limits.0, back: limits.1, batch: limits.2, divide: limits.2 + 1)
            if let difference = RandomOperations.difference(
                seed: seed, times: times, limits: places, operations: 200, phase: 50, returns: &returns)
            {
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
        if let difference = RandomOperations.difference(
            seed: 1, times: times, limits: .init(), operations: operations, phase: 8_192, returns: &returns)
        {
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

/// A million operations for each seed and way to draw times, with limits so small that all places are in use, and everything checked after each
/// operation; ten seeds in `make campaign`, otherwise one.
@Suite struct PendingEventSetCampaign {
    private static let seeds: ClosedRange<UInt64> = 1...(ProcessInfo.processInfo.environment["CHRYSALIS_CAMPAIGN"] == nil ? 1 : 10)

    @Test(arguments: RandomOperations.Times.allCases, seeds)
    func agreesWithSortedArray(_ times: RandomOperations.Times, seed: UInt64) {
        var returns = 0
        let limits = PendingEventSet.PlaceLimits(spill: 48, back: 12, batch: 4, divide: 9)
        let difference = RandomOperations.difference(
            seed: seed, times: times, limits: limits, operations: PendingEventSetTests.isSanitized ? 50_000 : 1_000_000, phase: 256,
            returns: &returns)
        #expect(difference == nil)
    }
}
