import ArgumentParser
import Scenarios

/// What every command takes that reads a scenario.
struct ScenarioArguments: ParsableArguments {
    @Argument(help: "The scenario file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String

    @Option(name: .customLong("set"), parsing: .singleValue, help: "Change a value of the scenario, PATH=VALUE; may be repeated.")
    var overrides: [String] = []

    /// Reads the scenario, or reports everything that is wrong with it.
    func read() throws -> Scenario {
        let sink = DiagnosticSink()
        let result = ScenarioReader.read(path: scenario, overrides: overrides, sink: sink)
        if !sink.diagnostics.isEmpty { Console.note(sink.rendered(colours: Console.wantsColours)) }
        guard let result else { throw Self.exitCode(for: sink) }
        for note in result.notes { Console.note("note: \(note)") }
        return result
    }

    /// A file that cannot be read is an input error, bad data in a file that the scenario names is bad data, all else is the scenario's fault.
    static func exitCode(for sink: DiagnosticSink) -> ExitCode {
        let errors = sink.diagnostics.filter { $0.severity == .error }
        if errors.contains(where: { ["missing-file", "is-directory", "unreadable-file", "not-a-file"].contains($0.code) }) {
            return ExitStatus.inputOutput
        }
        return errors.allSatisfy { $0.code == "hours-missing" || $0.place?.source.name.hasSuffix(".csv") == true } ? ExitStatus.data : ExitStatus.usage
    }
}
