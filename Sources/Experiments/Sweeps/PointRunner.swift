import ClusterModel
import Scenarios
import SimulationKernel
import Statistics
import UpgradeStrategies

/// Runs points: what they need beside the plan.
struct PointRunner: Sendable {
    let plan: SweepPlan
    /// Positions of the plan's measures in the scenario's catalogue.
    private let positions: [Int]
    private let rule: (rule: StoppingRule, measure: Int)?

    init(_ plan: SweepPlan) throws(SweepProblem) {
        self.plan = plan
        let catalogue = MeasureCatalogue(plan.scenario).measures
        positions = plan.measures.map { measure in catalogue.firstIndex { $0.name == measure.name } ?? 0 }
        rule = try Self.rule(plan, catalogue)
    }

    private static func rule(_ plan: SweepPlan, _ catalogue: [Measure]) throws(SweepProblem) -> (StoppingRule, Int)? {
        guard let goal = plan.description.until, let position = catalogue.firstIndex(where: { $0.name == goal.measure }) else { return nil }
        do {
            let schedule = try ReplicationSchedule(minimum: min(goal.cap, plan.description.replications ?? 30), cap: goal.cap)
            return (
                try StoppingRule(
                    catalogue[position].isIndicator ? .proportion : .mean,
                    within: goal.isRelative ? .relative(goal.halfWidth) : .absolute(goal.halfWidth),
                    confidence: plan.scenario.objectives.confidence, schedule: schedule),
                position
            )
        } catch {
            throw SweepProblem(.usage, "`until` cannot be: \(error)")
        }
    }

    /// What becomes of a point; nil if it was interrupted.
    func record(_ point: SweepPlan.Point, _ scenario: Scenario, interruption: InterruptFlag?) -> SweepRecord? {
        guard let strategy = StrategyCatalogue.strategy(named: point.strategy) else {
            return failed(point, "no strategy `\(point.strategy)`")
        }
        let all = MeasureCatalogue(scenario).measures
        let chosen = zip(positions, plan.measures).map { position, measure in
            position < all.count && all[position].name == measure.name ? all[position] : all.first { $0.name == measure.name }
        }
        var values = [[Double]](repeating: [], count: chosen.count)
        var judged: [Double] = []
        var fingerprint = Fingerprint()
        var (wanted, made) = (rule?.rule.schedule.counts.first ?? plan.replications, 0)
        while true {
            while made < wanted {
                let result = UpgradeRun(
                    scenario.rehearsal, strategy: strategy, seed: plan.seed, replication: UInt64(made), interruption: interruption
                ).run()
                if result.stopReason == .interrupted { return nil }
                if let broken = BrokenRun(result, seed: plan.seed) { return failed(point, "\(broken)") }
                for (index, measure) in chosen.enumerated() { values[index].append(measure?.value(result) ?? .nan) }
                if let rule { judged.append(all[rule.measure].value(result)) }
                fingerprint.mix(Int64(bitPattern: UInt64(result.fingerprint, radix: 16) ?? 0))
                made += 1
            }
            guard let rule, case .more(let total) = rule.rule.decision(after: judged) else { break }
            wanted = total
        }
        let confidence = scenario.objectives.confidence
        return SweepRecord(
            index: point.index, replications: made, fingerprint: fingerprint.bits,
            values: zip(values, chosen).map { Self.summary($0, isIndicator: $1?.isIndicator ?? false, confidence) })
    }

    /// A point without a result.
    func failed(_ point: SweepPlan.Point, _ reason: String) -> SweepRecord {
        SweepRecord(
            index: point.index, replications: 0, fingerprint: 0, values: Array(repeating: SweepValue(), count: plan.measures.count),
            failure: String(reason.prefix(2_000)))
    }

    static func summary(_ values: [Double], isIndicator: Bool, _ confidence: Double) -> SweepValue {
        let known = values.filter { !$0.isNaN }
        guard !known.isEmpty else { return SweepValue() }
        let mean: Estimate =
            isIndicator
            ? SampleStatistics.wilsonInterval(successes: known.count { $0 != 0 }, count: known.count, confidence: confidence)
            : SampleStatistics.meanInterval(known, confidence: confidence)
        return SweepValue(
            mean: mean.value, low: mean.low ?? .nan, high: mean.high ?? .nan,
            median: SampleStatistics.quantile(known, probability: 0.5), p95: SampleStatistics.quantile(known, probability: 0.95))
    }
}
