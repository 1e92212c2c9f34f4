import ArgumentParser
import Experiments
import Foundation
import Reports
import Scenarios
import SimulationKernel
import UpgradeStrategies

/// Replays one run to an instant and continues it in several ways.
struct ForkRun {
    let scenario: Scenario
    let scenarioArguments: ScenarioArguments
    let experiment: ExperimentArguments
    let strategy: String
    let replication: Int
    let isPaired: Bool

    /// Runs all futures and prints what became of them.
    func run(until: String, changes: [String], format: OutputFormat) throws {
        guard strategy != StrategyNames.control else {
            Console.note(
                "error: `\(strategy)` upgrades nothing, so there is nothing to roll back or to change\nhint: strategies are "
                    + StrategyNames.all.joined(separator: ", "))
            throw ExitStatus.usage
        }
        let time = try instant(until)
        let futures = [Fork.Future(name: "go on", change: nil)] + (try changes.filter { $0 != "go-on" }.map(future))
        let seed = experiment.seed(of: scenario)
        let traces = try experiment.traceFolder.map { try TraceFolder($0, scenario: scenario, seed: seed, traced: 0) }
        let interruption = Interruption()
        let request = RunRequest(strategy: strategy, replication: replication)
        let start = Date()
        let fork = Fork(
            scenario.rehearsal, strategy: strategy, seed: seed, replication: replication, isPaired: isPaired, time: time, futures: futures,
            jobs: experiment.threadCount, interruption: interruption.flag
        ) { index, run in
            let name = "\(strategy)-\(replication)" + (index == 0 ? "" : "-then-\(index)")
            return traces?.begin(
                request, run, name: name, intervention: index == 0 ? nil : "from \(until) on: \(futures[index].name)")
        }
        guard let fork else {
            Console.note("interrupted; the futures are compared with each other, so none is printed")
            throw ExitStatus.interrupted
        }
        for branch in fork.branches { if let broken = BrokenRun(branch.result, seed: seed) { throw ComparisonRun.report(broken) } }
        let printed = Result { try show(fork, seed: seed, until: until, format: format) }
        traces?.writeLog(seconds: Date().timeIntervalSince(start), jobs: experiment.threadCount)
        try traces?.report()
        try printed.get()
    }

    private func show(_ fork: Fork, seed: UInt64, until: String, format: OutputFormat) throws {
        let first = fork.branches[0].result
        if first.endEvent != nil, .zero + first.duration <= fork.time {
            Console.note(
                "error: at \(fork.time) nothing is left to decide: the run \(first.outcome.isFinished ? "had finished" : "had ended") after "
                    + "\(first.duration)\nhint: name an earlier instant than `\(until)`")
            throw ExitStatus.usage
        }
        switch format {
        case .table: try Console.output(ForkTable(fork, scenario, seed: seed, width: Console.width).text)
        case .json, .csv: try Console.output(ForkJSON.text(fork, scenario, seed: seed, programVersion: ProgramVersion.text))
        }
    }

    private func instant(_ text: String) throws -> SimulationTime {
        do {
            return try RunInstant.read(text, start: scenario.start, horizon: scenario.rehearsal.horizon)
        } catch {
            Console.note("error: `--until`: \(error.message)" + (error.hint.map { "\nhint: \($0)" } ?? ""))
            throw ExitStatus.usage
        }
    }

    private func future(_ text: String) throws -> Fork.Future {
        switch text {
        case "roll-back": return Fork.Future(name: text, change: .rollBack)
        case "retry": return Fork.Future(name: text, change: .retry)
        default: break
        }
        guard text.contains("=") else {
            let words = ["roll-back", "retry", "go-on"]
            let hint = NearestWord.nearest(to: text, in: words).map { "did you mean `\($0)`?" }
            Console.note(
                "error: `--then \(text)` is no change\nhint: \(hint ?? "write roll-back, retry, go-on or PATH=VALUE")")
            throw ExitStatus.usage
        }
        var changed = scenarioArguments
        changed.overrides.append(text)
        let other = try changed.read(announcing: false)
        // The scenario has been read with it, so it is a path and a value.
        guard let path = Override(text: text, sink: DiagnosticSink())?.path, ChangeInRun.allows(path) else {
            Console.note(
                "error: `--then \(text)`: that value cannot be changed in mid-run\nhint: these can: "
                    + ChangeInRun.paths.joined(separator: ", "))
            throw ExitStatus.usage
        }
        return Fork.Future(name: text, change: .set(other.rehearsal))
    }
}
