import BenchmarkSupport

/// Times of the hold model relative to the textbook heap, in turns, in this process.
enum HeapRatios {
    private static let sizes = [1_000, 100_000, 1_000_000]

    /// Medians over medians, by name.
    static func measure(repetitions: Int = 5) throws -> [String: Double] {
        var ratios: [String: Double] = [:]
        for pending in sizes {
            let operations = max(1_000_000, pending)
            var (ours, theirs): ([Double], [Double]) = ([], [])
            for _ in 0..<repetitions {
                let own = try HoldBenchmark.run(ExponentialIncrements.self, pending: pending, operations: operations)
                let rival = try HoldBenchmark.runRival(ExponentialIncrements.self, pending: pending, operations: operations)
                try WrongAnswer.unless(
                    own.answer == rival.answer, "hold with \(pending) pending and the heap disagree about the clock at the end")
                ours.append(own.value)
                theirs.append(rival.value)
            }
            ratios["hold-\(pending)"] = Spread(ours).median / Spread(theirs).median
        }
        return ratios
    }
}
