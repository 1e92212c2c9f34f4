import ArgumentParser
import CloudMarket
import Experiments
import Reports
import Scenarios
import UpgradeStrategies

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
}

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare all strategies, paired, in one table. The main job.")

    @OptionGroup var scenarioArguments: ScenarioArguments
    @OptionGroup var experiment: ExperimentArguments
    @OptionGroup var output: OutputArguments
    @OptionGroup var injection: InjectionArguments

    @Option(parsing: .unconditional, help: "Runs for finding the assumptions that decide; 0 leaves the ledger out.")
    var ledgerRuns = AssumptionLedger.defaultBudget

    func validate() throws {
        if !(0...100_000).contains(ledgerRuns) { throw ValidationError("`--ledger-runs \(ledgerRuns)` is outside 0 ... 100000") }
    }

    func run() throws {
        let scenario = try injection.applied(to: scenarioArguments.read())
        let run = ComparisonRun(scenario: scenario, arguments: experiment)
        try output.report(run) { comparison in
            var text = ComparisonTable(comparison, full: output.full, width: Console.width).text
            if output.full { text += details(comparison) }
            text += "\n" + Console.wrapped(Explanation(comparison).text)
            if let ledger = try ledger(comparison, run), !ledger.lines.isEmpty {
                text += "\nassumptions that decide between the winner and the others\n"
                text += ledger.lines.map { Console.wrapped($0, indent: 2) }.joined()
            }
            let headroom = Headroom(scenario.rehearsal.system, horizon: scenario.rehearsal.horizon)
            return text + "\n" + Console.wrapped(headroom.line)
        } json: { comparison in
            let ledger = try ledger(comparison, run)
            return ComparisonJSON.text(comparison, programVersion: ProgramVersion.text, ledger: ledger, values: output.values)
        }
    }

    /// What was lost to what and, for strategies that lease, the bill of the first replication.
    private func details(_ comparison: Comparison) -> String {
        var text = ""
        for entry in comparison.strategies {
            text += "\n" + LossTable(comparison, strategy: entry.strategy, width: Console.width).text
            if !entry.example.bill.items.isEmpty {
                text += "\n\(entry.strategy), bill of replication 0\n" + BillTable(entry.example.bill, width: Console.width).text
            }
        }
        return text
    }

    private func ledger(_ comparison: Comparison, _ run: ComparisonRun) throws -> AssumptionLedger? {
        guard ledgerRuns > 0 else { return nil }
        let (path, overrides) = (scenarioArguments.scenario, scenarioArguments.overrides)
        Console.progress("looking for the assumptions that decide")
        defer { Console.progress(nil) }
        let cache = InputCache()
        let ledger = AssumptionLedger(
            comparison, budget: ledgerRuns, jobs: experiment.threadCount, interruption: run.interruption.flag
        ) { more in
            ScenarioReader.read(path: path, overrides: overrides + more, sink: DiagnosticSink(), cache: cache)
        }
        if let broken = ledger.broken { throw ComparisonRun.report(broken) }
        return ledger
    }
}
