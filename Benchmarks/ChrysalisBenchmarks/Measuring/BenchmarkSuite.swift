/// All benchmarks, in the order in which they run.
enum BenchmarkSuite {
    /// The groups; memory first, while little has been allocated and freed.
    static func groups(isQuick: Bool) throws -> [BenchmarkGroup] {
        var groups = MemoryBenchmark.groups
        groups += HoldBenchmark.groups
        groups += PendingSetBenchmark.groups
        groups += RescheduleBenchmark.groups
        groups += CancelBenchmark.groups
        groups += PresentInstantBenchmark.groups
        groups += QueueBenchmark.groups
        groups += PholdBenchmark.groups
        groups += ProcedureBenchmark.groups
        groups += TransferBenchmark.groups
        groups += DrawBenchmark.groups(checked: isQuick ? 1_000_000 : 10_000_000)
        groups += try TraceBenchmark.groups()
        groups += try ScenarioBenchmark.groups()
        groups += try ComparisonBenchmark.groups()
        groups += try FaultBenchmark.groups()
        groups += SweepBenchmark.groups()
        return groups
    }

    /// Work of any size by name, for counting its instructions.
    static let countable: [String: @Sendable (Int) throws -> Sample] = [
        "hold-1000": { try HoldBenchmark.run(ExponentialIncrements.self, pending: 1_000, operations: $0) },
        "hold-100000": { try HoldBenchmark.run(ExponentialIncrements.self, pending: 100_000, operations: $0) },
        "hold-constant-1000": { try HoldBenchmark.run(ConstantIncrements.self, pending: 1_000, operations: $0) },
        "reschedule-350-4": { try RescheduleBenchmark.run(pending: 350, moved: 4, operations: $0) },
        "cancel-350": { try CancelBenchmark.run(pending: 350, operations: $0) },
        "present-instant": { try PresentInstantBenchmark.run(later: 0, operations: $0) },
        "mm1": { try QueueBenchmark.run(load: 0.5, customers: $0) },
        "phold-1000": { try PholdBenchmark.run(entities: 1_000, operations: $0) },
        "transfer-50": { try TransferBenchmark.run(sources: 50, chunks: $0) },
        "transfer-350": { try TransferBenchmark.run(sources: 350, chunks: $0) },
        "transfer-3500": { try TransferBenchmark.run(sources: 3_500, chunks: $0) },
        "transfer-35000": { try TransferBenchmark.run(sources: 35_000, chunks: $0) },
        "suspension": { try ProcedureBenchmark.suspend($0) },
        "procedure": { try ProcedureBenchmark.manyAlive($0, holds: 1).time },
        "draw-uniform": { try DrawBenchmark.run(UniformDraw.self, operations: $0) },
        "draw-exponential": { try DrawBenchmark.run(ExponentialZiggurat.self, operations: $0) },
        "draw-normal": { try DrawBenchmark.run(NormalZiggurat.self, operations: $0) },
        "trace-row": { try TraceBenchmark.run(rows: $0) },
    ]
}
