import BenchmarkSupport
import ClusterModel
import RandomStreams
import Scenarios
import SimulationKernel
import UpgradeStrategies

/// Bytes that the allocator has given out, per pending event and per node.
enum MemoryBenchmark {
    private struct Nobody: EventHandler {
        func handle(_ event: Event, in simulation: Simulation) {}
    }

    /// With so many pending, growth by doubling included.
    static func pendingEvent(_ count: Int) throws -> Sample {
        var stream = BenchmarkDraws.stream("memory")
        let before = MemoryUse.allocatedBytes
        let simulation = Simulation()
        for index in 0..<count {
            let first = SimulationDuration.seconds(roundingUp: BenchmarkDraws.exponential(&stream))
            simulation.schedule(Event(kind: 16, entity: UInt32(index)), after: first)
        }
        let bytes = MemoryUse.allocatedBytes - before
        try WrongAnswer.unless(simulation.pendingCount == count, "\(simulation.pendingCount) events are pending instead of \(count)")
        return Sample(value: Double(bytes) / Double(count), operations: count)
    }

    /// What a run of a scenario takes before it starts, by the difference between it and one with ten times the nodes.
    static func node() throws -> Sample {
        let scenario = try LargerScenario.original()
        let large = try LargerScenario.read(times: 10)
        let nodes = large.rehearsal.system.nodeCount - scenario.rehearsal.system.nodeCount
        try WrongAnswer.unless(nodes > 0, "the larger system has \(nodes) nodes more")
        let bytes = try bytesOfARun(large.rehearsal) - bytesOfARun(scenario.rehearsal)
        return Sample(value: Double(bytes) / Double(nodes), operations: nodes)
    }

    private static func bytesOfARun(_ rehearsal: Rehearsal) throws -> Int {
        guard let strategy = StrategyCatalogue.strategy(named: "rolling") else {
            throw WrongAnswer(description: "there is no strategy `rolling`")
        }
        let before = MemoryUse.allocatedBytes
        let run = UpgradeRun(rehearsal, strategy: strategy, seed: 1, replication: 0)
        return withExtendedLifetime(run) { MemoryUse.allocatedBytes - before }
    }

    /// What a parallel universe takes at its peak, likewise; its machines on lease are nodes as well.
    static func nodeAtPeak() throws -> Sample {
        let small = try peakOfARun(LargerScenario.original().rehearsal)
        let large = try peakOfARun(LargerScenario.read(times: 10).rehearsal)
        let nodes = large.nodes - small.nodes
        try WrongAnswer.unless(nodes > 0, "the larger system has \(nodes) nodes more")
        return Sample(value: Double(large.bytes - small.bytes) / Double(nodes), operations: nodes)
    }

    /// Looks at what the allocator has given out, once in a hundred events. (A recorder would keep the run's history, which takes more.)
    private final class PeakMeter: EventObserver {
        private(set) var bytes = 0
        private var events = 0

        func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) {
            events += 1
            if events % 100 == 0 { bytes = max(bytes, MemoryUse.allocatedBytes) }
        }
    }

    private static func peakOfARun(_ rehearsal: Rehearsal) throws -> (bytes: Int, nodes: Int) {
        guard let strategy = StrategyCatalogue.strategy(named: "parallel-universe") else {
            throw WrongAnswer(description: "there is no strategy `parallel-universe`")
        }
        let before = MemoryUse.allocatedBytes
        let (run, meter) = (UpgradeRun(rehearsal, strategy: strategy, seed: 1, replication: 0), PeakMeter())
        run.simulation.observer = meter
        let result = run.run()
        try WrongAnswer.unless(result.outcome.isFinished, "the upgrade has not finished")
        return (meter.bytes - before, result.peakNodes)
    }

    /// Just after the set has doubled, at its fullest, and a node.
    static var groups: [BenchmarkGroup] {
        let fullest = 1 << 20
        func pending(_ count: Int) -> Benchmark {
            Benchmark(name: "memory-pending-event", parameters: ["pending": String(count)], unit: "B", clock: nil, mostRepetitions: 1) {
                try pendingEvent(count)
            }
        }
        return [
            BenchmarkGroup(benchmarks: [
                pending(fullest + 1), pending(fullest),
                Benchmark(name: "memory-node", parameters: ["when": "before"], unit: "B", clock: nil, mostRepetitions: 1) { try node() },
                Benchmark(name: "memory-node", parameters: ["when": "peak"], unit: "B", clock: nil, mostRepetitions: 1, isLong: true) {
                    try nodeAtPeak()
                },
            ])
        ]
    }
}
