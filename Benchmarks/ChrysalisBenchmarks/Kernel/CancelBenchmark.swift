import RandomStreams
import SimulationKernel

/// Time-outs that never happen: each event cancels the time-out set before, sets the next one, and schedules itself again.
enum CancelBenchmark {
    private final class Canceller: EventHandler {
        var stream = BenchmarkDraws.stream("cancel")
        let timeouts: UnsafeMutablePointer<EventHandle?>
        var left: Int
        var failures = 0

        init(pending: Int, operations: Int) {
            timeouts = .allocate(capacity: pending)
            timeouts.initialize(repeating: nil, count: pending)
            left = operations
        }

        deinit { timeouts.deallocate() }

        func handle(_ event: Event, in simulation: Simulation) {
            left -= 1
            if event.kind != 16 { failures += 1 }
            if left <= 0 { return simulation.stop() }
            let entity = Int(event.entity)
            if let timeout = timeouts[entity], !simulation.cancel(timeout) { failures += 1 }
            timeouts[entity] = simulation.schedule(Event(kind: 17, entity: event.entity), after: .hours(1))
            simulation.schedule(event, after: .seconds(roundingUp: BenchmarkDraws.exponential(&stream)))
        }
    }

    /// Runs it.
    static func run(pending: Int, operations: Int) throws -> Sample {
        let simulation = Simulation()
        let canceller = Canceller(pending: pending, operations: operations)
        for index in 0..<pending {
            let first = SimulationDuration.seconds(roundingUp: BenchmarkDraws.exponential(&canceller.stream))
            simulation.schedule(Event(kind: 16, entity: UInt32(index)), after: first)
        }
        let seconds = Clock.thread.measure { _ = simulation.run(canceller) }
        try WrongAnswer.unless(canceller.failures == 0, "\(canceller.failures) time-outs happened or could not be cancelled")
        let set = (0..<pending).count { canceller.timeouts[$0] != nil }
        let expected = pending - 1 + set
        try WrongAnswer.unless(simulation.pendingCount == expected, "\(simulation.pendingCount) events are pending instead of \(expected)")
        return Sample(seconds: seconds, operations: operations)
    }

    /// Small and large.
    static var groups: [BenchmarkGroup] {
        [
            BenchmarkGroup(
                benchmarks: [350, 10_000].map { pending in
                    Benchmark(name: "cancel", parameters: ["pending": String(pending)]) {
                        try run(pending: pending, operations: 1_000_000)
                    }
                })
        ]
    }
}
