import Experiments
import Statistics
import TestSupport
import Testing

@Suite("fail conditions") struct FailConditionTests {
    static let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling,fast-reboot]"], replications: 1)

    private func parse(_ text: String) throws(FailConditionError) -> FailCondition {
        try FailCondition(parsing: text, catalogue: Self.comparison.catalogue, strategies: Self.comparison.strategies.map(\.strategy))
    }

    private func verdict(_ text: String, _ values: [Double]) throws -> FailVerdict {
        let condition = try parse(text)
        var comparison = Self.comparison
        let position = try #require(comparison.catalogue.measures.firstIndex { $0.name == condition.measure })
        for index in comparison.strategies.indices { comparison.strategies[index].summaries[position].values = values }
        return condition.check(comparison).verdict
    }

    @Test(
        arguments: [
            (
                "outage.read.p95 > 60 s", "outage.read", FailCondition.Statistic.quantile(percent: 95), FailCondition.Relation.above, 60.0,
                nil
            ),
            ("outage.read >= 1.5 h", "outage.read", .mean, .atLeast, 5400, nil), ("cost.max<100 USD", "cost", .max, .below, 100, nil),
            ("finished @ fast-reboot <= 95 %", "finished", .probability, .atMost, 0.95, "fast-reboot"),
            ("operator-hours.median > 90 min", "operator-hours", .quantile(percent: 50), .above, 1.5, nil),
            ("error-budget.read > 10 min", "error-budget.read", .mean, .above, 10, nil),
            ("lost.read > 20 k", "lost.read", .mean, .above, 20_000, nil),
            ("rows-lost.probability > 1 %", "rows-lost", .probability, .above, 0.01, nil),
            ("crashes > 2.5", "crashes", .mean, .above, 2.5, nil),
        ] as [(String, String, FailCondition.Statistic, FailCondition.Relation, Double, String?)])
    func reads(
        text: String, measure: String, statistic: FailCondition.Statistic, relation: FailCondition.Relation, threshold: Double,
        strategy: String?
    ) throws {
        let condition = try parse(text)
        #expect(condition.measure == measure)
        #expect(condition.statistic == statistic)
        #expect(condition.relation == relation)
        #expect(condition.threshold == threshold)
        #expect(condition.strategy == strategy)
    }

    @Test(
        arguments: [
            ("outage.raed.p95 > 60 s", "there is no measure `outage.raed`", "did you mean `outage.read`?"),
            ("outage.read.p100 > 60 s", "`p100` is not a statistic of `outage.read`", nil),
            ("outage.read 60 s", "`outage.read 60 s` has no relation; known are `>`, `>=`, `<` and `<=`", nil),
            ("outage.read @ roling > 60 s", "there is no strategy `roling`", "did you mean `rolling`?"),
            ("outage.read > 60", "the value of `outage.read`: `60` has no unit of time; accepted are", nil),
        ] as [(String, String, String?)])
    func refuses(text: String, message: String, hint: String?) {
        do {
            _ = try parse(text)
            Issue.record("`\(text)` was read")
        } catch {
            #expect(error.message.hasPrefix(message))
            if let hint { #expect(error.hint == hint) }
        }
    }

    @Test("an upper bound on a 95th percentile takes 59 replications, however small the values are")
    func fiftyNine() throws {
        let text = "outage.read.p95 > 60 s"
        #expect(try verdict(text, Array(repeating: 1, count: 58)) == .undecidable(needed: 59))
        #expect(try verdict(text, Array(repeating: 1, count: 59)) == .passes)
        #expect(try verdict(text, Array(repeating: 61, count: 2)) == .fails)
        // The 59th of 59 is the bound.
        #expect(try verdict(text, Array(repeating: 1, count: 58) + [61]) == .undecidable(needed: nil))
        #expect(try verdict("outage.read.p5 < 60 s", Array(repeating: 100, count: 58)) == .undecidable(needed: 59))
        #expect(try verdict("outage.read.p5 < 60 s", Array(repeating: 100, count: 59)) == .passes)
    }

    @Test("the interval of both sides that tables show takes 72")
    func seventyTwo() {
        for (count, isBounded) in [(71, false), (72, true)] {
            let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling]"], replications: count)
            #expect((comparison.summary("duration", of: "rolling")?.p95.high != nil) == isBounded)
        }
    }

    @Test func means() throws {
        #expect(try verdict("outage.read > 60 s", [50]) == .undecidable(needed: 2))
        #expect(try verdict("outage.read > 60 s", [50, 50]) == .passes)
        #expect(try verdict("outage.read > 50 s", [50, 50]) == .passes)
        #expect(try verdict("outage.read >= 50 s", [50, 50]) == .fails)
        #expect(try verdict("outage.read < 50 s", [50, 50]) == .passes)
        #expect(try verdict("outage.read <= 50 s", [50, 50]) == .fails)
        #expect(try verdict("outage.read > 60 s", [58, 59, 61, 60]) == .undecidable(needed: 37))
        #expect(try verdict("outage.read.max > 60 s", [1, 2, 61]) == .fails)
        #expect(try verdict("outage.read.max > 60 s", [1, 2, 60]) == .passes)
        #expect(try verdict("outage.read > 60 s", [.nan]) == .undecidable(needed: nil))
    }

    @Test("equal values are certainty only where nothing is drawn by chance")
    func agreement() throws {
        #expect(!Self.comparison.scenario.isRandom)
        for override in ["tiers.web.software.variation=0.2", "hardware-faults.node-crash=exponential(mean 90 d)"] {
            #expect(Fixtures.scenario(Fixtures.plain, [override]).isRandom)
        }
        #expect(!Fixtures.scenario(Fixtures.plain, ["hardware-faults.node-crash=90 d"]).isRandom)
        var random = Self.comparison
        random.scenario = Fixtures.scenario(Fixtures.plain, ["tiers.web.software.variation=0.2"])
        func check(_ text: String, _ values: [Double]) throws -> FailResult {
            var comparison = random
            let condition = try parse(text)
            let position = try #require(comparison.catalogue.measures.firstIndex { $0.name == condition.measure })
            for index in comparison.strategies.indices { comparison.strategies[index].summaries[position].values = values }
            return condition.check(comparison)
        }
        let zeros = try check("outage.read > 60 s", Array(repeating: 0, count: 30))
        #expect(zeros.verdict == .undecidable(needed: 59))
        #expect(
            zeros.sentence
                == "`outage.read > 60 s` (of `rolling`, which ranks first) cannot be decided with 30 replications: the value is 0 s in each "
                + "of 30 replications, which bounds no mean where there is chance; about 59 replications are needed"
        )
        #expect(try check("outage.read > 60 s", Array(repeating: 0, count: 59)).verdict == .passes)
        #expect(try check("outage.read > 60 s", Array(repeating: 0, count: 29) + [1]).verdict == .passes)
        #expect(try check("outage.read.max > 60 s", Array(repeating: 0, count: 30)).verdict == .passes)
    }

    @Test("the control has no point of no return, however many replications are run")
    func absent() throws {
        let condition = try parse("point-of-no-return @ none > 1 h")
        let result = condition.check(Self.comparison)
        #expect(result.verdict == .undecidable(needed: nil))
        #expect(
            result.sentence
                == "`point-of-no-return @ none > 1 h` cannot be decided: `none` never has a `point-of-no-return`: it upgrades nothing")
    }

    @Test("52 successes without a failure bound a probability by 95 %; 51 do not")
    func probabilities() throws {
        // z^2 / (n + z^2) <= 0.05 with z = 1.645 gives n >= 51.4.
        #expect(try verdict("finished < 95 %", Array(repeating: 1, count: 51)) == .undecidable(needed: 52))
        #expect(try verdict("finished < 95 %", Array(repeating: 1, count: 52)) == .passes)
        #expect(try verdict("finished < 95 %", Array(repeating: 0, count: 10)) == .fails)
    }

    @Test("without a strategy it is about the one that ranks first")
    func firstRanked() throws {
        let result = try parse("outage.read.max > 60 s").check(Self.comparison)
        #expect(result.strategy == "rolling")
        #expect(result.verdict == .passes)
        let other = try parse("outage.read.max @ fast-reboot > 60 s").check(Self.comparison)
        #expect(other.verdict == .fails)
        #expect(
            other.sentence
                == "`outage.read.max @ fast-reboot > 60 s` holds, so the objective is not met: the value is 2.0 min in 1 replication, "
                + "of those that were run")
    }
}
