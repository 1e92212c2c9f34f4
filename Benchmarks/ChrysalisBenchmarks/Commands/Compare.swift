import ArgumentParser
import BenchmarkSupport

/// Holds two results against each other.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two results; exit 1 if anything got slower.",
        discussion: """
            Rows belong together by name and parameters. A row is worse if its median is worse by more than the threshold and the ranges \
            between the quartiles do not overlap; beyond the threshold with an overlap is noise.
            """)

    @Argument(help: "The earlier result, as written by `--json`.")
    var before: String
    @Argument(help: "The later result.")
    var after: String
    @Option(help: "Change that is let pass, such as 5% or 0.05.")
    var threshold = "5%"

    func run() throws {
        guard let limit = ResultComparison.threshold(threshold) else {
            throw BenchmarkFailure(message: "`--threshold \(threshold)` is no percentage", hint: "such as 5%")
        }
        let (old, new) = (try Console.result(before), try Console.result(after))
        let comparison = ResultComparison(old, new, threshold: limit)
        if old.machine.processor != new.machine.processor {
            Console.note("warning: the results are of different machines: \(old.machine.processor) and \(new.machine.processor)")
            Console.note("hint: compare results of one machine, or instruction counts (`chrysalis-benchmarks check`)")
        }
        var table = TextTable(["name and parameters", "before", "after", "change", "verdict"])
        for line in comparison.lines {
            func value(_ row: ResultRow?) -> String { row.map { Figures.value($0.median, $0.unit) } ?? "-" }
            table.append([
                line.identity, value(line.before), value(line.after), line.change.map(Figures.change) ?? "", line.verdict.rawValue,
            ])
        }
        try Console.output(table.text)
        let worse = comparison.lines.count { $0.verdict == .worse }
        try Console.output("\n\(worse) of \(comparison.lines.count) worse by more than \(threshold), beyond the noise\n")
        if comparison.hasRegression { throw ExitCode(1) }
    }
}
