import BenchmarkSupport
import RandomStreams
import Statistics

/// What a random number costs, and whether it is what it claims to be.
enum DrawBenchmark {
    /// Draws and their sum; the sum keeps the loop from being left out.
    static func run<Method: DrawMethod>(_: Method.Type, operations: Int) throws -> Sample {
        var stream = BenchmarkDraws.stream(Method.name)
        var sum = 0.0
        let seconds = Clock.thread.measure {
            for _ in 0..<operations { sum += Method.draw(&stream) }
        }
        try WrongAnswer.unless(sum.isFinite, "the draws sum up to \(sum)")
        return Sample(seconds: seconds, operations: operations, answer: sum)
    }

    /// The test of Kolmogorov and Smirnov and the tails, both ends of them.
    ///
    /// The stream is fixed: a sound method passes always or, with a probability below 1e-6, never.
    static func check<Method: DrawMethod>(_: Method.Type, count: Int) throws -> String {
        var stream = BenchmarkDraws.stream(Method.name, entity: 1)
        let values = (0..<count).map { _ in Method.draw(&stream) }
        for tail in Method.tails {
            let expected = Method.upperTail(tail) * Double(count)
            let found = Double(values.count { $0 > tail })
            let slack = 6 * expected.squareRoot() + 6
            try WrongAnswer.unless(
                (found - expected).magnitude <= slack, "\(found) of \(count) draws exceed \(tail), expected \(expected) ± \(slack)")
        }
        let test = KolmogorovSmirnov(values, cumulative: Method.cumulative)
        try WrongAnswer.unless(
            test.pValue > 1e-6, "the distance of \(count) draws from their distribution is \(test.statistic), p = \(test.pValue)")
        return "Kolmogorov-Smirnov on \(Figures.grouped(Double(count))) draws: p = \(Figures.decimals(test.pValue, 3)), tails as expected"
    }

    /// Every method; each is checked once before it is timed.
    static func groups(checked count: Int) -> [BenchmarkGroup] {
        [
            BenchmarkGroup(benchmarks: [
                benchmark(UniformDraw.self, count), benchmark(ExponentialInversion.self, count), benchmark(NormalInversion.self, count),
            ])
        ]
    }

    private static func benchmark<Method: DrawMethod>(_: Method.Type, _ count: Int) -> Benchmark {
        var answer: String?
        return Benchmark(name: "draw", parameters: ["method": Method.name]) {
            let known = try answer ?? check(Method.self, count: count)
            answer = known
            var sample = try run(Method.self, operations: 10_000_000)
            sample.answerText = known
            return sample
        }
    }
}
