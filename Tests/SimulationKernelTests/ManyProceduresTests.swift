import SimulationKernel
import Testing

@Suite struct ManyProceduresTests {
    /// 100,000 procedures are alive at once, half of them in a hold, half of them at a signal. One that holds takes 2.8 KB,
    /// as measured in a release build.
    @Test func hundredThousandAtOnce() {
        let simulation = Simulation()
        let signal = Signal(simulation)
        let tally = Tally()
        for index in 0..<100_000 {
            simulation.launch("one of many") {
                tally.begun += 1
                if index.isMultiple(of: 2) { try await simulation.hold(for: .seconds(100_000 - index)) } else { try await signal.wait() }
                tally.ended += 1
            }
        }
        // Just after the first procedure of those that hold has ended.
        simulation.schedule(Event(kind: 16, entity: 0), at: SimulationTime(nanoseconds: 2_500_000_000))
        simulation.schedule(Event(kind: 17, entity: 0), at: .seconds(200_000))
        _ = simulation.run(
            Handler { event, simulation in
                if event.kind == 16 { tally.alive = simulation.liveProcedureCount } else { signal.fire() }
            })
        #expect(tally.begun == 100_000)
        #expect(tally.alive == 99_999)
        #expect(tally.ended == 100_000)
        #expect(simulation.now == .seconds(200_000))
        #expect(simulation.liveProcedureCount == 0)
    }

    /// All of them are cut off: each is told and unwinds.
    @Test func hundredThousandCutOff() {
        let simulation = Simulation(limits: Limits(maximumTime: .seconds(1)))
        let tally = Tally()
        for _ in 0..<100_000 {
            simulation.launch("one of many") {
                tally.begun += 1
                defer { tally.ended += 1 }
                try await simulation.hold(for: .seconds(2))
            }
        }
        #expect(simulation.run(Handler()) == .timeLimit)
        #expect(tally.begun == 100_000)
        #expect(tally.ended == 100_000)
        #expect(simulation.pendingCount == 0)
    }
}

/// Unchecked: confined to the thread of its run.
private final class Tally: @unchecked Sendable {
    var begun = 0
    var ended = 0
    var alive = 0
}
