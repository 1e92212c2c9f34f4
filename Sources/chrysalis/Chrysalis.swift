import ArgumentParser
import Foundation

/// The command line: the only place that prints, exits, reads the environment or the wall clock.
@main
struct Chrysalis: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chrysalis",
        abstract: "Rehearse large distributed upgrades before anyone attempts them.",
        discussion: """
            Results go to standard output, everything else to standard error. Exit codes: 0 success; 1 a stated objective was not met; \
            64 bad arguments or scenario; 65 bad input data; 70 internal error; 74 input or output error; 75 interrupted and resumable; \
            130 interrupted.
            """,
        version: ProgramVersion.text,
        subcommands: [
            Compare.self, Run.self, Validate.self, Schema.self, Initialise.self, Inspect.self, Explain.self, Inject.self, Risk.self,
            Recommend.self, Sweep.self, Diff.self, Export.self,
        ])

    static func main() {
        // A reader of our output that goes away is an error of `write`, which `Console` takes for the end, and no reason to die.
        signal(SIGPIPE, SIG_IGN)
        main(nil)
    }
}

/// The version of the program: here and nowhere else.
enum ProgramVersion {
    static let text = "0.1.0"
}
