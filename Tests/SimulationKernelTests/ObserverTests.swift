import SimulationKernel
import Testing

@Suite struct ObserverTests {
    @Test func seesEveryEventBeforeItsHandler() {
        let simulation = Simulation()
        let recorder = Recorder()
        simulation.observer = recorder
        simulation.schedule(Event(kind: 16, entity: 1, a: 11), at: .seconds(2))
        simulation.schedule(Event(kind: 17, entity: 2, b: 12), at: .seconds(1))
        let cancelled = simulation.schedule(Event(kind: 18, entity: 3), at: .seconds(1))
        simulation.cancel(cancelled)
        var seenByHandler: [Int] = []
        _ = simulation.run(Handler { _, _ in seenByHandler.append(recorder.sights.count) })
        #expect(
            recorder.sights == [
                Recorder.Sight(event: Event(kind: 17, entity: 2, b: 12), sequence: 2, time: .seconds(1)),
                Recorder.Sight(event: Event(kind: 16, entity: 1, a: 11), sequence: 1, time: .seconds(2)),
            ])
        #expect(seenByHandler == [1, 2])
    }

    /// Every event of a chain with branches names the event that caused it, across procedures too.
    @Test func causesNameTheSequenceOfTheCausingEvent() {
        let simulation = Simulation()
        let recorder = Recorder()
        simulation.observer = recorder
        simulation.schedule(Event(kind: 16, entity: 0), at: .zero)
        _ = simulation.run(
            Handler { event, simulation in
                guard event.a < 3 else { return }
                for branch in 0..<2 as Range<UInt32> {
                    let next = Event(kind: 16, entity: event.entity * 2 + branch, a: event.a + 1)
                    simulation.schedule(next, after: .seconds(1))
                }
                let cause = simulation.currentSequence
                simulation.launch("of \(event.entity)") {
                    #expect(simulation.currentSequence == cause)
                    try await simulation.hold(for: .milliseconds(1))
                    #expect(simulation.currentSequence > cause)
                }
            })
        let bySequence = Dictionary(uniqueKeysWithValues: recorder.sights.map { ($0.sequence, $0) })
        // 15 events of the chain; 7 procedures that hold once.
        #expect(recorder.sights.count == 22)
        #expect(bySequence.count == 22)
        for sight in recorder.sights where sight.event.a > 0 && sight.event.kind == 16 {
            let cause = bySequence[sight.event.cause]?.event
            #expect(cause?.a == sight.event.a - 1)
            #expect(cause?.entity == sight.event.entity / 2)
        }
        for wake in recorder.sights where wake.event.kind == KernelEvent.wake {
            #expect(bySequence[wake.event.cause]?.event.kind == 16)
            #expect(bySequence[wake.event.cause].map { $0.time + .milliseconds(1) } == wake.time)
        }
        #expect(recorder.sights.filter { $0.event.cause == 0 }.count == 1)
    }

    @Test func countsAndClockFollow() {
        let simulation = Simulation()
        for second in [3, 1, 2] { simulation.schedule(Event(kind: 16, entity: UInt32(second)), at: .seconds(second)) }
        #expect(simulation.pendingCount == 3)
        _ = simulation.run(
            Handler { event, simulation in
                #expect(simulation.now == .seconds(Int(event.entity)))
                #expect(simulation.eventCount == UInt64(event.entity))
                #expect(simulation.pendingCount == 3 - Int(event.entity))
                #expect(!simulation.hasEnded)
            })
        #expect(simulation.eventCount == 3)
    }
}
