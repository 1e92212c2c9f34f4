import SimulationKernel
import Testing

@Suite struct ProcedureTests {
    @Test func holdsInterleaveByTimeThenByOrder() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        for (name, seconds) in [("a", 2), ("b", 1), ("c", 2), ("d", 1)] {
            simulation.launch(name) {
                journal.note("\(name) begins")
                try await simulation.hold(for: .seconds(seconds))
                journal.note("\(name) goes on")
                try await simulation.hold(for: .zero)
                journal.note("\(name) ends")
            }
        }
        #expect(journal.lines.isEmpty)
        #expect(simulation.liveProcedureCount == 4)
        #expect(simulation.run(Handler()) == .finished)
        #expect(
            journal.lines == [
                "0 a begins", "0 b begins", "0 c begins", "0 d begins", "1 b goes on", "1 d goes on", "1 b ends", "1 d ends", "2 a goes on",
                "2 c goes on", "2 a ends", "2 c ends",
            ])
        #expect(simulation.eventCount == 8)
        #expect(simulation.liveProcedureCount == 0)
    }

    /// A procedure goes on before the next event, even one of the same instant that was scheduled first.
    @Test func proceduresGoOnBeforeTheNextEvent() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let signal = Signal(simulation)
        simulation.launch("waiter") {
            try await signal.wait()
            journal.note("waiter")
            try await simulation.hold(until: .seconds(4))
            journal.note("held")
        }
        for entity in 0..<3 as Range<UInt32> { simulation.schedule(Event(kind: 16, entity: entity), at: .seconds(1)) }
        _ = simulation.run(
            Handler { event, _ in
                journal.note("event \(event.entity)")
                if event.entity == 1 { signal.fire() }
            })
        #expect(journal.lines == ["1 event 0", "1 event 1", "1 waiter", "1 event 2", "4 held"])
    }

    @Test func helpersAndChildTasksStayOnTheRun() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        @concurrent @Sendable func anywhere(_ seconds: Int) async throws -> Int {
            try await simulation.hold(for: .seconds(seconds))
            journal.note("helper \(seconds)")
            return seconds
        }
        simulation.launch("parent") {
            async let first = anywhere(3)
            async let second = anywhere(1)
            let sum = try await first + second
            journal.note("sum \(sum)")
        }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["1 helper 1", "3 helper 3", "3 sum 4"])
    }

    @Test func waitRethrows() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let failing = simulation.launch("failing") {
            try await simulation.hold(for: .seconds(2))
            throw Fault()
        }
        let working = simulation.launch("working") { try await simulation.hold(for: .seconds(3)) }
        for name in ["first", "second"] {
            simulation.launch(name) {
                await journal.noteFailure(of: "\(name) failing") { try await failing.wait() }
                await journal.noteFailure(of: "\(name) working") { try await working.wait() }
                // Over already: at once.
                await journal.noteFailure(of: "\(name) again") { try await failing.wait() }
            }
        }
        _ = simulation.run(Handler())
        #expect(
            journal.lines == [
                "2 first failing Fault()", "2 second failing Fault()", "3 first working done", "3 first again Fault()",
                "3 second working done",
                "3 second again Fault()",
            ])
        #expect(failing.isFinished && working.isFinished)
        #expect(failing.error is Fault)
        #expect(working.error == nil)
        #expect(failing.name == "failing")
    }

    @Test func cancellationEndsHoldAtOnceAndRemovesItsEvent() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let sleeper = simulation.launch("sleeper") {
            await journal.noteFailure(of: "hold") { try await simulation.hold(for: .hours(1)) }
            journal.note("pending \(simulation.pendingCount)")
            // In a cancelled task nothing can be waited for.
            await journal.noteFailure(of: "again") { try await simulation.hold(for: .hours(1)) }
        }
        simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(5))
        simulation.schedule(Event(kind: 16, entity: 1), at: .seconds(5))
        _ = simulation.run(
            Handler { event, simulation in
                journal.note("event \(event.entity), pending \(simulation.pendingCount)")
                sleeper.cancel()
            })
        #expect(
            journal.lines == [
                "5 event 0, pending 2", "5 hold CancellationError()", "5 pending 1", "5 again CancellationError()", "5 event 1, pending 0",
            ])
        #expect(simulation.eventCount == 2)
        #expect(simulation.now == .seconds(5))
    }

    @Test func cancellationBeforeTheStart() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let procedure = simulation.launch("cancelled") {
            journal.note("begins")
            await journal.noteFailure(of: "hold") { try await simulation.hold(for: .seconds(1)) }
            await journal.noteFailure(of: "signal") { try await Signal(simulation).wait() }
        }
        procedure.cancel()
        _ = simulation.run(Handler())
        #expect(journal.lines == ["0 begins", "0 hold CancellationError()", "0 signal CancellationError()"])
        #expect(simulation.eventCount == 0)
    }

    /// A hold that is over before the cancellation has ended well, although its procedure has not yet gone on.
    @Test func cancellationAfterTheWakeComesTooLate() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let signal = Signal(simulation)
        let first = simulation.launch("first") {
            await journal.noteFailure(of: "first") { try await signal.wait() }
            await journal.noteFailure(of: "next") { try await simulation.hold(for: .seconds(1)) }
        }
        simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(1))
        _ = simulation.run(
            Handler { _, _ in
                signal.fire()
                first.cancel()
                first.cancel()
            })
        #expect(journal.lines == ["1 first done", "1 next CancellationError()"])
    }

    @Test func procedureWithoutAnEndIsToldThatTheRunIsOver() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let never = Signal(simulation)
        let procedure = simulation.launch("waiting") {
            await journal.noteFailure(of: "signal") { try await never.wait() }
            await journal.noteFailure(of: "hold") { try await simulation.hold(for: .seconds(1)) }
            await journal.noteFailure(of: "shielded") { try await simulation.shielded { journal.note("not reached") } }
            throw Fault()
        }
        simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(1))
        #expect(simulation.run(Handler()) == .finished)
        #expect(journal.lines == ["1 signal SimulationEnded()", "1 hold SimulationEnded()", "1 shielded SimulationEnded()"])
        #expect(procedure.error is Fault)
        #expect(simulation.pendingCount == 0)
        #expect(simulation.liveProcedureCount == 0)
    }

    /// Nothing keeps a run in memory once it is over: no task, no continuation.
    @Test func runIsReleased() {
        weak var released: Simulation?
        func run() {
            let simulation = Simulation(limits: Limits(maximumTime: .seconds(5)))
            released = simulation
            let signal = Signal(simulation)
            for seconds in 0..<10 {
                simulation.launch("holds") { try await simulation.hold(for: .seconds(seconds)) }
                simulation.launch("waits") { try await signal.wait() }
            }
            #expect(simulation.run(Handler()) == .timeLimit)
        }
        run()
        #expect(released == nil)
    }
}
