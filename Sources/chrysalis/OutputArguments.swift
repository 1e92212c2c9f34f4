import ArgumentParser
import Experiments
import Reports
import UpgradeStrategies

/// How results are printed, and when they make the command fail.
struct OutputArguments: ParsableArguments {
    @Option(help: "Format of the result: table, json or csv.")
    var format = OutputFormat.table

    @Flag(help: "Show rows that are zero everywhere, and what was lost to what.")
    var full = false

    /// Runs, prints the result in the chosen format, then says what became of traces.
    func report(_ run: ComparisonRun, table: (Comparison) -> String) throws {
        let (comparison, finish) = try run.run()
        switch format {
        case .table: try Console.output(table(comparison))
        case .json: try Console.output(ComparisonJSON.text(comparison, programVersion: ProgramVersion.text))
        case .csv: try Console.output(ComparisonCSV.text(comparison))
        }
        if format != .table { Console.note("seed \(run.seed)") }
        try finish()
    }
}

/// Names of the strategies that upgrade.
enum StrategyNames {
    static let all = StrategyCatalogue.all.map(\.name)
}
