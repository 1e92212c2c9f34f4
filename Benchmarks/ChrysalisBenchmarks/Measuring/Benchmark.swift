import BenchmarkSupport

/// What one repetition of a benchmark found.
struct Sample {
    /// In the benchmark's unit, per operation.
    var value: Double
    /// Operations done.
    var operations: Int
    /// The answer, for those that compute the same thing to agree upon.
    var answer: Double?
    /// The answer in words.
    var answerText: String?

    /// Makes a sample of a value that is no time.
    init(value: Double, operations: Int = 1, answer: Double? = nil, answerText: String? = nil) {
        (self.value, self.operations, self.answer, self.answerText) = (value, operations, answer, answerText)
    }

    /// Makes a sample of a time.
    init(seconds: Double, operations: Int, answer: Double? = nil, answerText: String? = nil) {
        self.init(value: seconds * 1e9 / Double(operations), operations: operations, answer: answer, answerText: answerText)
    }
}

/// One thing to measure.
struct Benchmark {
    /// What it is called.
    var name: String
    /// Under which circumstances.
    var parameters: [String: String] = [:]
    /// Unit of its values.
    var unit = "ns"
    /// Which clock it reads; nil where it reads none.
    var clock: Clock? = .thread
    /// Which way is better.
    var better = ResultRow.Direction.less
    /// Repetitions at most, for what takes long.
    var mostRepetitions = Int.max
    /// Whether `--quick` leaves it out.
    var isLong = false
    /// One repetition.
    var run: () throws -> Sample

    /// Name and parameters, as in the result.
    var identity: String { row(samples: []).identity }

    /// The row of a result.
    func row(samples: [Sample]) -> ResultRow {
        ResultRow(
            name: name, parameters: parameters, unit: unit, clock: clock?.rawValue, better: better,
            operations: samples.first?.operations ?? 0, values: samples.map(\.value), answer: samples.last?.answerText)
    }
}

/// Benchmarks whose repetitions take turns (A B C A B C), so that a change of the machine's mood meets all of them.
struct BenchmarkGroup {
    /// In the order in which they take turns.
    var benchmarks: [Benchmark]
    /// Whether all of them compute the same answer, to the last bit.
    var answersAgree = false
}

/// A benchmark computed something wrong: its time means nothing.
struct WrongAnswer: Error, CustomStringConvertible {
    /// What came out and what was expected.
    var description: String

    /// Throws unless a condition holds.
    static func unless(_ condition: Bool, _ message: @autoclosure () -> String) throws {
        if !condition { throw WrongAnswer(description: message()) }
    }
}
