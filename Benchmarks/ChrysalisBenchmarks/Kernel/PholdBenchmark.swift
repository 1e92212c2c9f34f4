import BenchmarkSupport
import RandomStreams
import SimulationKernel

/// PHOLD (Fujimoto, 1990) on one thread: entities count events and pass them on, one in ten to any entity.
///
/// A delay is the look-ahead of 0.1 s and an exponential rest; its mean is 1 s.
enum PholdBenchmark {
    /// Part of the events that go to another entity.
    static let remote = 0.1
    /// Shortest delay, in seconds.
    static let lookahead = 0.1
    /// Mean square of a delay, in s^2: the variance of its exponential part, and 1.
    static let secondMoment = (1 - lookahead) * (1 - lookahead) + 1

    private struct Entity {
        var count: Int64 = 0
        var last: Int64 = 0
    }

    private final class Entities: EventHandler {
        var stream = BenchmarkDraws.stream("phold")
        let states: UnsafeMutablePointer<Entity>
        let count: Int
        var left: Int

        init(_ count: Int, _ operations: Int) {
            self.count = count
            states = .allocate(capacity: count)
            states.initialize(repeating: Entity(), count: count)
            left = operations
        }

        deinit { states.deallocate() }

        @inline(__always) func delay() -> SimulationDuration {
            .seconds(roundingUp: lookahead + (1 - lookahead) * BenchmarkDraws.exponential(&stream))
        }

        func handle(_ event: Event, in simulation: Simulation) {
            states[Int(event.entity)].count += 1
            states[Int(event.entity)].last = simulation.now.nanoseconds
            left -= 1
            if left <= 0 { return simulation.stop() }
            let target = stream.uniform() < remote ? UInt32(stream.integer(below: UInt64(count))) : event.entity
            simulation.schedule(Event(kind: 16, entity: target), after: delay())
        }
    }

    /// Runs it.
    static func run(entities: Int, operations: Int) throws -> Sample {
        let simulation = Simulation()
        let handler = Entities(entities, operations)
        for index in 0..<entities { simulation.schedule(Event(kind: 16, entity: UInt32(index)), after: handler.delay()) }
        let seconds = Clock.thread.measure { _ = simulation.run(handler) }
        let total = (0..<entities).reduce(0) { $0 + handler.states[$1].count }
        try WrongAnswer.unless(total == operations, "\(total) events reached an entity instead of \(operations)")
        let range = HoldTheory.clockRange(secondMoment: secondMoment, pending: entities, operations: operations)
        let clock = simulation.now.seconds
        try WrongAnswer.unless(range.contains(clock), "the clock shows \(clock) s, which must lie in \(range)")
        return Sample(seconds: seconds, operations: operations, answer: clock)
    }

    /// Small and large.
    static var groups: [BenchmarkGroup] {
        [
            BenchmarkGroup(
                benchmarks: [1_000, 100_000].map { entities in
                    Benchmark(name: "phold", parameters: ["entities": String(entities), "remote": "0.1", "lookahead": "0.1"]) {
                        try run(entities: entities, operations: 2_000_000)
                    }
                })
        ]
    }
}
