import Foundation

/// Reads scenarios from YAML files.
///
/// One decode function (`ScenarioDecoder`) yields the values, all diagnostics, the effective configuration and the schema.
public enum ScenarioReader {
    /// Reads a file with `--set` overrides (`PATH=VALUE`); nil after a report to the sink.
    ///
    /// - Parameter cache: Keeps what many readings of the scenario have in common; may be used by several threads.
    public static func read(path: String, overrides: [String] = [], sink: DiagnosticSink, cache: InputCache? = nil) -> Scenario? {
        guard let document = DocumentReader(sink: sink).read(path: path) else { return nil }
        return read(document, folder: (path as NSString).deletingLastPathComponent, overrides: overrides, sink: sink, cache: cache)
    }

    /// Reads a text; files that it names are looked for in `folder`.
    public static func read(text: String, name: String, folder: String, overrides: [String] = [], sink: DiagnosticSink) -> Scenario? {
        guard let document = DocumentReader(sink: sink).read(text: text, name: name) else { return nil }
        return read(document, folder: folder, overrides: overrides, sink: sink)
    }

    /// JSON Schema (draft 2020-12) of a scenario, for editors.
    public static func schema() -> JSONSchema {
        ConfigurationReader.schema(title: "Chrysalis scenario") { ScenarioDecoder(folder: "", sink: DiagnosticSink()).decode($0) }
    }

    static func read(
        _ document: Document, folder: String, overrides: [String], sink: DiagnosticSink, cache: InputCache? = nil, isDescribed: Bool = true
    ) -> Scenario? {
        let parsed = overrides.compactMap { Override(text: $0, sink: sink) }
        guard parsed.count == overrides.count else { return nil }
        let decoder = ScenarioDecoder(folder: folder, sink: sink, cache: cache)
        guard let reading = ConfigurationReader.read(document, overrides: parsed, sink: sink, decode: decoder.decode),
            var scenario = reading.value
        else { return nil }
        scenario.parameters = reading.parameters
        scenario.text = document.source.text
        if isDescribed {
            scenario.effectiveYAML = reading.effective.yaml
            scenario.effectiveJSON = reading.effective.json
        }
        return scenario
    }
}
