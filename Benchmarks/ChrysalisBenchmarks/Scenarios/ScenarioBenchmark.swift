import BenchmarkSupport
import Experiments
import Foundation
import Scenarios
import UpgradeStrategies

/// `compare` of every scenario that is shipped, with few replications on one thread; an operation is a run.
enum ScenarioBenchmark {
    /// The scenarios of the folder `scenarios`, in the order of their names.
    static var paths: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "scenarios")) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "scenarios/" + $0 }
    }

    /// Reads a scenario.
    static func read(_ path: String, overrides: [String] = []) throws -> Scenario {
        let sink = DiagnosticSink()
        guard let scenario = ScenarioReader.read(path: path, overrides: overrides, sink: sink) else {
            throw BenchmarkFailure(message: "`\(path)` cannot be read:\n\(sink.rendered())", hint: "run this in the project's folder")
        }
        return scenario
    }

    /// Every strategy and the control, so many times, and what is made of it.
    ///
    /// Equal runs have equal fingerprints, so the answer of one repetition is that of every other.
    static func compare(_ scenario: Scenario, replications: Int, jobs: Int = 1) throws -> (runs: Int, answer: Double) {
        let runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 1, jobs: jobs)
        let requests = Comparison.requests(scenario, replications: replications)
        let results = runner.run(requests).compactMap(\.self)
        try WrongAnswer.unless(results.count == requests.count, "\(results.count) of \(requests.count) runs have a result")
        let comparison = Comparison(scenario, seed: 1, replications: replications, results: results)
        try WrongAnswer.unless(!comparison.strategies.isEmpty, "the comparison is empty")
        var bits: UInt64 = 0
        for result in results { bits ^= UInt64(result.fingerprint, radix: 16) ?? 0 }
        return (results.count, Double(bits >> 11))
    }

    private static func run(_ scenario: Scenario, replications: Int) throws -> Sample {
        var found = (runs: 0, answer: 0.0)
        let seconds = try Clock.process.measure { found = try compare(scenario, replications: replications) }
        return Sample(seconds: seconds, operations: found.runs, answer: found.answer)
    }

    /// One group for each, so that the fingerprints of its repetitions are held against each other.
    static func groups() throws -> [BenchmarkGroup] {
        try paths.map { path in
            let scenario = try read(path)
            let name = String(path.dropFirst("scenarios/".count).dropLast(".yaml".count))
            let benchmark = Benchmark(name: "scenario", parameters: ["file": name, "replications": "2"], clock: .process) {
                try run(scenario, replications: 2)
            }
            return BenchmarkGroup(benchmarks: [benchmark], answersAgree: true)
        }
    }
}
