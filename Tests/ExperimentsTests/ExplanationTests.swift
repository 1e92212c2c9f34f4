import Experiments
import Statistics
import TestSupport
import Testing

@Suite("explanations") struct ExplanationTests {
    @Test func oneStrategy() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[fast-reboot]"])
        #expect(
            Explanation(comparison).text
                == "`fast-reboot` finished in 3 of 3 replications and loses 2.0 min of service, to `reboot`; it took 2.0 min.")
    }

    @Test func equals() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling,big-flip,fast-reboot]"])
        #expect(
            Explanation(comparison).text
                == "`rolling` ranks first: it loses no service, and takes 8.3 min. Of the others, `big-flip` loses no service; and `fast-reboot` "
                + "loses 2.0 min of service, to `reboot`. `rolling` and `big-flip` lose the same, and cost the same: the scenario's order decides."
        )
    }

    @Test func winner() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling,fast-reboot]"])
        #expect(
            Explanation(comparison).text
                == "`rolling` disturbs users least: it loses no service, and takes 8.3 min. By comparison, `fast-reboot` loses 2.0 min of service, "
                + "to `reboot`.")
    }

    @Test func nothingQualifies() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling,fast-reboot]", "horizon=100 s"])
        #expect(
            Explanation(comparison).sentences[0]
                == "No strategy can be recommended, because none finishes with the required probability of 95 %: of 3 replications, "
                + "`fast-reboot` in 0 and `rolling` in 0 finished."
                || Explanation(comparison).sentences[0]
                    == "No strategy can be recommended, because none finishes with the required probability of 95 %: of 3 replications, "
                    + "`rolling` in 0 and `fast-reboot` in 0 finished."
        )
    }

    @Test("an interval that includes zero is said")
    func cannotBeToldApart() throws {
        var comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling,big-flip]"])
        let position = try #require(comparison.catalogue.measures.firstIndex { $0.name == "lost-service.read" })
        comparison.strategies[0].summaries[position].values = [10, 20, 30]
        comparison.strategies[0].summaries[position].mean = estimate(20)
        comparison.strategies[1].summaries[position].values = [15, 12, 39]
        comparison.strategies[1].summaries[position].mean = estimate(22)
        #expect(!comparison.tellsApart("rolling", "big-flip"))
        // Differences 5, -8, 9: mean 2, s = sqrt(79), half-width 4.302653 x sqrt(79 / 3) = 22.08.
        #expect(
            Explanation(comparison).sentences.last
                == "`rolling` and `big-flip` cannot be told apart: the interval of their difference, -20.1 ... 24.1 s, includes zero; more "
                + "replications would narrow it.")
    }

    @Test("a class that nobody asks for does not dilute the loss of the others")
    func rateZero() {
        let silent = Fixtures.plain + "\n    silent: {ratio: 0, objective: 5 s, path: [{tier: web, demand: 100 ms}]}"
        let strategies = ["strategies=[rolling,fast-reboot]"]
        let with = Fixtures.comparison(silent, strategies)
        let without = Fixtures.comparison(Fixtures.plain, strategies)
        #expect(without.score("fast-reboot") > 0)
        #expect(with.score("fast-reboot") == without.score("fast-reboot"))
        #expect(with.scores("fast-reboot") == without.scores("fast-reboot"))
        #expect(Explanation(with).text == Explanation(without).text)
    }

    @Test("one replication does not rank")
    func oneReplication() {
        let overrides = ["strategies=[rolling,fast-reboot]", "tiers.web.software.variation=0.3"]
        let one = Explanation(Fixtures.comparison(Fixtures.plain, overrides, replications: 1)).text
        #expect(one.hasPrefix("`rolling` loses least in one replication, which cannot rank: it "))
        #expect(one.contains("One replication cannot say whether the difference between `rolling` and `fast-reboot` is chance."))
        #expect(!one.contains("by a hair"))
    }
}

private func estimate(_ value: Double) -> Estimate {
    Estimate(value: value, low: nil, high: nil, confidence: 0.95, method: .meanByStudentT, count: 3)
}
