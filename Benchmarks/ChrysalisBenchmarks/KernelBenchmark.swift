import RandomStreams
import SimulationKernel

/// The cost of an event: take the earliest, draw an exponential delay, schedule one more ("hold"), with N pending.
enum KernelBenchmark {
    static func run(repetitions: Int) {
        for pending in [1_000, 100_000, 1_000_000] {
            let operations = 2_000_000
            let seconds = ChrysalisBenchmarks.best(of: repetitions) { hold(pending: pending, operations: operations) }
            ChrysalisBenchmarks.report("hold, \(pending) pending", seconds / Double(operations) * 1e9, "ns")
        }
        let suspensions = 500_000
        let seconds = ChrysalisBenchmarks.best(of: repetitions) { suspend(suspensions) }
        ChrysalisBenchmarks.report("suspension of a procedure", seconds / Double(suspensions) * 1e9, "ns")
    }

    private final class Holder: EventHandler {
        var stream = RandomStream(rootSeed: 1, replication: 0, entity: 0, purpose: "benchmark")
        var left: Int

        init(_ operations: Int) { left = operations }

        func handle(_ event: Event, in simulation: Simulation) {
            left -= 1
            if left <= 0 { return simulation.stop() }
            simulation.schedule(event, after: .seconds(roundingUp: stream.exponential(mean: 1)))
        }
    }

    private static func hold(pending: Int, operations: Int) {
        let simulation = Simulation()
        let holder = Holder(operations)
        for index in 0..<pending {
            simulation.schedule(
                Event(kind: 16, entity: UInt32(index)), after: .seconds(roundingUp: holder.stream.exponential(mean: 1)))
        }
        _ = simulation.run(holder)
    }

    private struct Nothing: EventHandler {
        func handle(_ event: Event, in simulation: Simulation) {}
    }

    private static func suspend(_ count: Int) {
        let simulation = Simulation()
        simulation.launch("benchmark") { for _ in 0..<count { try await simulation.hold(for: .nanoseconds(1)) } }
        _ = simulation.run(Nothing())
    }
}
