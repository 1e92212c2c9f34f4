import ArgumentParser
import BenchmarkSupport

/// Runs one piece of work once: what `check` calls under valgrind, and what a profiler wants.
struct Once: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "once", abstract: "Run one piece of work once, for a profiler or an instruction counter.")

    @Argument(help: "Which: \(BenchmarkSuite.countable.keys.sorted().joined(separator: ", ")).")
    var name: String
    @Option(help: "How many operations.")
    var operations = 1_000_000

    func run() throws {
        guard let work = BenchmarkSuite.countable[name] else {
            throw BenchmarkFailure(
                message: "there is no work `\(name)`", hint: "one of " + BenchmarkSuite.countable.keys.sorted().joined(separator: ", "))
        }
        let sample = try work(operations)
        try Console.output("\(name): \(Figures.value(sample.value, "ns")) an operation\n")
    }
}
