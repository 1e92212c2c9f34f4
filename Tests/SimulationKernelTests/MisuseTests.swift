import SimulationKernel
import Testing

/// Mistakes in the use of the kernel end the process and say on the standard error what was wrong, in release builds too.
@Suite struct MisuseTests {
    private func expectMessage(_ result: ExitTest.Result?, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
        for part in parts { #expect(message.contains(part), "message: \(message)", sourceLocation: sourceLocation) }
    }

    @Test func schedulingIntoThePastNamesTimeKindAndEntity() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let simulation = Simulation()
            simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(5))
            _ = simulation.run(
                Handler { _, simulation in
                    simulation.schedule(Event(kind: 4_711, entity: 123_456), at: SimulationTime(nanoseconds: 987_654_321))
                })
        }
        expectMessage(result, "kind 4711", "entity 123456", "987654321 ns", "present 5000000000 ns")
    }

    @Test func negativeDelayIsThePast() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let simulation = Simulation()
            simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(5))
            _ = simulation.run(Handler { _, simulation in simulation.schedule(Event(kind: 17, entity: 1), after: .nanoseconds(-1)) })
        }
        expectMessage(result, "kind 17", "entity 1 ", "4999999999 ns")
    }

    @Test func movingIntoThePast() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let simulation = Simulation()
            simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(5))
            let later = simulation.schedule(Event(kind: 17, entity: 1), at: .seconds(9))
            _ = simulation.run(Handler { _, simulation in _ = simulation.reschedule(later, at: .seconds(4)) })
        }
        expectMessage(result, "4000000000 ns", "present 5000000000 ns")
    }

    @Test func timeAfterTheClocksEnd() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Simulation().schedule(Event(kind: 18, entity: 77), at: SimulationTime.distantFuture + .nanoseconds(1))
        }
        expectMessage(result, "kind 18", "entity 77", "72057594037927936 ns")
    }

    @Test func timeBeforeTheStart() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var pending = PendingEventSet()
            _ = pending.insert(Event(kind: 18, entity: 77), at: SimulationTime(nanoseconds: -1), priority: .normal)
        }
        expectMessage(result, "kind 18", "entity 77", "-1 ns")
    }

    @Test func moveAfterTheClocksEnd() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var pending = PendingEventSet()
            let handle = pending.insert(Event(kind: 18, entity: 77), at: .zero, priority: .normal)
            _ = pending.move(handle, to: SimulationTime(nanoseconds: 1 << 56))
        }
        expectMessage(result, "moved to 72057594037927936 ns")
    }

    @Test func takingFromAnEmptySet() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var pending = PendingEventSet()
            _ = pending.takeEarliest()
        }
        expectMessage(result, "none is pending")
    }

    @Test func priorityOutOfRange() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = EventPriority(rank: 64) }
        expectMessage(result, "0 ... 63, not 64")
        #expect(EventPriority(rank: 63) == .last)
        #expect(EventPriority(rank: 0) == .first)
        #expect(EventPriority.first < .normal)
    }

    @Test func runningTwice() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let simulation = Simulation()
            _ = simulation.run(Handler())
            _ = simulation.run(Handler())
        }
        expectMessage(result, "a simulation runs once")
    }

    @Test func runningWithinARun() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let simulation = Simulation()
            simulation.schedule(Event(kind: 16, entity: 0), at: .zero)
            _ = simulation.run(Handler { _, simulation in _ = simulation.run(Handler()) })
        }
        expectMessage(result, "a simulation runs once")
    }

    @Test func launchingAfterTheEndNamesTheProcedure() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let simulation = Simulation()
            _ = simulation.run(Handler())
            simulation.launch("straggler") {}
        }
        expectMessage(result, "`straggler`", "after the run has ended")
    }

    @Test func waitingForEverAfterTheEndNamesTheProcedure() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let simulation = Simulation(limits: Limits(maximumTime: .seconds(10), maximumStepsBetweenEvents: 1_000))
            simulation.launch("stubborn") { while true { try? await simulation.hold(for: .seconds(1)) } }
            _ = simulation.run(Handler())
        }
        expectMessage(result, "stubborn", "after the run has ended")
    }

    @Test func goingOnForEverAfterTheEndNamesTheProcedure() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let simulation = Simulation(limits: Limits(maximumTime: .seconds(10), maximumStepsBetweenEvents: 1_000))
            simulation.launch("restless") {
                try? await simulation.hold(for: .seconds(20))
                while true { await Task.yield() }
            }
            _ = simulation.run(Handler())
        }
        expectMessage(result, "restless", "after the run has ended")
    }

    /// As bit patterns: infinity and not-a-number have no form in JSON, by which the values reach the child process.
    @Test(arguments: [-1e-9, 72_057_594.1, .infinity, .nan].map(\.bitPattern))
    func durationOutsideTheClock(seconds: UInt64) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [seconds] in
            _ = SimulationDuration.seconds(roundingUp: Double(bitPattern: seconds))
        }
        expectMessage(result, "outside the clock's range")
    }

    @Test func semaphoreOfLessThanNothing() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Semaphore(Simulation(), count: -1)
        }
        expectMessage(result, "a semaphore of -1 things")
    }
}
