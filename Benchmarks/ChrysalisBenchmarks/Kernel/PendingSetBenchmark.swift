import BenchmarkSupport
import RandomStreams
import SimulationKernel

/// The pending event set alone, and each of its two structures without the other: where they cross is why there are two.
///
/// Take the earliest, draw a delay, insert it again. All three draw the same, so their clocks agree to the nanosecond.
enum PendingSetBenchmark {
    /// The limits at which a set uses one structure or both.
    enum Structure: String, CaseIterable {
        /// As runs have it: a heap until it is large, buckets behind it from then on.
        case both
        /// All events in the heap.
        case heap
        /// Buckets from the 257th event on, so that the heap never holds more than one of them.
        case buckets

        var limits: PendingEventSet.PlaceLimits {
            switch self {
            case .both: .init()
            case .heap: .init(spill: .max)
            case .buckets: .init(spill: 257, back: 64)
            }
        }
    }

    /// Runs it.
    static func run(_ structure: Structure, pending: Int, operations: Int) throws -> Sample {
        var set = PendingEventSet(limits: structure.limits)
        var stream = BenchmarkDraws.stream("pending set")
        func delay() -> SimulationDuration { .seconds(roundingUp: ExponentialIncrements.draw(&stream)) }
        for index in 0..<pending {
            _ = set.insert(Event(kind: 16, entity: UInt32(index)), at: .zero + delay(), priority: .normal)
        }
        var clock = SimulationTime.zero
        let seconds = Clock.thread.measure {
            for _ in 0..<operations {
                let (event, time, _) = set.takeEarliest()
                clock = time
                _ = set.insert(event, at: time + delay(), priority: .normal)
            }
        }
        let count = set.count
        try WrongAnswer.unless(count == pending, "\(count) events are pending instead of \(pending)")
        let range = HoldTheory.clockRange(.exponential, pending: pending, operations: operations)
        try WrongAnswer.unless(range.contains(clock.seconds), "the clock shows \(clock.seconds) s, which must lie in \(range)")
        return Sample(seconds: seconds, operations: operations, answer: Double(clock.nanoseconds))
    }

    /// Every size, the three in turns.
    static var groups: [BenchmarkGroup] {
        [16, 64, 256, 512, 1_024, 2_048, 4_096, 16_384, 65_536, 262_144, 1_048_576].map { pending in
            let benchmarks = Structure.allCases.map { structure in
                Benchmark(
                    name: "pending-set", parameters: ["structure": structure.rawValue, "pending": String(pending)], isLong: pending > 4_096
                ) { try run(structure, pending: pending, operations: HoldBenchmark.operations(pending: pending)) }
            }
            return BenchmarkGroup(benchmarks: benchmarks, answersAgree: true)
        }
    }
}
