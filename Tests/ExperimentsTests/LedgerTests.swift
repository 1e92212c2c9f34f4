import Experiments
import Scenarios
import TestSupport
import Testing

@Suite("assumption ledger") struct LedgerTests {
    /// Neither loses anything at 30/s, so that the scenario's order decides. A big flip leaves five nodes, enough for 50/s and no more.
    static let text = Fixtures.plain.replacing("rate: 50/s", with: "rate: 30/s")

    private func ledger(jobs: Int, budget: Int = AssumptionLedger.defaultBudget) -> AssumptionLedger {
        let comparison = Fixtures.comparison(Self.text, ["strategies=[big-flip,rolling]"], replications: 2)
        return AssumptionLedger(comparison, budget: budget, jobs: jobs) { overrides in
            ScenarioReader.read(
                text: Self.text, name: "t", folder: ".", overrides: ["strategies=[big-flip,rolling]"] + overrides, sink: DiagnosticSink())
        }
    }

    @Test("the rate at which half of the nodes are too few is found")
    func crossing() throws {
        let ledger = ledger(jobs: 1)
        #expect(ledger.winner == "big-flip")
        #expect(ledger.second == "rolling")
        let row = try #require(ledger.rows.first { $0.path == "workload.rate" })
        let crossing = try #require(row.crossing)
        #expect(crossing.isUpwards)
        #expect(crossing.winner == "rolling")
        #expect(crossing.factor > 50.0 / 30 && crossing.factor < 1.02 * 50 / 30)
        #expect(row.value == "30/s")
        // What the ledger prints, `--set` takes, and the winner is the other one there and not a hundredth before.
        func winner(_ rate: String) -> String {
            Fixtures.comparison(Self.text, ["strategies=[big-flip,rolling]", "workload.rate=\(rate)"]).ranking[0]
        }
        #expect(winner(crossing.value) == "rolling")
        #expect(winner("\(0.98 * crossing.factor * 30)/s") == "big-flip")
        #expect(ledger.lines.contains { $0.hasPrefix("`workload.rate` (assumed: 30/s): from \(crossing.value) up `rolling` wins (1.") })
    }

    @Test("the number of threads changes nothing")
    func threads() {
        let (one, two) = (ledger(jobs: 1), ledger(jobs: 2))
        #expect(one.rows == two.rows)
        #expect(one.runs == two.runs)
        #expect(one.lines == two.lines)
    }

    @Test("the budget limits what is screened, and what is left out is said")
    func budget() {
        let ledger = ledger(jobs: 1, budget: 8)
        #expect(ledger.screened == 2)
        #expect(ledger.assumptions == ledger.screened + ledger.notScreened + ledger.immovable)
        #expect(ledger.notScreened > 0)
        #expect(ledger.lines.last?.contains("\(ledger.notScreened) left out by the budget") == true)
        #expect(self.ledger(jobs: 1, budget: 0).lines.isEmpty)
    }

    @Test("one strategy has no winner to lose")
    func alone() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling]"], replications: 1)
        let ledger = AssumptionLedger(comparison) { _ in
            Issue.record("nothing has to be read")
            return nil
        }
        #expect(ledger.rows.isEmpty)
    }
}
