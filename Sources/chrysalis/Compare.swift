import ArgumentParser
import Experiments
import Reports
import Scenarios

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

    func run() throws {
        let scenario = try scenarioArguments.read()
        try output.report(ComparisonRun(scenario: scenario, arguments: experiment)) { comparison in
            var text = ComparisonTable(comparison, full: output.full, width: Console.width).text
            for name in scenario.strategies {
                let losses = LossTable(comparison, strategy: name, width: Console.width).text
                if output.full, !losses.isEmpty { text += "\n" + losses }
            }
            return text
        }
    }
}

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one strategy: its measures, steps, losses and bill.")

    @OptionGroup var scenarioArguments: ScenarioArguments
    @OptionGroup var experiment: ExperimentArguments
    @OptionGroup var output: OutputArguments

    @Option(help: "The strategy to run.")
    var strategy: String

    func run() throws {
        var scenario = try scenarioArguments.read()
        guard scenario.strategies.contains(strategy) || StrategyNames.all.contains(strategy) else {
            let hint = NearestWord.nearest(to: strategy, in: StrategyNames.all).map { "did you mean `\($0)`?" }
            Console.note("error: there is no strategy `\(strategy)`\nhint: \(hint ?? "strategies are " + StrategyNames.all.joined(separator: ", "))")
            throw ExitStatus.usage
        }
        scenario.strategies = [strategy]
        try output.report(ComparisonRun(scenario: scenario, arguments: experiment)) { comparison in
            RunReport(comparison, full: output.full, width: Console.width).text
        }
    }
}
