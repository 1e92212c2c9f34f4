import ArgumentParser

/// What the program's work takes: measured, compared, and held against what it took before.
@main
struct ChrysalisBenchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chrysalis-benchmarks",
        abstract: "Measure what Chrysalis takes, alone and beside other simulators.",
        discussion: """
            Results go to standard output, everything else to standard error. Exit codes: 0 success; 1 something got slower or the gate \
            failed; 64 bad arguments; 65 bad input data; 70 a benchmark computed a wrong answer; 74 input or output error.
            """,
        subcommands: [Measure.self, Compare.self, Check.self, Plot.self, DrawSharing.self, Tables.self, Once.self],
        defaultSubcommand: Measure.self)

    static func main() {
        var command: any ParsableCommand
        do {
            command = try parseAsRoot()
        } catch {
            // Help and the like are errors to the parser too.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Console.fail(BenchmarkFailure(message: message(for: error), hint: "`chrysalis-benchmarks --help` lists what there is"))
        }
        do {
            try command.run()
        } catch let failure as BenchmarkFailure {
            Console.fail(failure)
        } catch let wrong as WrongAnswer {
            Console.fail(BenchmarkFailure(status: 70, message: wrong.description, hint: "its time means nothing; this is a bug"))
        } catch let code as ExitCode {
            exit(withError: code)
        } catch  where exitCode(for: error) == .success {
            exit(withError: error)
        } catch {
            Console.fail(BenchmarkFailure(status: 70, message: "\(error)", hint: "this is a bug, or a failure of the machine"))
        }
    }
}
