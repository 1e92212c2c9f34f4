import BenchmarkSupport
import RandomStreams
import SimulationKernel

/// The cost of an event: take the earliest, draw a delay, schedule one more ("hold"), with N pending.
///
/// Through the public interface, the draw included; filling the set before is not. The textbook heap does the same on the same draws, so
/// that both clocks must agree to the nanosecond.
enum HoldBenchmark {
    private final class Holder<Source: IncrementSource>: EventHandler {
        var stream = BenchmarkDraws.stream("hold")
        var left: Int

        init(_ operations: Int) { left = operations }

        func handle(_ event: Event, in simulation: Simulation) {
            left -= 1
            if left <= 0 { return simulation.stop() }
            simulation.schedule(event, after: .seconds(roundingUp: Source.draw(&stream)))
        }
    }

    /// Runs it.
    static func run<Source: IncrementSource>(_: Source.Type, pending: Int, operations: Int) throws -> Sample {
        let simulation = Simulation()
        let holder = Holder<Source>(operations)
        for index in 0..<pending {
            let first = SimulationDuration.seconds(roundingUp: Source.drawFirst(&holder.stream))
            simulation.schedule(Event(kind: 16, entity: UInt32(index)), after: first)
        }
        let seconds = Clock.thread.measure { _ = simulation.run(holder) }
        try WrongAnswer.unless(simulation.eventCount == operations, "\(simulation.eventCount) events instead of \(operations)")
        return try checked(Source.increments, pending, operations, seconds, clock: Double(simulation.now.nanoseconds))
    }

    /// The same by a textbook heap.
    static func runRival<Source: IncrementSource>(_: Source.Type, pending: Int, operations: Int) throws -> Sample {
        var heap = RivalHeap(capacity: pending + 1)
        var stream = BenchmarkDraws.stream("hold")
        for index in 0..<pending {
            heap.push((Source.drawFirst(&stream) * 1e9).rounded(.up), RivalHeap.Payload(first: Int64(index)))
        }
        var clock = 0.0
        let seconds = Clock.thread.measure {
            for _ in 1..<operations {
                let (time, payload) = heap.pop()
                clock = time
                heap.push(time + (Source.draw(&stream) * 1e9).rounded(.up), payload)
            }
            clock = heap.pop().time
        }
        return try checked(Source.increments, pending, operations, seconds, clock: clock)
    }

    private static func checked(
        _ increments: Increments, _ pending: Int, _ operations: Int, _ seconds: Double, clock: Double
    ) throws -> Sample {
        let range = HoldTheory.clockRange(increments, pending: pending, operations: operations)
        try WrongAnswer.unless(range.contains(clock / 1e9), "the clock shows \(clock / 1e9) s, which must lie in \(range)")
        return Sample(seconds: seconds, operations: operations, answer: clock)
    }

    /// Events in one repetition: enough to be measured, and for the set to turn over twice where that is affordable.
    static func operations(pending: Int) -> Int { pending >= 5_000_000 ? pending / 2 : max(2_000_000, 2 * pending) }

    /// Every size with every kind of delay, each beside the textbook heap.
    static var groups: [BenchmarkGroup] {
        let plotted = [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000].map { group(ExponentialIncrements.self, $0) }
        let others = [1_000, 100_000, 1_000_000, 10_000_000]
        return plotted + others.map { group(UniformIncrements.self, $0) } + others.map { group(BimodalIncrements.self, $0) }
            + others.map { group(ConstantIncrements.self, $0) }
    }

    private static func group<Source: IncrementSource>(_: Source.Type, _ pending: Int) -> BenchmarkGroup {
        let isHuge = pending >= 5_000_000
        let operations = operations(pending: pending)
        let parameters = ["pending": String(pending), "increments": Source.increments.rawValue]
        func benchmark(_ name: String, _ run: @escaping () throws -> Sample) -> Benchmark {
            Benchmark(
                name: name, parameters: parameters, mostRepetitions: isHuge ? 3 : .max,
                isLong: pending > 1_000_000 || (pending > 100_000 && Source.increments != .exponential), run: run)
        }
        var benchmarks = [benchmark("hold") { try run(Source.self, pending: pending, operations: operations) }]
        // The heap takes a microsecond an event and more there: one kind of delay will do.
        if !isHuge || Source.increments == .exponential {
            benchmarks.append(benchmark("rival-heap") { try runRival(Source.self, pending: pending, operations: operations) })
        }
        return BenchmarkGroup(benchmarks: benchmarks, answersAgree: true)
    }
}
