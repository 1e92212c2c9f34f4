import ArgumentParser
import Experiments
import Reports
import Scenarios
import UpgradeStrategies

/// How results are printed, and when they make the command fail.
struct OutputArguments: ParsableArguments {
    @Option(help: "Format of the result: table, json or csv.")
    var format = OutputFormat.table

    @Flag(help: "Show rows that are zero everywhere, and what was lost to what.")
    var full = false

    @Flag(help: "Print the value of every replication too, with `--format json`; `diff` then compares them one by one.")
    var values = false

    @Option(
        name: .customLong("fail-if"), parsing: .singleValue,
        help: "Fail with exit code 1 if this holds, such as \"outage.edit.p95 > 60 s\"; may be repeated.")
    var failConditions: [String] = []

    func validate() throws {
        if values, format != .json {
            throw ValidationError("`--values` needs `--format json`: a table of all replications would be unreadable")
        }
    }

    /// Runs, prints the result in the chosen format, then says what became of traces.
    func report(
        _ run: ComparisonRun, table: (Comparison) throws -> String,
        json: ((Comparison) throws -> String)? = nil
    ) throws {
        let conditions = try parseConditions(run)
        let (comparison, finish) = try run.run()
        // A reader that has gone away must not hide a failed trace or a missed objective.
        let printed = Result {
            switch format {
            case .table: try Console.output(try table(comparison))
            case .json:
                let plain = { ComparisonJSON.text($0, programVersion: ProgramVersion.text, values: values) }
                try Console.output(try (json ?? plain)(comparison))
            case .csv: try Console.output(ComparisonCSV.text(comparison))
            }
        }
        if case .success = printed, format != .table { Console.note("seed \(run.seed)") }
        let verdict = judge(conditions, comparison)
        try finish()
        if let verdict { throw verdict }
        try printed.get()
    }

    /// Reads the conditions before anything is run.
    private func parseConditions(_ run: ComparisonRun) throws -> [FailCondition] {
        let catalogue = MeasureCatalogue(run.scenario)
        let strategies = run.scenario.strategies + [StrategyCatalogue.control.name]
        return try failConditions.map { text in
            do throws(FailConditionError) {
                return try FailCondition(parsing: text, catalogue: catalogue, strategies: strategies)
            } catch {
                Console.note("error: `--fail-if \(text)`: \(error.message)" + (error.hint.map { "\nhint: \($0)" } ?? ""))
                throw ExitStatus.usage
            }
        }
    }

    /// The exit code that the conditions ask for: a missed objective comes before one that cannot be decided.
    private func judge(_ conditions: [FailCondition], _ comparison: Comparison) -> ExitCode? {
        var code: ExitCode?
        for result in conditions.map({ $0.check(comparison) }) {
            Console.note(result.sentence)
            switch result.verdict {
            case .fails: code = ExitStatus.objectiveMissed
            case .undecidable: code = code ?? ExitStatus.usage
            case .passes: continue
            }
        }
        return code
    }
}

/// Names of the strategies that upgrade.
enum StrategyNames {
    static let all = StrategyCatalogue.all.map(\.name)
    /// The one that upgrades nothing.
    static let control = StrategyCatalogue.control.name

    /// Refuses names of strategies that are not there.
    static func check(_ names: [String]) throws {
        for name in names where !all.contains(name) {
            let hint = NearestWord.nearest(to: name, in: all).map { "did you mean `\($0)`?" }
            Console.note("error: there is no strategy `\(name)`\nhint: \(hint ?? "strategies are " + all.joined(separator: ", "))")
            throw ExitStatus.usage
        }
    }
}
