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

    init(_ plan: SweepPlan) {
        self.plan = plan
        let catalogue = MeasureCatalogue(plan.scenario).measures
        positions = plan.measures.map { measure in catalogue.firstIndex { $0.name == measure.name } ?? 0 }
    }

    /// What becomes of a point; nil if it was interrupted.
    ///
    /// - Parameter jobs: Threads that share its replications.
    func record(_ point: SweepPlan.Point, _ scenario: Scenario, jobs: Int, interruption: InterruptFlag?) -> SweepRecord? {
        guard let strategy = StrategyCatalogue.strategy(named: point.strategy) else {
            return failed(point, "no strategy `\(point.strategy)`")
        }
        let all = MeasureCatalogue(scenario).measures
        let chosen = zip(positions, plan.measures).map { position, measure in
            position < all.count && all[position].name == measure.name ? all[position] : all.first { $0.name == measure.name }
        }
        let run: @Sendable (Int) -> Row? = { [plan] replication in
            let result = UpgradeRun(
                scenario.rehearsal, strategy: strategy, seed: plan.seed, replication: UInt64(replication),
                isPaired: plan.description.isAntithetic, interruption: interruption
            ).run()
            if result.stopReason == .interrupted { return nil }
            return Row(
                values: chosen.map { $0?.value(result) ?? .nan }, judged: plan.precision?.value(result) ?? .nan,
                fingerprint: result.fingerprint,
                broken: BrokenRun(result, seed: plan.seed))
        }
        var values = [[Double]](repeating: [], count: chosen.count)
        var judged: [Double] = []
        var fingerprint = Fingerprint()
        var (wanted, made) = (plan.precision?.wanted(after: []) ?? plan.replications, 0)
        while true {
            let rows = ParallelMap.map(count: wanted - made, jobs: jobs, interruption: interruption) { [made] in run(made + $0) }
            for row in rows {
                guard let row else { return nil }
                if let broken = row.broken { return failed(point, "\(broken)") }
                for (index, value) in row.values.enumerated() { values[index].append(value) }
                judged.append(row.judged)
                fingerprint.mix(row.fingerprint)
            }
            made = wanted
            guard let more = plan.precision?.wanted(after: judged) else { break }
            wanted = more
        }
        let confidence = scenario.objectives.confidence
        return SweepRecord(
            index: point.index, replications: made, fingerprint: fingerprint.bits,
            values: zip(values, chosen).map { summary($0, isIndicator: $1?.isIndicator ?? false, confidence) })
    }

    /// What counts of one replication.
    private struct Row: Sendable {
        var values: [Double]
        /// What decides whether there are enough.
        var judged: Double
        var fingerprint: String
        var broken: BrokenRun?
    }

    /// A point without a result.
    func failed(_ point: SweepPlan.Point, _ reason: String) -> SweepRecord {
        SweepRecord(
            index: point.index, replications: 0, fingerprint: 0, values: Array(repeating: SweepValue(), count: plan.measures.count),
            failure: String(reason.prefix(2_000)))
    }

    private func summary(_ values: [Double], isIndicator: Bool, _ confidence: Double) -> SweepValue {
        let known = values.filter { !$0.isNaN }
        guard !known.isEmpty else { return SweepValue() }
        let mean: Estimate =
            switch (plan.description.isAntithetic, isIndicator) {
            case (true, true): PairedSummary.proportion(values, confidence: confidence)
            case (true, false): PairedSummary.mean(values, confidence: confidence)
            case (false, true):
                SampleStatistics.wilsonInterval(successes: known.count { $0 != 0 }, count: known.count, confidence: confidence)
            case (false, false): SampleStatistics.meanInterval(known, confidence: confidence)
            }
        return SweepValue(
            mean: mean.value, low: mean.low ?? .nan, high: mean.high ?? .nan,
            median: SampleStatistics.quantile(known, probability: 0.5), p95: SampleStatistics.quantile(known, probability: 0.95))
    }
}
