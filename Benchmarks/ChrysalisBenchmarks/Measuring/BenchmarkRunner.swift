import BenchmarkSupport

/// Runs groups of benchmarks, their repetitions in turns.
struct BenchmarkRunner {
    /// Repetitions of each.
    var repetitions: Int
    /// Part of the names of those that run; all if nil.
    var filter: String?
    /// Whether long ones are left out.
    var isQuick = false

    /// The rows of what ran, each told to `report` as soon as its group is done.
    func run(_ groups: [BenchmarkGroup], report: (ResultRow) throws -> Void) throws -> [ResultRow] {
        var rows: [ResultRow] = []
        for group in groups {
            let chosen = group.benchmarks.filter(isChosen)
            var samples = [[Sample]](repeating: [], count: chosen.count)
            for repetition in 0..<repetitions {
                for (index, benchmark) in chosen.enumerated() where repetition < benchmark.mostRepetitions {
                    do {
                        samples[index].append(try benchmark.run())
                    } catch let error as WrongAnswer {
                        throw WrongAnswer(description: "\(benchmark.identity): \(error.description)")
                    }
                }
            }
            if group.answersAgree { try checkAgreement(chosen, samples) }
            for (benchmark, samples) in zip(chosen, samples) {
                let row = benchmark.row(samples: samples)
                rows.append(row)
                try report(row)
            }
        }
        return rows
    }

    /// Whether a benchmark is to run.
    func isChosen(_ benchmark: Benchmark) -> Bool {
        if isQuick, benchmark.isLong { return false }
        return filter.map { benchmark.identity.contains($0) } ?? true
    }

    private func checkAgreement(_ benchmarks: [Benchmark], _ samples: [[Sample]]) throws {
        let answers = zip(benchmarks, samples).flatMap { benchmark, samples in samples.map { (benchmark.identity, $0.answer) } }
        guard let (name, first) = answers.first else { return }
        for (other, answer) in answers where answer != first {
            throw WrongAnswer(description: "\(name) answers \(first ?? .nan), but \(other) answers \(answer ?? .nan)")
        }
    }
}
