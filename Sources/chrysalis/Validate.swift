import ArgumentParser
import ClusterModel
import Scenarios
import UpgradeStrategies

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check a scenario and show all its errors at once.")

    @OptionGroup var arguments: ScenarioArguments

    @Flag(help: "Print the scenario with every default visible.")
    var effective = false

    func run() throws {
        let scenario = try arguments.read()
        if effective {
            try Console.output(scenario.effectiveYAML)
        } else {
            let system = scenario.rehearsal.system
            try Console.output(
                "\(scenario.name): valid; \(system.nodeCount) nodes in \(system.tiers.count) tiers, \(system.classes.count) classes of requests, "
                    + "\(scenario.parameters.count) parameters, \(scenario.parameters.count(where: \.isAssumption)) of them assumptions\n")
        }
    }
}

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the JSON Schema of a scenario, or of an experiment, for editors.")

    @Flag(help: "That of an experiment file, which `sweep plan` reads.")
    var experiment = false

    func run() throws { try Console.output((experiment ? ExperimentReader.schema() : ScenarioReader.schema()).text) }
}
