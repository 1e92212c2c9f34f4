import BenchmarkSupport
import RandomStreams
import SimulationKernel

/// PHOLD (Fujimoto, 1990) on one thread: entities with streams of their own pass events on, one in ten to another entity.
///
/// A delay is the look-ahead of 0.1 s and an exponential rest; its mean is 1 s.
enum PholdBenchmark {
    /// Part of the events that go to another entity.
    static let remote = 0.1
    /// Shortest delay, in seconds.
    static let lookahead = 0.1
    /// Mean square of a delay, in s^2: the variance of its exponential part, and 1.
    static let secondMoment = (1 - lookahead) * (1 - lookahead) + 1

    private final class Entities: EventHandler {
        var streams: UnsafeMutablePointer<RandomStream>
        let count: UInt64
        var left: Int

        init(_ count: Int, _ operations: Int) {
            self.count = UInt64(count)
            streams = .allocate(capacity: count)
            for index in 0..<count { (streams + index).initialize(to: BenchmarkDraws.stream("phold", entity: index)) }
            left = operations
        }

        deinit { streams.deallocate() }

        @inline(__always) static func delay(_ stream: inout RandomStream) -> SimulationDuration {
            .seconds(roundingUp: lookahead + (1 - lookahead) * BenchmarkDraws.exponential(&stream))
        }

        func handle(_ event: Event, in simulation: Simulation) {
            left -= 1
            if left <= 0 { return simulation.stop() }
            let own = Int(event.entity)
            let target = streams[own].uniform() < remote ? UInt32(streams[own].integer(below: count)) : event.entity
            simulation.schedule(Event(kind: 16, entity: target), after: Self.delay(&streams[own]))
        }
    }

    /// Runs it.
    static func run(entities: Int, operations: Int) throws -> Sample {
        let simulation = Simulation()
        let handler = Entities(entities, operations)
        for index in 0..<entities {
            simulation.schedule(Event(kind: 16, entity: UInt32(index)), after: Entities.delay(&handler.streams[index]))
        }
        let seconds = Clock.thread.measure { _ = simulation.run(handler) }
        let range = HoldTheory.clockRange(secondMoment: PholdBenchmark.secondMoment, pending: entities, operations: operations)
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
