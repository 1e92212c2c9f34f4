import SimulationKernel

/// Procedures: what a suspension costs, and what one that is alive costs in time and memory.
enum ProcedureBenchmark {
    /// Sees the events that are nobody's procedure: the one that looks at the memory.
    private final class Observer: EventHandler {
        var bytes = 0
        var alive = 0

        func handle(_ event: Event, in simulation: Simulation) {
            bytes = MemoryUse.allocatedBytes
            alive = simulation.liveProcedureCount
        }
    }

    /// Counts what procedures did; confined to the thread of the run.
    private final class Counter: @unchecked Sendable {
        var value = 0
    }

    /// One procedure that holds again and again.
    static func suspend(_ count: Int) throws -> Sample {
        let simulation = Simulation()
        let counter = Counter()
        simulation.launch("benchmark") {
            for _ in 0..<count {
                try await simulation.hold(for: .nanoseconds(1))
                counter.value += 1
            }
        }
        let seconds = Clock.thread.measure { _ = simulation.run(Observer()) }
        try WrongAnswer.unless(counter.value == count, "\(counter.value) suspensions instead of \(count)")
        try WrongAnswer.unless(simulation.now.nanoseconds == count, "the clock shows \(simulation.now)")
        return Sample(seconds: seconds, operations: count)
    }

    /// Many procedures alive at once, each of which holds so many times: launched, suspended, resumed and ended.
    static func manyAlive(_ count: Int, holds: Int) throws -> (time: Sample, bytes: Sample) {
        let simulation = Simulation()
        let observer = Observer()
        let counter = Counter()
        var before = 0
        let seconds = Clock.thread.measure {
            before = MemoryUse.allocatedBytes
            for _ in 0..<count {
                simulation.launch("benchmark") {
                    for _ in 0..<holds { try await simulation.hold(for: .seconds(1)) }
                    counter.value += 1
                }
            }
            simulation.schedule(Event(kind: 16, entity: 0), after: .milliseconds(500))
            _ = simulation.run(observer)
        }
        try WrongAnswer.unless(observer.alive == count, "\(observer.alive) procedures were alive at once instead of \(count)")
        try WrongAnswer.unless(counter.value == count, "\(counter.value) procedures came to their end instead of \(count)")
        return (
            Sample(seconds: seconds, operations: count),
            Sample(value: Double(observer.bytes - before) / Double(count), operations: count)
        )
    }

    /// One, and a hundred thousand.
    static var groups: [BenchmarkGroup] {
        let alive = 100_000
        return [
            BenchmarkGroup(benchmarks: [Benchmark(name: "suspension") { try suspend(500_000) }]),
            BenchmarkGroup(benchmarks: [
                Benchmark(name: "procedure", parameters: ["alive": "1", "holds": "0"]) { try launchAndFinish(100_000) },
                Benchmark(name: "procedure", parameters: ["alive": String(alive), "holds": "1"]) { try manyAlive(alive, holds: 1).time },
                Benchmark(name: "procedure", parameters: ["alive": String(alive), "holds": "5"]) { try manyAlive(alive, holds: 5).time },
                Benchmark(name: "procedure-memory", parameters: ["alive": String(alive)], unit: "B", clock: nil, mostRepetitions: 3) {
                    try manyAlive(alive, holds: 1).bytes
                },
            ]),
        ]
    }

    /// One after the other: each event launches a procedure that ends at once.
    static func launchAndFinish(_ count: Int) throws -> Sample {
        final class Launcher: EventHandler {
            let counter = Counter()
            var left: Int
            init(_ count: Int) { left = count }

            func handle(_ event: Event, in simulation: Simulation) {
                let counter = counter
                simulation.launch("benchmark") { counter.value += 1 }
                left -= 1
                if left > 0 { simulation.schedule(event, after: .seconds(1)) }
            }
        }
        let simulation = Simulation()
        let launcher = Launcher(count)
        simulation.schedule(Event(kind: 16, entity: 0), after: .seconds(1))
        let seconds = Clock.thread.measure { _ = simulation.run(launcher) }
        try WrongAnswer.unless(launcher.counter.value == count, "\(launcher.counter.value) procedures ran instead of \(count)")
        return Sample(seconds: seconds, operations: count)
    }
}
