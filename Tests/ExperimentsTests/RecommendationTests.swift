import Experiments
import Scenarios
import SimulationKernel
import Statistics
import TestSupport
import Testing

/// Recommendations on problems whose answer is known.
@Suite("recommendations") struct RecommendationTests {
    /// Ten nodes at 62/s, of which seven are needed, upgraded in about 100 s each batch with some spread.
    private static let settings = ["workload.rate=62/s", "tiers.web.software.variation=0.3"]
    private static let batches = FactorDescription(path: "tiers.web.software.batch", values: .listed(["1", "2", "3", "4", "5"]))

    private func request(
        _ text: String = Fixtures.plain, settings: [String] = settings, strategies: [String] = ["rolling"],
        factors: [FactorDescription] = [batches], limits: [String] = [], finish: PlanLimit? = nil, objective: String = "duration",
        seed: UInt64 = 1
    ) throws -> RecommendationRequest {
        let sink = DiagnosticSink()
        let source = try #require(ScenarioSource(text: text, name: "t.yaml", folder: ".", settings: settings, sink: sink))
        let description = ExperimentDescription(name: "t", scenario: "t.yaml", strategies: strategies, factors: factors)
        let plan = try SweepPlan(description, source, seed: seed, sink: sink)
        let catalogue = MeasureCatalogue(plan.scenario)
        return RecommendationRequest(
            plan, finish: try finish ?? PlanLimit.finish(probability: 0.95),
            limits: try limits.map { try PlanLimit(parsing: $0, catalogue: catalogue) }, objective: try #require(catalogue[objective]))
    }

    /// Of the batches that leave seven nodes, three is the fastest: four rounds. With P >= 0.95 in each of 8 trials, fewer than 6 right ones have a
    /// probability of 0.6 %.
    @Test("the largest batch that loses nothing is the fastest that keeps the limit")
    func largestBatch() throws {
        var right = 0
        for seed in 1...8 {
            let found = try Recommender.recommendation(request(limits: ["lost.read.p95 <= 0"], seed: UInt64(seed)))
            if case .selected(2, tied: []) = found.outcome { right += 1 }
        }
        #expect(right >= 6)
    }

    @Test("the next best, what excludes better ones, and what a stricter limit would leave are named")
    func alternatives() throws {
        let found = try Recommender.recommendation(request(limits: ["lost.read.p95 <= 0"]))
        let next = try #require(found.runnerUp)
        #expect(next.plan == 1)
        // Five rounds in place of four: a quarter more.
        let (best, other) = (found.plans[2].duration.value, found.plans[1].duration.value)
        #expect(abs(next.margin.value - (other - best)) < 1e-9 * other && other / best > 1.15 && other / best < 1.35)
        #expect(found.plans[3].standing == .infeasible(constraint: 1) && found.plans[4].standing == .infeasible(constraint: 1))
        // Batches of five are the best of those excluded, batches of four the nearest to the limit: with six nodes 2/s are lost, with five 12/s.
        let loosened = found.changes.compactMap { change -> [Double]? in
            if case .loosened(1, let to, let plan) = change { [Double(plan), to] } else { nil }
        }
        #expect(loosened.map { $0[0] } == [3, 4] && loosened[0][1] < loosened[1][1] && loosened[0][1] > 0)
        // Nothing is less than no loss.
        #expect(!found.changes.contains { if case .tightened(1, _, _) = $0 { true } else { false } })
        #expect(found.front.contains(4) == false, "what loses most is beaten at equal cost")
        #expect(found.front == [2], "of those that lose nothing it is the one recommended")
    }

    @Test("an earlier end excludes plans that take longer; equal ones are said to be as good")
    func deadline() throws {
        let start = try StatedQuantity.instant("2024-01-01T00:00Z")
        let deadline = CalendarInstant(secondsSince1970: start.secondsSince1970 + 450)
        let finish = try PlanLimit.finish(before: deadline, probability: 0.9)
        let found = try Recommender.recommendation(
            request(settings: ["workload.rate=50/s"], limits: [], finish: finish, objective: "lost.read"))
        // Ten, five, four, three and two rounds of 100 s: the first two are too late. Without any chance one run says so.
        #expect(found.plans.map(\.standing).prefix(2) == [.infeasible(constraint: 0), .infeasible(constraint: 0)])
        // None of the others loses anything or costs anything, and the last is the fastest.
        #expect(found.outcome == .selected(4, tied: []))
        #expect(found.plans[4].duration.value == 200 && found.plans[0].limited == [0] && found.plans[4].limited == [1])
    }

    @Test("a knob without effect leaves plans that are as good")
    func ties() throws {
        let knob = FactorDescription(path: "big-flip.halve", values: .listed(["late", "early"]))
        let found = try Recommender.recommendation(request(factors: [knob]))
        #expect(found.outcome == .selected(0, tied: [1]) && found.front == [0])
    }

    @Test("no plan keeps an impossible limit, and the nearest one is named")
    func none() throws {
        let found = try Recommender.recommendation(request(limits: ["duration.p95 <= 60 s"]))
        #expect(found.outcome == .none && found.runnerUp == nil)
        let nearest = found.changes.compactMap { if case .loosened(1, let to, let plan) = $0 { (to, plan) } else { nil } }
        #expect(nearest.map(\.1) == [4] && nearest[0].0 > 200)
    }

    @Test("the best hour is that of the least load")
    func bestHour() throws {
        let shape = (0..<24).map { $0 == 3 ? "0.3" : "1" }.joined(separator: ", ")
        let text = Fixtures.plain.replacing("rate: 50/s  # A", with: "daily: {mean: 90/s, shape: [\(shape)]}")
        let hours = (0..<24).map { "2024-01-01T\($0 < 10 ? "0" : "")\($0):00Z" }
        let found = try Recommender.recommendation(
            request(
                text, settings: [], strategies: ["fast-reboot"], factors: [FactorDescription(path: "start", values: .listed(hours))],
                objective: "lost.read"))
        #expect(found.outcome.best == 3)
        #expect(found.best(by: "start").map(\.plan) == Array(0..<24))
        // Down for 110 s (10 s of them draining, while the nodes still serve, if so): three tenths of what any other hour loses.
        let (night, day) = (found.plans[3].objective.value, found.plans[12].objective.value)
        #expect(abs(night / day - 0.3) < 1e-9 && night > 0)
    }

    @Test("threads change nothing")
    func threads() throws {
        func outcome(_ jobs: Int) throws -> ([Int], [Double], Int) {
            var request = try request(limits: ["lost.read.p95 <= 0"])
            request.jobs = jobs
            let found = try Recommender.recommendation(request)
            return (found.plans.map(\.replications), found.plans.map(\.duration.value), found.runs)
        }
        let (one, two) = (try outcome(1), try outcome(2))
        #expect(one == two)
    }

    @Test("assumptions that would change the answer are found, with the value")
    func swings() throws {
        let text = Fixtures.plain.replacing("rate: 50/s", with: "rate: 62/s")
        let settings = ["tiers.web.software.variation=0.3"]
        let found = try Recommender.recommendation(request(text, settings: settings, limits: ["lost.read.p95 <= 0"]))
        let swings = try AssumptionSwings(found, budget: 400)
        #expect(swings.tried > 0 && swings.tried <= swings.assumptions)
        // Seven nodes serve 70/s.
        let rate = try #require(swings.swings.first { $0.path == "workload.rate" })
        #expect(rate.isUpwards && rate.consequence == .breaks(limit: 1))
        let value = try #require(Double(rate.from.dropLast(2)))
        #expect(value > 70 && value < 72, "\(rate)")
    }

    @Test("an interruption ends it")
    func interruption() throws {
        var request = try request()
        let flag = InterruptFlag()
        flag.set()
        request.interruption = flag
        #expect(throws: RecommendationStop.self) { try Recommender.recommendation(request) }
    }
}

/// How limits are read.
@Suite("limits of plans") struct PlanLimitTests {
    private let catalogue = MeasureCatalogue(Fixtures.scenario(Fixtures.plain))

    private func complaint(_ text: String) -> FailConditionError? {
        do throws(FailConditionError) {
            if try PlanLimit.deadline(text) == nil { _ = try PlanLimit(parsing: text, catalogue: catalogue) }
            return nil
        } catch { return error }
    }

    @Test("what can be limited") func limits() throws {
        for text in [
            "outage.read.p95 <= 60 s", "yield.read >= 99.9 %", "cost < 50 USD", "outage-over-1min.read <= 1 %", "yield.read.p5 >= 99 %",
            "finish before 2024-01-02T00:00Z",
        ] {
            #expect(complaint(text) == nil, "\(text)")
        }
        let limit = try PlanLimit(parsing: "yield.read.p10 >= 99 %", catalogue: catalogue)
        #expect(limit.isKept(by: 0.995) && !limit.isKept(by: 0.98) && limit.isStricter(0.999, than: 0.995))
    }

    @Test(
        "what cannot be limited is said, and what to do",
        arguments: [
            ("outage.read.max <= 60 s", "p99"), ("outage-over-1min.read <= 0", "leave something to chance"),
            ("outage.red <= 1 s", "outage.read"),
            ("downtime.read.p95 <= 60 s", "outage.read.p95"), ("outage.read <= 1 TB", ""), ("outage.read", "outage.edit.p95"),
            ("finish before noon", "2009-06-09T05:00Z"), ("finish before", "2009-06-09T05:00Z"),
        ])
    func complaints(text: String, hint: String) throws {
        let error = try #require(complaint(text))
        #expect(error.hint?.contains(hint) ?? (hint == ""), "\(error)")
    }

    @Test("certainty cannot be shown") func certainty() {
        #expect(throws: FailConditionError.self) { try PlanLimit.finish(probability: 1) }
    }
}
