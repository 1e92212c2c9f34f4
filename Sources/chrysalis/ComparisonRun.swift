import ArgumentParser
import Experiments
import Foundation
import Scenarios
import SimulationKernel
import UpgradeStrategies

/// Runs what a command asks for, with progress, traces and Ctrl-C.
struct ComparisonRun {
    let scenario: Scenario
    let arguments: ExperimentArguments
    let seed: UInt64
    let replications: Int
    /// The one replication that is run, without the control; nil for all.
    let only: Int?
    /// Whether replications 2k and 2k + 1 are antithetic pairs.
    let isPaired: Bool
    let interruption = Interruption()

    init(scenario: Scenario, arguments: ExperimentArguments, only: Int? = nil, isPaired: Bool = false) {
        self.only = only
        self.isPaired = isPaired
        self.scenario = scenario
        self.arguments = arguments
        seed = arguments.seed(of: scenario)
        replications = arguments.replications ?? scenario.replications
    }

    /// Runs all strategies and the control. The caller prints the result and then calls `finish`, which reports on traces.
    func run() throws -> (comparison: Comparison, finish: () throws -> Void) {
        let requests =
            only.map { [RunRequest(strategy: scenario.strategies[0], replication: $0)] }
            ?? Comparison.requests(scenario, replications: replications)
        let traces = try arguments.traceFolder.map {
            try TraceFolder($0, scenario: scenario, seed: seed, traced: arguments.tracedReplications(of: replications))
        }
        let jobs = arguments.threadCount
        var runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: seed, jobs: jobs)
        runner.interruption = interruption.flag
        runner.isPaired = isPaired
        let progress = ProgressLine(scenario.name)
        runner.progress = { progress.show($0, $1) }
        runner.keepsDetails = only != nil
        if let traces {
            runner.prepare = { [only] in
                only == nil ? traces.begin($0, $1) : traces.begin($0, $1, name: "\($0.strategy)-\($0.replication)")
            }
        }
        let start = Date()
        let results = runner.run(requests)
        if interruption.flag.isSet {
            let done = results.count { $0 != nil }
            Console.note("interrupted after \(done) of \(requests.count) runs; a comparison needs all of them, so none is printed")
            throw ExitStatus.interrupted
        }
        for result in results.compactMap(\.self) {
            if let broken = BrokenRun(result, seed: seed) { throw Self.report(broken) }
        }
        let complete = results.compactMap(\.self)
        let comparison =
            only == nil
            ? Comparison(scenario, seed: seed, replications: replications, results: complete)
            : Comparison(single: scenario, seed: seed, results: complete)
        let seconds = Date().timeIntervalSince(start)
        return (
            comparison,
            {
                traces?.writeLog(seconds: seconds, jobs: jobs)
                try traces?.report()
            }
        )
    }

    /// Says that a run broke, with what it takes to look into it.
    static func report(_ broken: BrokenRun) -> ExitCode {
        Console.note(
            "internal error: \(broken)\nhint: its numbers would mean nothing, so none is printed; report the scenario with this line")
        return ExitStatus.software
    }
}
