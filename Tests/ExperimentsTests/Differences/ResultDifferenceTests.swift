import Experiments
import Scenarios
import Statistics
import Testing

@Suite("results are held against each other") struct ResultDifferenceTests {
    private typealias Measure = ResultTexts.Measure

    /// The verdict on one measure.
    private func verdict(_ a: Measure, _ b: Measure, seeds: (String, String) = ("1", "1")) throws -> MeasureDifference {
        let difference = try ResultTexts.difference(ResultTexts.json([a], seed: seeds.0), ResultTexts.json([b], seed: seeds.1))
        return try #require(difference.measures.first)
    }

    @Test("values pair at one seed: what the intervals hide shows")
    func paired() throws {
        let a = Measure(name: "duration", mean: 25, half: 20.5, values: [10, 20, 30, 40])
        let b = Measure(name: "duration", mean: 26.25, half: 20.5, values: [11, 21.5, 31, 41.5])
        let paired = try verdict(a, b)
        #expect(paired.isPaired && paired.verdict == .differs && paired.test.estimate.value == 1.25 && paired.relative == 0.05)
        let apart = try verdict(a, b, seeds: ("1", "2"))
        #expect(!apart.isPaired && apart.verdict == .notSignificant)
        let unknown = try verdict(Measure(name: "duration", mean: 25, half: 20.5), b)
        #expect(!unknown.isPaired && unknown.verdict == .notSignificant && unknown.test.estimate.low.map { $0 < 0 } == true)
    }

    @Test("a measure that some replications lack is not paired, and its count is known")
    func missingValues() throws {
        let a = Measure(name: "point-of-no-return", mean: 10, half: 3, values: [9, 11, .nan, .nan])
        let row = try verdict(a, Measure(name: "point-of-no-return", mean: 12, half: 3, values: [11, 12, 13, .nan]))
        #expect(!row.isPaired && row.a.count == 2 && row.b.count == 3)
    }

    @Test("no width, no chance; no interval, no verdict")
    func certainty() throws {
        #expect(
            try verdict(Measure(name: "outage.x", mean: 115, half: 0), Measure(name: "outage.x", mean: 116, half: 0)).verdict == .differs)
        #expect(try verdict(Measure(name: "outage.x", mean: 115), Measure(name: "outage.x", mean: 116)).verdict == .undecided)
        #expect(try verdict(Measure(name: "outage.x", mean: 115), Measure(name: "outage.x", mean: 115)).verdict == .same)
        #expect(try verdict(Measure(name: "cost", mean: 0, half: 0), Measure(name: "cost", mean: 5, half: 0)).relative == nil)
    }

    /// A p-value of 0.02 is significant by itself; among forty others that do not differ it is not.
    @Test func manyMeasures() throws {
        let half = 2.0
        let t = ReferenceDistributions.studentTQuantile(0.975, degreesOfFreedom: 3)
        let step = ReferenceDistributions.studentTQuantile(0.99, degreesOfFreedom: 3) / t * half * 2.0.squareRoot()
        func measures(_ count: Int, moved: Double) -> [Measure] {
            (0..<count).map { Measure(name: "m\($0)", mean: 10 + ($0 == 0 ? moved : 0.1 * moved), half: half) }
        }
        let alone = try ResultTexts.difference(ResultTexts.json(measures(1, moved: 0)), ResultTexts.json(measures(1, moved: step)))
        #expect(alone.measures[0].verdict == .differs && alone.tested == 1)
        #expect(try (#require(alone.measures[0].test.pValue) - 0.02).magnitude < 1e-9)
        let among = try ResultTexts.difference(ResultTexts.json(measures(40, moved: 0)), ResultTexts.json(measures(40, moved: step)))
        #expect(among.count(of: .notSignificant) == 40 && among.tested == 40)
    }

    @Test("what only one has, and other units")
    func oneSided() throws {
        let a = [
            Measure(name: "duration", mean: 1, half: 0), Measure(name: "gone", mean: 1, half: 0), Measure(name: "lag", mean: 1, half: 0),
        ]
        let b = [
            Measure(name: "duration", mean: nil), Measure(name: "new", mean: 1, half: 0),
            Measure(name: "lag", unit: "min", mean: 1, half: 0),
            Measure(name: "cost", unit: "USD", mean: 1, half: 0),
        ]
        let difference = try ResultTexts.difference(
            ResultTexts.json(a + [Measure(name: "cost", unit: "USD", mean: 1, half: 0)]), ResultTexts.json(b))
        let found = difference.oneSided.map { "\($0.measure ?? "-") \($0.isInFirst ? "A" : "B") \($0.reason)" }
        #expect(found == ["duration A no replication has a value there", "gone A ", "lag A in s", "lag B in min", "new B "])
        #expect(difference.measures.map(\.measure) == ["cost"] && !difference.isIdentical)
    }

    @Test("identical is: the same runs and the same numbers")
    func identity() throws {
        let measure = Measure(name: "duration", mean: 1, half: 0.5)
        let text = ResultTexts.json([measure])
        #expect(try ResultTexts.difference(text, text).isIdentical)
        #expect(try !ResultTexts.difference(text, ResultTexts.json([measure], fingerprint: "f01")).isIdentical)
        let measuredOtherwise = try ResultTexts.difference(text, ResultTexts.json([Measure(name: "duration", mean: 1, half: 0.6)]))
        #expect(measuredOtherwise.areRunsEqual == true && !measuredOtherwise.isIdentical)
        let moved = try ResultTexts.difference(text, ResultTexts.json([measure], seed: "2"))
        #expect(moved.changes.map(\.name) == ["seed"] && moved.changes[0].b == "2" && moved.common.count == 7)
    }

    @Test("nothing in common is an error")
    func nothingInCommon() throws {
        let measure = Measure(name: "duration", mean: 1, half: 0.5)
        let (a, b) = (
            try ResultTexts.read(ResultTexts.json([measure])), try ResultTexts.read(ResultTexts.json([measure], strategy: "big-flip"))
        )
        let sink = DiagnosticSink()
        #expect(ResultDifference(a, b, sink: sink) == nil)
        #expect(sink.rendered().contains("have no measure of a strategy in common"))
    }
}
