import Foundation
import SimulationKernel
import Testing

/// An event that comes again every second.
private let tick = Event(kind: 16, entity: 7)

private var ticking: Handler { Handler { event, simulation in simulation.schedule(event, after: .seconds(1)) } }

@Suite struct StopConditionTests {
    @Test func endsWhenNothingIsPending() {
        let simulation = Simulation()
        simulation.schedule(tick, at: .seconds(3))
        #expect(simulation.run(Handler()) == .finished)
        #expect(simulation.now == .seconds(3))
        #expect(simulation.eventCount == 1)
        #expect(simulation.hasEnded)
    }

    @Test func endsAtOnceWithoutEvents() {
        let simulation = Simulation()
        #expect(simulation.run(Handler()) == .finished)
        #expect(simulation.now == .zero)
        #expect(simulation.eventCount == 0)
    }

    @Test func timeLimitStandsAtTheLimit() {
        let limit = SimulationTime(nanoseconds: 4_500_000_000)
        let simulation = Simulation(limits: Limits(maximumTime: limit))
        simulation.schedule(tick, at: .zero)
        #expect(simulation.run(ticking) == .timeLimit)
        #expect(simulation.now == limit)
        #expect(simulation.eventCount == 5)
        #expect(simulation.pendingCount == 1)
    }

    @Test func eventAtTheLimitIsNotExecuted() {
        let simulation = Simulation(limits: Limits(maximumTime: .seconds(2)))
        simulation.schedule(tick, at: .zero)
        #expect(simulation.run(ticking) == .timeLimit)
        #expect(simulation.eventCount == 2)
        #expect(simulation.now == .seconds(2))
    }

    @Test func clockNeverPassesItsEnd() {
        let simulation = Simulation()
        simulation.schedule(tick, at: .distantFuture)
        simulation.schedule(tick, at: SimulationTime(nanoseconds: SimulationTime.distantFuture.nanoseconds - 1))
        #expect(simulation.run(Handler()) == .timeLimit)
        #expect(simulation.eventCount == 1)
        #expect(simulation.now == .distantFuture)
    }

    @Test func unwindingProceduresSeeTheLimit() {
        let simulation = Simulation(limits: Limits(maximumTime: .seconds(5)))
        let journal = Journal(simulation)
        simulation.launch("long") { await journal.noteFailure(of: "long") { try await simulation.hold(for: .seconds(50)) } }
        #expect(simulation.run(Handler()) == .timeLimit)
        #expect(journal.lines == ["5 long SimulationEnded()"])
    }

    @Test func eventLimit() {
        let simulation = Simulation(limits: Limits(maximumEvents: 10))
        simulation.schedule(tick, at: .zero)
        #expect(simulation.run(ticking) == .eventLimit)
        #expect(simulation.eventCount == 10)
        #expect(simulation.now == .seconds(9))
    }

    /// Exactly as many events as the limit says are executed at one instant, at the start as well as later.
    @Test(arguments: [SimulationTime.zero, .seconds(3)])
    func noProgressNamesKindAndEntity(instant: SimulationTime) {
        let simulation = Simulation(limits: Limits(maximumEventsAtOneInstant: 100))
        simulation.schedule(Event(kind: 23, entity: 99), at: instant)
        let reason = simulation.run(Handler { event, simulation in simulation.schedule(event, at: simulation.now) })
        #expect(reason == .noProgress(at: instant, kind: 23, entity: 99))
        #expect(simulation.eventCount == 100)
        #expect(reason.description.contains("kind 23 for entity 99"))
    }

    @Test(arguments: [SimulationTime.zero, .seconds(3)])
    func asManyEventsAtOneInstantAsAllowed(instant: SimulationTime) {
        let simulation = Simulation(limits: Limits(maximumEventsAtOneInstant: 100))
        for at in [instant, instant + .seconds(1)] {
            for _ in 0..<100 { simulation.schedule(tick, at: at) }
        }
        #expect(simulation.run(Handler()) == .finished)
        #expect(simulation.eventCount == 200)
    }

    @Test func holdingForNoTimeIsNoProgress() {
        let simulation = Simulation(limits: Limits(maximumEventsAtOneInstant: 1_000))
        simulation.launch("spin") { while true { try await simulation.hold(for: .zero) } }
        guard case .noProgress(at: .zero, kind: KernelEvent.wake, entity: _) = simulation.run(Handler()) else {
            Issue.record("a procedure that holds for no time does not stop the run")
            return
        }
        #expect(simulation.eventCount == 1_000)
    }

    /// Two procedures that wake each other without any event would hang the run.
    @Test func proceduresThatKeepOneAnotherGoingAreNoProgress() {
        let simulation = Simulation(limits: Limits(maximumStepsBetweenEvents: 10_000))
        let (ping, pong) = (Signal(simulation), Signal(simulation))
        simulation.launch("ping") {
            while true {
                pong.fire()
                try await ping.wait()
            }
        }
        simulation.launch("pong") {
            while true {
                ping.fire()
                try await pong.wait()
            }
        }
        #expect(simulation.run(Handler()) == .noProgress(at: .zero, kind: KernelEvent.wake, entity: .max))
        #expect(simulation.liveProcedureCount == 0)
    }

    @Test func interruptionFromAnotherThread() {
        let flag = InterruptFlag()
        let simulation = Simulation(interruptFlag: flag)
        simulation.schedule(tick, at: .zero)
        // The model itself never ends: only the flag ends this test before the clock's end, after 834 days of nanoseconds.
        let thread = Thread { flag.set() }
        let reason = simulation.run(
            Handler { event, simulation in
                if simulation.eventCount == 5_000 { thread.start() }
                simulation.schedule(event, after: .nanoseconds(1))
            })
        #expect(reason == .interrupted)
        #expect(simulation.eventCount >= 5_000)
        #expect(simulation.eventCount.isMultiple(of: 1024))
    }

    @Test func flagThatIsSetBeforehandStopsTheFirstEvent() {
        let flag = InterruptFlag()
        flag.set()
        let simulation = Simulation(interruptFlag: flag)
        simulation.schedule(tick, at: .zero)
        #expect(simulation.run(ticking) == .interrupted)
        #expect(simulation.eventCount == 0)
    }

    @Test func stopEndsAfterTheEvent() {
        let simulation = Simulation()
        for second in 0..<10 { simulation.schedule(tick, at: .seconds(second)) }
        var afterwards = false
        let reason = simulation.run(
            Handler { _, simulation in
                guard simulation.now == .seconds(4) else { return }
                simulation.stop()
                afterwards = true
            })
        #expect(reason == .stopped)
        #expect(afterwards)
        #expect(simulation.eventCount == 5)
        #expect(simulation.pendingCount == 5)
        #expect(simulation.now == .seconds(4))
    }

    @Test func stopFromProcedure() {
        let simulation = Simulation()
        simulation.schedule(tick, at: .zero)
        simulation.launch("stop") {
            try await simulation.hold(for: .milliseconds(2_500))
            simulation.stop()
        }
        #expect(simulation.run(ticking) == .stopped)
        #expect(simulation.now == SimulationTime(nanoseconds: 2_500_000_000))
    }

    @Test func reasonsHaveWords() {
        let reasons: [StopReason] = [
            .finished, .stopped, .timeLimit, .eventLimit, .noProgress(at: .zero, kind: 1, entity: 2), .interrupted,
        ]
        #expect(Set(reasons.map(\.description)).count == reasons.count)
    }
}
