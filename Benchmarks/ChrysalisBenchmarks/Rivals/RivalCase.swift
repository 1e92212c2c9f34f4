import BenchmarkSupport

/// Work that every program does in the same way.
struct RivalCase {
    /// `hold`, `mm1` or `phold`.
    var benchmark: String
    /// What tells the row of a result.
    var parameters: [String: String]
    /// Options of the programs, without the number of operations.
    var options: [String]
    /// Option that gives the number of operations.
    var countOption: String
    /// Operations of whoever can do them in time.
    var operations: Int
    /// This program's own run.
    var own: (Int) throws -> Sample
    /// The textbook heap's.
    var heap: ((Int) throws -> Sample)?
    /// Where the answer must lie.
    var answerRange: (Int) -> ClosedRange<Double>

    /// Name and parameters.
    var identity: String { ([benchmark] + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ") }

    /// Hold with so many pending and exponential delays.
    static func hold(_ pending: Int) -> RivalCase {
        RivalCase(
            benchmark: "hold", parameters: ["pending": String(pending), "increments": "exponential"],
            options: ["--pending", String(pending), "--increments", "exponential"], countOption: "--operations",
            operations: max(2_000_000, 2 * pending),
            own: { try HoldBenchmark.run(ExponentialIncrements.self, pending: pending, operations: $0) },
            heap: { try HoldBenchmark.runRival(ExponentialIncrements.self, pending: pending, operations: $0) },
            answerRange: { HoldTheory.clockRange(.exponential, pending: pending, operations: $0) })
    }

    /// A queue at a load.
    static func queue(_ load: Double) -> RivalCase {
        RivalCase(
            benchmark: "mm1", parameters: ["load": String(load)], options: ["--load", String(load)], countOption: "--customers",
            operations: 2_000_000, own: { try QueueBenchmark.run(load: load, customers: $0) }, heap: nil,
            answerRange: { QueueTheory.meanRange(load: load, customers: $0) })
    }

    /// PHOLD with so many entities.
    static func phold(_ entities: Int) -> RivalCase {
        let shares = ["remote": String(PholdBenchmark.remote), "lookahead": String(PholdBenchmark.lookahead)]
        return RivalCase(
            benchmark: "phold", parameters: ["entities": String(entities)].merging(shares) { first, _ in first },
            options: ["--entities", String(entities)] + shares.sorted { $0.key > $1.key }.flatMap { ["--" + $0.key, $0.value] },
            countOption: "--operations", operations: 2_000_000, own: { try PholdBenchmark.run(entities: entities, operations: $0) },
            heap: nil, answerRange: { HoldTheory.clockRange(secondMoment: PholdBenchmark.secondMoment, pending: entities, operations: $0) })
    }
}
