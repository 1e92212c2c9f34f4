import Experiments
import Testing

@Suite("limits on differences") struct DifferenceLimitTests {
    private typealias Measure = ResultTexts.Measure

    private func judgement(_ limits: [String], onlyWorse: Bool = false) throws -> DifferenceJudgement {
        let a = [
            Measure(name: "duration", mean: 100, half: 0), Measure(name: "cost", unit: "USD", mean: 0, half: 0),
            Measure(name: "yield.x", unit: "fraction", mean: 0.9, half: 0), Measure(name: "events", unit: "count", mean: 50, half: 0),
            Measure(name: "lost.x", unit: "requests", mean: 10, half: 9), Measure(name: "slow.x", unit: "requests", mean: 10),
        ]
        let b = [
            Measure(name: "duration", mean: 104, half: 0), Measure(name: "cost", unit: "USD", mean: 1, half: 0),
            Measure(name: "yield.x", unit: "fraction", mean: 0.95, half: 0), Measure(name: "events", unit: "count", mean: 60, half: 0),
            Measure(name: "lost.x", unit: "requests", mean: 15, half: 9), Measure(name: "slow.x", unit: "requests", mean: 15),
        ]
        let difference = try ResultTexts.difference(ResultTexts.json(a), ResultTexts.json(b))
        return DifferenceJudgement(difference, limits: try limits.map { try DifferenceLimit(parsing: $0) }, onlyWorse: onlyWorse)
    }

    private func names(_ limits: [String], onlyWorse: Bool = false) throws -> [String] {
        try judgement(limits, onlyWorse: onlyWorse).excesses.map(\.difference.measure)
    }

    @Test("of all measures, and of some")
    func exceeded() throws {
        // From nothing, any difference is more than any share; what may be chance does not count.
        #expect(try names(["5%"]) == ["cost", "yield.x", "events"])
        #expect(try names(["3 %"]) == ["duration", "cost", "yield.x", "events"])
        #expect(try names(["5%", "duration=3s"]) == ["duration", "cost", "yield.x", "events"])
        #expect(try names(["5%", "cost=1 USD", "events=20%"]) == ["yield.x"])
        #expect(try names(["duration=4 s"]).isEmpty && names(["duration=3.9 s"]) == ["duration"])
        #expect(try names(["yield.x=0.04"]) == ["yield.x"] && names(["yield.x=0.06"]).isEmpty)
        #expect(try names([]).isEmpty)
    }

    @Test("for the worse only: a larger yield is better, events are neither")
    func worse() throws {
        #expect(try names(["3%"], onlyWorse: true) == ["duration", "cost"])
        #expect(try names(["events=3%"], onlyWorse: true) == ["events"])
    }

    @Test("what has no interval is undecided, and a measure that is not there is named")
    func undecided() throws {
        #expect(try judgement(["5%"]).undecided.map(\.difference.measure) == ["slow.x"])
        #expect(try judgement(["outage.x=5 s", "5%"]).withoutMeasure.map(\.text) == ["outage.x=5 s"])
    }

    @Test(
        "slips",
        arguments: [
            ("", "`` is no percentage"), ("5", "`5` is no percentage"), ("-5%", "`-5%` is no percentage"), ("x%", "`x%` is no percentage"),
            ("cots=2%", "there is no measure `cots`"), ("duration=5 USD", "the value of `duration`: "),
            ("outage.=5 s", "there is no measure `outage.`"),
        ])
    func slips(_ text: String, message: String) throws {
        let error = #expect(throws: FailConditionError.self) { try DifferenceLimit(parsing: text) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect(error?.hint != nil)
    }
}
