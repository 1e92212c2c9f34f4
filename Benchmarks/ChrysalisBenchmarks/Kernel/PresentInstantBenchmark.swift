import SimulationKernel

/// Events at the present instant: eight chains of a thousand each pass the turn around, while others wait for later.
enum PresentInstantBenchmark {
    private static let chains = 8
    private static let length: Int64 = 1_000

    private final class Chains: EventHandler {
        var left: Int
        var turn: UInt32 = 0
        var disorder = 0

        init(_ operations: Int) { left = operations }

        func handle(_ event: Event, in simulation: Simulation) {
            left -= 1
            if left <= 0 { return simulation.stop() }
            // First in, first out: the chains take turns in the order in which they began.
            if event.entity != turn { disorder += 1 }
            turn = (turn &+ 1) & UInt32(chains - 1)
            if event.a < length {
                simulation.schedule(Event(kind: 16, entity: event.entity, a: event.a + 1), at: simulation.now)
            } else {
                simulation.schedule(Event(kind: 16, entity: event.entity), after: .seconds(1))
            }
        }
    }

    /// Runs it with so many events pending for later.
    static func run(later: Int, operations: Int) throws -> Sample {
        let simulation = Simulation()
        let handler = Chains(operations)
        for index in 0..<later { simulation.schedule(Event(kind: 17, entity: UInt32(index)), at: .distantFuture) }
        for index in 0..<chains { simulation.schedule(Event(kind: 16, entity: UInt32(index)), after: .seconds(1)) }
        let seconds = Clock.thread.measure { _ = simulation.run(handler) }
        try WrongAnswer.unless(handler.disorder == 0, "\(handler.disorder) events of one instant came out of order")
        let expected = (operations - 1) / (chains * Int(length + 1)) + 1
        try WrongAnswer.unless(simulation.now == .seconds(expected), "the clock shows \(simulation.now) instead of \(expected) s")
        return Sample(seconds: seconds, operations: operations)
    }

    /// With little and with much pending.
    static var groups: [BenchmarkGroup] {
        [
            BenchmarkGroup(
                benchmarks: [0, 10_000].map { later in
                    Benchmark(name: "present-instant", parameters: ["later": String(later)]) {
                        try run(later: later, operations: 2_000_000)
                    }
                })
        ]
    }
}
