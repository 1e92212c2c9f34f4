import RandomStreams
import SimulationKernel

/// What a fluid model does: each event moves r other pending events, as their rates have changed.
///
/// Delays and victims come from tables drawn before, so that the pending event set is what is measured.
enum RescheduleBenchmark {
    private static let tableSize = 4096

    private final class Mover: EventHandler {
        let handles: UnsafeMutablePointer<EventHandle>
        let delays: UnsafeMutablePointer<SimulationDuration>
        let victims: UnsafeMutablePointer<Int32>
        let moved: Int
        var next = 0
        var left: Int
        var failures = 0

        init(pending: Int, moved: Int, operations: Int) {
            var stream = BenchmarkDraws.stream("reschedule")
            handles = .allocate(capacity: pending)
            delays = .allocate(capacity: tableSize)
            victims = .allocate(capacity: tableSize)
            for index in 0..<tableSize {
                (delays + index).initialize(to: .seconds(roundingUp: BenchmarkDraws.exponential(&stream)))
                (victims + index).initialize(to: Int32(stream.integer(below: UInt64(pending))))
            }
            self.moved = moved
            left = operations
        }

        deinit {
            handles.deallocate()
            delays.deallocate()
            victims.deallocate()
        }

        @inline(__always) func step() -> Int {
            next = (next &+ 1) & (tableSize - 1)
            return next
        }

        func handle(_ event: Event, in simulation: Simulation) {
            left -= 1
            if left <= 0 { return simulation.stop() }
            handles[Int(event.entity)] = simulation.schedule(event, after: delays[step()])
            for _ in 0..<moved {
                let index = step()
                let victim = Int(victims[index])
                if let handle = simulation.reschedule(handles[victim], at: simulation.now + delays[index]) {
                    handles[victim] = handle
                } else {
                    failures += 1
                }
            }
        }
    }

    /// Runs it.
    static func run(pending: Int, moved: Int, operations: Int) throws -> Sample {
        let simulation = Simulation()
        let mover = Mover(pending: pending, moved: moved, operations: operations)
        var stream = BenchmarkDraws.stream("reschedule", entity: 1)
        for index in 0..<pending {
            let first = SimulationDuration.seconds(roundingUp: BenchmarkDraws.exponential(&stream))
            mover.handles[index] = simulation.schedule(Event(kind: 16, entity: UInt32(index)), after: first)
        }
        let seconds = Clock.thread.measure { _ = simulation.run(mover) }
        try WrongAnswer.unless(mover.failures == 0, "\(mover.failures) pending events could not be moved")
        try WrongAnswer.unless(
            simulation.pendingCount == pending - 1, "\(simulation.pendingCount) events are pending instead of \(pending - 1)")
        // Moving an exponential rest to a new exponential one leaves each event's rate at 1 a second.
        let expected = Double(operations) / Double(pending)
        let clock = simulation.now.seconds
        try WrongAnswer.unless((clock / expected - 1).magnitude < 0.1, "the clock shows \(clock) s instead of about \(expected) s")
        return Sample(seconds: seconds, operations: operations)
    }

    /// The fluid model's case and a larger one.
    static var groups: [BenchmarkGroup] {
        let cases = [(350, 0), (350, 1), (350, 4), (10_000, 4)]
        return [
            BenchmarkGroup(
                benchmarks: cases.map { pending, moved in
                    Benchmark(name: "reschedule", parameters: ["pending": String(pending), "moved": String(moved)]) {
                        try run(pending: pending, moved: moved, operations: 1_000_000)
                    }
                })
        ]
    }
}
