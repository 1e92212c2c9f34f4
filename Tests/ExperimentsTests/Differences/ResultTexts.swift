import Experiments
import Scenarios
import Testing

/// Small results as texts.
enum ResultTexts {
    /// A measure as it stands in a file.
    struct Measure {
        var name: String
        var unit = "s"
        var method = "t"
        var mean: Double?
        var half: Double?
        var values: [Double]?

        var text: String {
            func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "null" }
            let (low, high) = (mean.flatMap { mean in half.map { mean - $0 } }, mean.flatMap { mean in half.map { mean + $0 } })
            let values = values.map { ", \"values\": [" + $0.map { $0.isNaN ? "null" : "\($0)" }.joined(separator: ", ") + "]" } ?? ""
            return
                "\"\(name)\": {\"unit\": \"\(unit)\", \"mean\": {\"value\": \(number(mean)), \"low\": \(number(low)), \"high\": \(number(high)), "
                + "\"method\": \"\(method)\"}\(values)}"
        }
    }

    static func json(
        _ measures: [Measure], strategy: String = "rolling", seed: String = "1", replications: Int = 4, fingerprint: String = "f00",
        scenario: String = "shop", schema: Int = 1
    ) -> String {
        """
        {"schema_version": \(schema), "program": "chrysalis 1", "scenario": "\(scenario)", "seed": "\(seed)", "replications": \(replications), \
        "confidence": 0.95, "fingerprint": "\(fingerprint)", "configuration_hash": "c0", "inputs": [{"name": "prices.csv", "fnv1a64": "12"}],
        "strategies": [{"name": "\(strategy)", "measures": {\(measures.map(\.text).joined(separator: ", "))}}]}
        """
    }

    static func read(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> RecordedResult {
        let sink = DiagnosticSink()
        let result = RecordedResult.read(text: text, source: "here", sink: sink)
        return try #require(result, "\(sink.rendered())", sourceLocation: location)
    }

    static func difference(_ a: String, _ b: String, _ location: SourceLocation = #_sourceLocation) throws -> ResultDifference {
        let sink = DiagnosticSink()
        let result = ResultDifference(try read(a, location), try read(b, location), sink: sink)
        return try #require(result, "\(sink.rendered())", sourceLocation: location)
    }
}
