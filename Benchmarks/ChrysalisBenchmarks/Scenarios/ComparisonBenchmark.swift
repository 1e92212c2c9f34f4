import BenchmarkSupport
import ClusterModel
import Experiments
import Foundation
import Scenarios
import SimulationKernel
import Traces
import UpgradeStrategies

/// `compare wikipedia-2010.yaml`: four strategies and the control, 30 replications, over the whole upgrade.
enum ComparisonBenchmark {
    /// The whole comparison, what a trace adds to it, what ten and a hundred times the nodes and data take, and what a second core brings.
    static func groups() throws -> [BenchmarkGroup] {
        let scenario = try LargerScenario.original()
        let parameters = ["file": "wikipedia-2010", "replications": "30", "jobs": "2"]
        func whole(_ clock: Clock) -> Benchmark {
            var parameters = parameters
            parameters["clock"] = clock.rawValue
            return Benchmark(name: "comparison", parameters: parameters, clock: clock, mostRepetitions: 3, isLong: true) {
                Sample(seconds: try clock.measure { _ = try ScenarioBenchmark.compare(scenario, replications: 30, jobs: 2) }, operations: 1)
            }
        }
        func ratio(_ name: String, _ clock: Clock, _ body: @escaping () throws -> Double) -> Benchmark {
            Benchmark(name: name, parameters: parameters, unit: "x", clock: clock, mostRepetitions: 3, isLong: true) {
                Sample(value: try body())
            }
        }
        let traced = ratio("comparison-traced", .process) {
            let with = try Clock.process.measure { try compareTraced(scenario, replications: 30) }
            return try with / Clock.process.measure { _ = try ScenarioBenchmark.compare(scenario, replications: 30, jobs: 2) }
        }
        func larger(_ times: Int) -> Benchmark {
            Benchmark(
                name: "comparison-larger",
                parameters: ["file": "wikipedia-2010", "replications": "2", "jobs": "1", "times": String(times)],
                unit: "x", clock: .process, mostRepetitions: times > 10 ? 1 : 3, isLong: true
            ) {
                Sample(value: try timesAsLong(LargerScenario.read(times: times), as: scenario, times: times))
            }
        }
        return [
            BenchmarkGroup(benchmarks: [whole(.wall), whole(.process)]), BenchmarkGroup(benchmarks: [traced]),
            BenchmarkGroup(benchmarks: [larger(10)]), BenchmarkGroup(benchmarks: [larger(100)]),
            BenchmarkGroup(benchmarks: scaling(scenario)),
        ]
    }

    /// What a comparison of a scenario takes in comparison with another, 1 / `times` of its size.
    ///
    /// Runs of both take turns, as many more of the smaller one, so that a change of the machine's mood meets both.
    private static func timesAsLong(_ large: Scenario, as small: Scenario, times: Int) throws -> Double {
        func seconds(_ scenario: Scenario, _ requests: [RunRequest]) throws -> Double {
            let runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 1, jobs: 1)
            return try Clock.process.measure {
                let count = runner.run(requests).count { $0 != nil }
                try WrongAnswer.unless(count == requests.count, "\(count) of \(requests.count) runs have a result")
            }
        }
        var (ofLarge, ofSmall) = (0.0, 0.0)
        for request in Comparison.requests(large, replications: 2) {
            ofLarge += try seconds(large, [request])
            let first = request.replication * times
            let many = (first..<first + times).map { RunRequest(strategy: request.strategy, replication: $0) }
            ofSmall += try seconds(small, many)
        }
        return ofLarge / ofSmall * Double(times)
    }

    /// How many times as much two cores do as one.
    ///
    /// By the wall it takes two idle cores; by processor time it shows what the runs cost each other (memory, allocator), whoever else is at
    /// work.
    private static func scaling(_ scenario: Scenario) -> [Benchmark] {
        let requests = (0..<48).map { RunRequest(strategy: "rolling", replication: $0) }
        func seconds(_ jobs: Int, _ clock: Clock) throws -> Double {
            let runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 1, jobs: jobs)
            return try clock.measure {
                let count = runner.run(requests).count { $0 != nil }
                try WrongAnswer.unless(count == requests.count, "\(count) of \(requests.count) runs have a result")
            }
        }
        func benchmark(_ clock: Clock, _ factor: Double) -> Benchmark {
            Benchmark(
                name: "scaling", parameters: ["cores": "2", "clock": clock.rawValue], unit: "x", clock: clock, better: .more, isLong: true
            ) { Sample(value: try factor * seconds(1, clock) / seconds(2, clock), operations: requests.count) }
        }
        return [benchmark(.wall, 1), benchmark(.process, 2)]
    }

    private static func compareTraced(_ scenario: Scenario, replications: Int) throws {
        var runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 1, jobs: 2)
        let folder = NSTemporaryDirectory() + "chrysalis-benchmark-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        runner.prepare = { request, run in
            guard request.replication == 0,
                let recorder = try? RunTraceRecorder(
                    path: "\(folder)/\(request.strategy).h5", scenario: scenario, strategy: request.strategy, seed: 1, replication: 0,
                    programVersion: "benchmark")
            else { return nil }
            run.recorder = recorder
            run.simulation.observer = recorder
            return { result in try? recorder.finish(result) }
        }
        let results = runner.run(Comparison.requests(scenario, replications: replications)).compactMap(\.self)
        _ = Comparison(scenario, seed: 1, replications: replications, results: results)
        let traces = try FileManager.default.contentsOfDirectory(atPath: folder).count { $0.hasSuffix(".h5") }
        try WrongAnswer.unless(traces == 5, "\(traces) traces were written instead of 5")
    }
}
