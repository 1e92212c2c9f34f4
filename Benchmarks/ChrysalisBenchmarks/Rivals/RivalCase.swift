import BenchmarkSupport

/// Work that every program does in the same way.
struct RivalCase {
    /// `hold`, `mm1`, `phold` or `flows`.
    var benchmark: String
    /// What tells the row of a result.
    var parameters: [String: String]
    /// Options of the programs, without the number of operations.
    var options: [String]
    /// Option that gives the number of operations; nil where the work has a size of its own.
    var countOption: String?
    /// Operations of whoever can do them in time.
    var operations: Int
    /// What one of the program's own answers is in the rivals' unit: clocks are in nanoseconds.
    var answerScale = 1.0
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
            operations: max(2_000_000, 2 * pending), answerScale: 1e-9,
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

    /// 350 sources that send 3 TB over one backbone, maybe over uplinks; an operation is a chunk.
    ///
    /// - Parameter racks: Uplinks of 2.5 GB/s that the sources share in turn.
    /// - Parameter optimization: SimGrid's; `Lazy` is its default, `Full` what its manual advises where everything shares one link.
    static func flows(racks: Int, optimization: String) -> RivalCase {
        var work = TransferBenchmark.Case.table
        (work.racks, work.uplink) = (racks, racks > 0 ? 2.5e9 : 0)
        // What SimGrid and a slow twin agree upon: Tests/ResourceSharingTests/SimGrid/expected/table-350*.json.
        let makespan = racks > 0 ? 240.016059 : 240.014866
        let own = work
        return RivalCase(
            benchmark: "flows",
            parameters: ["sources": "350", "uplinks": String(racks), "selective update": optimization == "Full" ? "off" : "on"],
            options: ["--sources", "350", "--optimization", optimization]
                + (racks > 0 ? ["--racks", String(racks), "--uplink", "2500000000"] : []),
            countOption: nil, operations: 47_051, answerScale: 1e-9, own: { _ in try TransferBenchmark.run(own) }, heap: nil,
            answerRange: { _ in makespan - 2e-6...makespan + 2e-6 })
    }
}
