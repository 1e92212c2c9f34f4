import Experiments
import Scenarios
import Statistics
import TestSupport
import Testing

@Suite("results are read from their files") struct RecordedResultTests {
    private func report(_ text: String) -> String {
        let sink = DiagnosticSink()
        #expect(RecordedResult.read(text: text, source: "here", sink: sink) == nil)
        return sink.rendered()
    }

    @Test("a comparison, with and without values")
    func comparison() throws {
        let measures = [
            ResultTexts.Measure(name: "duration", mean: 4, half: 1),
            ResultTexts.Measure(name: "point-of-no-return", values: [1, .nan, 3, .nan]),
            ResultTexts.Measure(name: "finished", unit: "fraction", method: "Wilson", mean: 0.5, half: 0.35),
        ]
        let result = try ResultTexts.read(ResultTexts.json(measures))
        #expect(result.kind == .comparison && result.confidence == 0.95 && result.entries.map(\.name) == ["rolling"])
        #expect(result[circumstance: "seed"] == "1" && result[circumstance: "input prices.csv"] == "12" && result[circumstance: "x"] == nil)
        let found = result.entries[0].measures
        #expect(found.map(\.name) == ["duration", "point-of-no-return", "finished"])
        #expect(
            found[0].mean.low == 3 && found[0].mean.high == 5 && found[0].mean.count == 4 && found[0].values == nil
                && found[0].unit == .seconds)
        #expect(found[1].mean.value.isNaN && found[1].mean.count == 2 && found[1].values?[2] == 3)
        #expect(found[2].mean.method == .probabilityByWilsonScore)
    }

    @Test("what is JSON and no result")
    func noResults() {
        #expect(report("[]").contains("`chrysalis-benchmarks compare`"))
        #expect(report("{}").contains("it has no `strategies`"))
        #expect(report(ResultTexts.json([], schema: 2)).contains("its layout has the version 2, and this program knows 1"))
        #expect(report(ResultTexts.json([], replications: 0)).contains("it has no `replications`"))
        let measure = ResultTexts.Measure(name: "duration", mean: 4, half: 1, values: [1])
        #expect(report(ResultTexts.json([measure])).contains("`duration` of `rolling` has 1 values from 4 replications"))
    }
}
