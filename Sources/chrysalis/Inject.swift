import ArgumentParser
import Experiments
import Foundation
import Reports
import Scenarios
import UpgradeFaults
import UpgradeStrategies

/// What a command takes that can make faults happen.
struct InjectionArguments: ParsableArguments {
    @Option(
        name: .customLong("inject"), parsing: .singleValue,
        help: """
            Make a fault happen in the first attempt: COMPONENT, COMPONENT@PLACE or bad-version:DEFECT@TIER, where a place is `node N`, \
            `shard NAME`, `step TEXT` or a time since the start; may be repeated.
            """)
    var injections: [String] = []

    /// The scenario with these faults.
    func applied(to scenario: Scenario) throws -> Scenario {
        var scenario = scenario
        for text in injections {
            do throws(InjectionError) {
                scenario.rehearsal.injections.append(try Injection.parse(text, scenario))
            } catch {
                Console.note("error: `--inject \(text)`: \(error.message)" + (error.hint.map { "\nhint: \($0)" } ?? ""))
                throw ExitStatus.usage
            }
        }
        return scenario
    }
}

/// Every fault at every opportunity.
struct Inject: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Inject every fault at every operation under every strategy, once each: the matrix of consequences.",
        discussion: """
            Each run is one of the first replication with one fault more. Operations of one class that are done to like things at one instant are \
            one case, and so are all of a script; the columns count operations. Reports and repairs take their mean times.
            """)

    @OptionGroup var scenarioArguments: ScenarioArguments

    @Option(parsing: .singleValue, help: "A strategy to inject into; may be repeated. All of the scenario's if absent.")
    var strategy: [String] = []

    @Option(parsing: .unconditional, help: "Root seed; the scenario's, or drawn and printed, if absent.")
    var seed: UInt64?

    @Option(parsing: .unconditional, help: "Threads; all cores (or what Slurm grants) if absent.")
    var jobs: Int?

    @Option(help: "Format of the result: table or json.")
    var format = OutputFormat.table

    func validate() throws {
        if let jobs, !(1...4096).contains(jobs) { throw ValidationError("`--jobs \(jobs)` is outside 1 ... 4096") }
        if format == .csv { throw ValidationError("a campaign is printed as `table` or `json`, not as `csv`") }
    }

    func run() throws {
        let scenario = try scenarioArguments.read()
        try StrategyNames.check(strategy)
        if scenario.rehearsal.dependencies == nil {
            Console.note("note: the scenario has no `dependencies`, so that only defects of the version have consequences")
        }
        var arguments = ExperimentArguments()
        (arguments.seed, arguments.jobs) = (seed, jobs)
        let (root, interruption) = (arguments.seed(of: scenario), Interruption())
        let progress = ProgressLine(scenario.name)
        let campaign = FaultCampaign(
            scenario.rehearsal, strategies: strategy.isEmpty ? scenario.strategies : strategy, seed: root, jobs: arguments.threadCount,
            interruption: interruption.flag
        ) { progress.show($0, $1) }
        guard let campaign else {
            Console.note("interrupted; a matrix needs all runs, so none is printed")
            throw ExitStatus.interrupted
        }
        switch format {
        case .json:
            try Console.output(FaultMatrixJSON.text(campaign, scenario, programVersion: ProgramVersion.text))
            Console.note("seed \(root)")
        default: try Console.output(FaultMatrixTable(campaign, scenario, width: Console.width).text)
        }
    }
}
