import ArgumentParser
import Experiments
import Reports
import Scenarios
import UpgradeStrategies

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one strategy: its measures, steps, losses and bill; or one run alone, and what else could become of it.",
        discussion: """
            With `--replication K` one run is replayed alone; it is the same, event by event, as in a comparison. With `--until T --then CHANGE` \
            it is replayed to T and continued in several ways: as it was, and with each CHANGE. A change is `roll-back` (the operator gives the \
            attempt up and makes no other), `retry` (gives it up and makes another), `go-on`, or PATH=VALUE for a value that can be changed in \
            mid-run.
            """)

    @OptionGroup var scenarioArguments: ScenarioArguments
    @OptionGroup var experiment: ExperimentArguments
    @OptionGroup var output: OutputArguments
    @OptionGroup var injection: InjectionArguments

    @Option(help: "The strategy to run.")
    var strategy: String

    @Option(parsing: .unconditional, help: "Replay the run of this number alone, from 0.")
    var replication: Int?

    @Flag(
        help: "With `--replication`: as in a sweep of antithetic pairs, where odd replications mirror the random numbers of the one before."
    )
    var antithetic = false

    @Option(parsing: .unconditional, help: "Continue differently from here: a time since the start such as `5 h`, or an instant in UTC.")
    var until: String?

    @Option(
        name: .customLong("then"), parsing: .singleValue,
        help: "What is done at that instant: roll-back, retry, go-on or PATH=VALUE; may be repeated, one future each.")
    var changes: [String] = []

    func validate() throws {
        if let replication {
            if !(0..<1_000_000).contains(replication) { throw ValidationError("`--replication \(replication)` is outside 0 ... 999999") }
            if experiment.replications != nil { throw ValidationError("`--replication` and `--replications` exclude each other") }
        }
        if antithetic, replication == nil {
            throw ValidationError("`--antithetic` is about one run of a pair: name it with `--replication`")
        }
        if until == nil, let change = changes.first { throw ValidationError("`--then \(change)` needs `--until T` to say when") }
        guard let until else { return }
        if changes.isEmpty {
            throw ValidationError("`--until \(until)` needs `--then CHANGE` to say what is done, such as `--then roll-back`")
        }
        if experiment.replications != nil { throw ValidationError("`--until` is about one run: name it with `--replication`") }
        if !output.failConditions.isEmpty { throw ValidationError("`--fail-if` judges all replications, and `--until` is about one run") }
        if output.values { throw ValidationError("`--values` are those of all replications, and `--until` is about one run") }
        if output.format == .csv { throw ValidationError("futures are printed as `table` or `json`, not as `csv`") }
    }

    func run() throws {
        var scenario = try injection.applied(to: scenarioArguments.read())
        let isAlone = replication != nil || until != nil
        let known = StrategyNames.all + (isAlone ? [StrategyNames.control] : [])
        guard known.contains(strategy) else {
            let hint = NearestWord.nearest(to: strategy, in: known).map { "did you mean `\($0)`?" }
            Console.note("error: there is no strategy `\(strategy)`\nhint: \(hint ?? "strategies are " + known.joined(separator: ", "))")
            throw ExitStatus.usage
        }
        scenario.strategies = [strategy]
        if let until {
            let run = ForkRun(
                scenario: scenario, scenarioArguments: scenarioArguments, experiment: experiment, strategy: strategy,
                replication: replication ?? 0, isPaired: antithetic)
            return try run.run(until: until, changes: changes, format: output.format)
        }
        let run = ComparisonRun(scenario: scenario, arguments: experiment, only: replication, isPaired: antithetic)
        try output.report(run) { comparison in
            let report = RunReport(comparison, full: output.full, width: Console.width).text
            return replication == nil ? report : report + "\nfingerprint \(comparison.strategies[0].example.fingerprint)\n"
        }
    }
}
