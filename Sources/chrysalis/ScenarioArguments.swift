import ArgumentParser
import Scenarios

/// What every command takes that reads a scenario.
struct ScenarioArguments: ParsableArguments {
    @Argument(help: "The scenario file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String

    @Option(name: .customLong("set"), parsing: .singleValue, help: "Change a value of the scenario, PATH=VALUE; may be repeated.")
    var overrides: [String] = []

    /// Reads the scenario, or reports everything that is wrong with it.
    ///
    /// - Parameter announces: Whether notes about it are printed; not if it has been read before.
    func read(announcing announces: Bool = true) throws -> Scenario {
        let sink = DiagnosticSink()
        let result = ScenarioReader.read(path: scenario, overrides: overrides, sink: sink)
        if !sink.diagnostics.isEmpty, announces || result == nil { Console.note(sink.rendered(colours: Console.wantsColours)) }
        guard let result else { throw exitCode(for: sink) }
        for note in result.notes where announces && !result.warnedNotes.contains(note) { Console.note("note: \(note)") }
        return result
    }

    /// Whether a file cannot be read.
    static func lacksFile(_ sink: DiagnosticSink) -> Bool {
        sink.diagnostics.contains { finding in
            finding.severity == .error && ["missing-file", "is-directory", "unreadable-file", "not-a-file"].contains(finding.code)
        }
    }

    /// A file that cannot be read is an input error, bad data in a file that the scenario names is bad data, all else is the scenario's fault.
    func exitCode(for sink: DiagnosticSink) -> ExitCode {
        if Self.lacksFile(sink) { return ExitStatus.inputOutput }
        let errors = sink.diagnostics.filter { $0.severity == .error }
        return errors.allSatisfy(isAboutData) ? ExitStatus.data : ExitStatus.usage
    }

    /// Whether a finding is about a file that the scenario names: it stands in that file, or at its name in the scenario.
    private func isAboutData(_ finding: Diagnostic) -> Bool {
        guard let place = finding.place else { return false }
        if place.source.name != scenario, place.source.name != "--set" { return true }
        return finding.code == "hours-missing" || finding.code == "not-utf8" && place.line > 0
    }
}
