import ArgumentParser
import Experiments
import Reports
import Scenarios
import UpgradeStrategies

/// How likely something rare is.
struct Risk: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Estimate how likely an outcome is that is too rare to be met by chance.",
        discussion: """
            Runs are divided into strata by which faults occur in the first attempt and whether the version is bad; how likely each stratum is follows \
            from the probabilities of the scenario's `upgrade-faults`. So an outcome that one upgrade in a million has takes no million runs.
            """)

    @OptionGroup var scenarioArguments: ScenarioArguments

    @Option(name: .customLong("of"), help: "The outcome, by a measure of one run, such as \"outage.view > 1 h\" or \"rows-damaged > 0\".")
    var outcome: String

    @Option(parsing: .singleValue, help: "A strategy; may be repeated. All of the scenario's if absent.")
    var strategy: [String] = []

    @Option(parsing: .unconditional, help: "Runs of each strategy, all strata together.")
    var runs = 1000

    @Option(parsing: .unconditional, help: "Root seed; the scenario's, or drawn and printed, if absent.")
    var seed: UInt64?

    @Option(parsing: .unconditional, help: "Threads; all cores (or what Slurm grants) if absent.")
    var jobs: Int?

    func validate() throws {
        if !(32...10_000_000).contains(runs) { throw ValidationError("`--runs \(runs)` is outside 32 ... 10000000") }
        if let jobs, !(1...4096).contains(jobs) { throw ValidationError("`--jobs \(jobs)` is outside 1 ... 4096") }
    }

    func run() throws {
        let scenario = try scenarioArguments.read()
        let names = strategy.isEmpty ? scenario.strategies : strategy
        try StrategyNames.check(names)
        let condition = try parsed(scenario)
        var arguments = ExperimentArguments()
        (arguments.seed, arguments.jobs) = (seed, jobs)
        let (root, interruption) = (arguments.seed(of: scenario), Interruption())
        guard let measure = MeasureCatalogue(scenario)[condition.measure] else { throw ExitStatus.usage }
        var text = "\(scenario.name), seed \(root): probability of `\(outcome)`, in \(runs) runs of each strategy by strata\n\n"
        for name in names {
            Console.progress("looking at \(name)")
            let found = RareOutcome(
                scenario.rehearsal, strategy: name, seed: root, runs: runs, jobs: arguments.threadCount,
                confidence: scenario.objectives.confidence, interruption: interruption.flag
            ) { condition.isMet(by: measure.value($0)) }
            Console.progress(nil)
            guard let found else {
                Console.note("interrupted; nothing is printed")
                throw ExitStatus.interrupted
            }
            text += RareOutcomeLine(name, found.estimate).text
        }
        try Console.output(text)
    }

    private func parsed(_ scenario: Scenario) throws -> FailCondition {
        let condition: FailCondition
        do throws(FailConditionError) {
            condition = try FailCondition(parsing: outcome, catalogue: MeasureCatalogue(scenario), strategies: [])
        } catch {
            Console.note("error: `--of \(outcome)`: \(error.message)" + (error.hint.map { "\nhint: \($0)" } ?? ""))
            throw ExitStatus.usage
        }
        guard [.mean, .probability].contains(condition.statistic) else {
            Console.note(
                "error: `--of \(outcome)`: an outcome is of one run and has no statistic\nhint: write it like `outage.edit > 60 s`")
            throw ExitStatus.usage
        }
        return condition
    }
}
