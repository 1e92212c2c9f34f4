import ArgumentParser
import Experiments
import Scenarios

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare all strategies, paired, in one table. The main job.")

    @OptionGroup var scenarioArguments: ScenarioArguments
    @OptionGroup var experiment: ExperimentArguments

    func run() throws {
        let scenario = try scenarioArguments.read()
        let run = ComparisonRun(scenario: scenario, arguments: experiment)
        let (comparison, finish) = try run.run()
        try Console.output("\(comparison.ranking) \(comparison.fingerprint)\n")
        try finish()
    }
}
