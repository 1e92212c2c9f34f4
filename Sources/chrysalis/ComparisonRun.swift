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
    let interruption = Interruption()

    init(scenario: Scenario, arguments: ExperimentArguments) {
        self.scenario = scenario
        self.arguments = arguments
        seed = arguments.seed(of: scenario)
        replications = arguments.replications ?? scenario.replications
    }

    /// Runs all strategies and the control. The caller prints the result and then calls `finish`, which reports on traces.
    func run() throws -> (comparison: Comparison, finish: () throws -> Void) {
        let requests = Comparison.requests(scenario, replications: replications)
        let traces = try arguments.traceFolder.map {
            try TraceFolder($0, scenario: scenario, seed: seed, traced: arguments.tracedReplications(of: replications))
        }
        let jobs = arguments.threadCount
        var runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: seed, jobs: jobs)
        runner.interruption = interruption.flag
        let progress = ProgressLine(scenario.name)
        runner.progress = { progress.show($0, $1) }
        if let traces { runner.prepare = { traces.begin($0, $1) } }
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
        let comparison = Comparison(scenario, seed: seed, replications: replications, results: results.compactMap(\.self))
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
