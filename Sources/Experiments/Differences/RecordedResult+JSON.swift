import Scenarios
import Statistics

/// From the JSON of `compare` and `run`.
extension RecordedResult {
    /// Version of the layout that is read.
    private static let schemaVersion = 1

    static func read(_ root: JSONValue, source: String, sink: DiagnosticSink) -> RecordedResult? {
        do throws(Gap) {
            return try RecordedResult(root, source: source)
        } catch {
            sink.error(
                "not-a-result", "`\(source)` is JSON but no result of `compare` or `run`: \(error.message)",
                at: SourcePlace(source: SourceText(name: source, text: ""), line: 0, column: 0), hint: error.hint)
            return nil
        }
    }

    private init(_ root: JSONValue, source: String) throws(Gap) {
        if root.items != nil {
            throw Gap(
                message: "it is a list", hint: "results of `chrysalis-benchmarks` are compared with `chrysalis-benchmarks compare`")
        }
        guard let version = root["schema_version"]?.whole, root["strategies"] != nil else {
            throw Gap(
                message: "it has no `\(root["strategies"] == nil ? "strategies" : "schema_version")`",
                hint: "`chrysalis compare SCENARIO --format json` prints one")
        }
        guard version == Self.schemaVersion else {
            throw Gap(
                message: "its layout has the version \(version), and this program knows \(Self.schemaVersion)",
                hint: "use the version of the program that wrote it, or write it anew")
        }
        func text(_ key: String) throws(Gap) -> String {
            guard let text = root[key]?.characters else { throw Gap(message: "it has no `\(key)`") }
            return text
        }
        guard let replications = root["replications"]?.whole, (1...1_000_000_000).contains(replications) else {
            throw Gap(message: "it has no `replications`")
        }
        guard let confidence = root["confidence"]?.double, confidence > 0, confidence < 1 else {
            throw Gap(message: "it has no `confidence` between 0 and 1")
        }
        circumstances = [
            Circumstance(name: "program", value: try text("program")), Circumstance(name: "scenario", value: try text("scenario")),
            Circumstance(name: "seed", value: try text("seed")), Circumstance(name: "replications", value: "\(replications)"),
            Circumstance(name: "confidence", value: JSONValue.shortest(confidence)),
            Circumstance(name: "configuration", value: try text("configuration_hash")),
            Circumstance(name: "fingerprint", value: try text("fingerprint")),
        ]
        for input in root["inputs"]?.items ?? [] {
            guard let name = input["name"]?.characters, let hash = input["fnv1a64"]?.characters else {
                throw Gap(message: "one of its `inputs` has no name or hash")
            }
            circumstances.append(Circumstance(name: "input \(name)", value: hash))
        }
        (self.source, kind, self.confidence, entries) = (source, .comparison, confidence, [])
        for strategy in root["strategies"]?.items ?? [] {
            guard let name = strategy["name"]?.characters, let measures = strategy["measures"]?.entries else {
                throw Gap(message: "a strategy has no name or no measures")
            }
            var entry = Entry(name: name, measures: [])
            for (measure, value) in measures {
                entry.measures.append(try Self.measure(measure, value, of: name, confidence: confidence, replications: replications))
            }
            entries.append(entry)
        }
        if entries.isEmpty { throw Gap(message: "it has no strategies") }
    }

    private static func measure(
        _ name: String, _ value: JSONValue, of strategy: String, confidence: Double, replications: Int
    ) throws(Gap) -> RecordedMeasure {
        guard let mean = value["mean"], mean.entries != nil, let method = mean["method"]?.characters, let unit = value["unit"]?.characters
        else {
            throw Gap(message: "`\(name)` of `\(strategy)` has no unit or no mean")
        }
        var values: [Double]?
        if let items = value["values"]?.items {
            values = items.map { $0.double ?? .nan }
            if items.count != replications {
                throw Gap(message: "`\(name)` of `\(strategy)` has \(items.count) values from \(replications) replications")
            }
        }
        return RecordedMeasure(
            name, unit: MeasureUnit(rawValue: unit), numbers: (mean["value"]?.double, mean["low"]?.double, mean["high"]?.double),
            isProbability: method == Estimate.Method.probabilityByWilsonScore.rawValue, confidence: confidence, count: replications,
            values: values)
    }

    /// What a text lacks to be a result.
    private struct Gap: Error {
        var message: String
        var hint: String?
    }
}
