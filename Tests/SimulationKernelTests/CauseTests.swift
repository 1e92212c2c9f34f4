import SimulationKernel
import Testing

/// Who caused what: each event that a model schedules has the event at hand for its cause, procedures included.
@Suite struct CauseTests {
    /// Sequence numbers of the causes of the model's own events, by entity; a procedure marks where it is by scheduling one for the present.
    private func causes(_ prepare: (Simulation) -> Void, _ handle: @escaping (Event, Simulation) -> Void = { _, _ in }) -> [UInt32: UInt64]
    {
        let simulation = Simulation()
        let recorder = Recorder()
        simulation.observer = recorder
        prepare(simulation)
        #expect(simulation.run(Handler(handle)) == .finished)
        let own = recorder.sights.filter { $0.event.kind >= 16 }
        return Dictionary(uniqueKeysWithValues: own.map { ($0.event.entity, $0.event.cause) })
    }

    @Test("an event has the one at hand for its cause, its own repetition too; before the run there is none")
    func events() {
        let found = causes { simulation in
            simulation.schedule(Event(kind: 16, entity: 1), at: .seconds(1))
            simulation.schedule(Event(kind: 16, entity: 2), at: .seconds(2))
        } _: { event, simulation in
            guard event.entity >= 2, event.entity < 5 else { return }
            var next = event
            next.entity += 1
            simulation.schedule(next, after: .seconds(1))
        }
        // The two that are scheduled before the run have the sequence numbers 1 and 2.
        #expect(found == [1: 0, 2: 0, 3: 2, 4: 3, 5: 4])
    }

    @Test("an event that is moved keeps the cause that it was scheduled with")
    func moved() {
        var handle: EventHandle?
        let found = causes { simulation in
            simulation.schedule(Event(kind: 16, entity: 1), at: .seconds(1))
            simulation.schedule(Event(kind: 16, entity: 2), at: .seconds(2))
        } _: { event, simulation in
            if event.entity == 1 { handle = simulation.schedule(Event(kind: 16, entity: 3), after: .seconds(5)) }
            if event.entity == 2, let old = handle { handle = simulation.reschedule(old, at: .seconds(9)) }
        }
        #expect(found[3] == 1)
    }

    @Test("a procedure goes on at the event that lets it: a launch, a signal, the end of a hold")
    func procedures() {
        let found = causes { simulation in
            let signal = Signal(simulation)
            simulation.schedule(Event(kind: 16, entity: 1), at: .seconds(1))
            simulation.schedule(Event(kind: 17, entity: 2), at: .seconds(2))
            simulation.launch("before the run") {
                simulation.schedule(Event(kind: 16, entity: 10), at: .seconds(1))
                try await signal.wait()
                simulation.schedule(Event(kind: 16, entity: 11), after: .seconds(1))
            }
            simulation.launch("fires") {
                try await simulation.hold(for: .seconds(4))
                simulation.schedule(Event(kind: 16, entity: 12), after: .seconds(1))
                signal.fire()
            }
        } _: { event, simulation in
            guard event.kind == 17 else { return }
            simulation.launch("by an event") { simulation.schedule(Event(kind: 16, entity: 13), after: .seconds(1)) }
        }
        // Sequence 3 is the event of the first procedure, 4 the end of the hold, of which the other hears in the same instant.
        #expect(found[10] == 0)
        #expect(found[11] == 4)
        #expect(found[12] == 4)
        #expect(found[13] == 2)
    }

    @Test("whoever waits for several goes on at the event of the last")
    func taskGroup() {
        let found = causes { simulation in
            simulation.launch("parent") {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for seconds in [3, 5, 1] { group.addTask { try await simulation.hold(for: .seconds(seconds)) } }
                    for try await _ in group {}
                }
                simulation.schedule(Event(kind: 16, entity: 1), after: .seconds(1))
            }
        }
        // The holds have the sequence numbers 1 (3 s), 2 (5 s) and 3 (1 s).
        #expect(found == [1: 2])
    }

    @Test("whoever is cancelled goes on at the event that cancelled him, and so does his rollback")
    func cancelled() {
        nonisolated(unsafe) var procedure: Procedure?
        let found = causes { simulation in
            simulation.schedule(Event(kind: 17, entity: 1), at: .seconds(1))
            procedure = simulation.launch("attempt") {
                do {
                    try await simulation.hold(for: .seconds(100))
                } catch {
                    simulation.schedule(Event(kind: 16, entity: 2), after: .seconds(1))
                    try await simulation.shielded { simulation.schedule(Event(kind: 16, entity: 3), after: .seconds(1)) }
                }
            }
        } _: { event, _ in
            if event.kind == 17 { procedure?.cancel() }
        }
        #expect(found == [1: 0, 2: 1, 3: 1])
    }

    @Test("the fingerprint does not depend on causes")
    func fingerprint() {
        func run(caused: Bool) -> Fingerprint {
            let simulation = Simulation()
            simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(1))
            let second = Event(kind: 16, entity: 1)
            if !caused { simulation.schedule(second, at: .seconds(2)) }
            _ = simulation.run(
                Handler { event, simulation in if caused, event.entity == 0 { simulation.schedule(second, at: .seconds(2)) } })
            return simulation.fingerprint
        }
        #expect(run(caused: false) == run(caused: true))
    }
}
