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

    /// The replications of a point, as many as it takes; nil if they were interrupted.
    ///
    /// - Parameter jobs: Threads that share them.
    func runs(_ point: SweepPlan.Point, _ scenario: Scenario, jobs: Int, interruption: InterruptFlag?) -> Runs? {
        let all = MeasureCatalogue(scenario).measures
        let chosen = zip(positions, plan.measures).map { position, measure in
            position < all.count && all[position].name == measure.name ? all[position] : all.first { $0.name == measure.name }
        }
        var runs = Runs(values: [[Double]](repeating: [], count: chosen.count), confidence: scenario.objectives.confidence)
        guard let strategy = StrategyCatalogue.strategy(named: point.strategy) else {
            runs.failure = "no strategy `\(point.strategy)`"
            return runs
        }
        let run: @Sendable (Int) -> Row? = { [plan] replication in
            let result = UpgradeRun(
                scenario.rehearsal, strategy: strategy, seed: plan.seed, replication: UInt64(replication),
                isPaired: plan.description.isAntithetic, interruption: interruption
            ).run()
            if result.stopReason == .interrupted { return nil }
            return Row(
                values: chosen.map { $0?.value(result) ?? .nan }, judged: plan.precision?.value(result) ?? .nan,
                fingerprint: result.fingerprint, broken: BrokenRun(result, seed: plan.seed))
        }
        var judged: [Double] = []
        var wanted = plan.precision?.wanted(after: []) ?? plan.replications
        while true {
            let rows = ParallelMap.map(count: wanted - runs.count, jobs: jobs, interruption: interruption) { [made = runs.count] in
                run(made + $0)
            }
            for row in rows {
                guard let row else { return nil }
                if let broken = row.broken {
                    runs.failure = "\(broken)"
                    return runs
                }
                for (index, value) in row.values.enumerated() { runs.values[index].append(value) }
                judged.append(row.judged)
                runs.fingerprint.mix(row.fingerprint)
            }
            runs.count = wanted
            guard let more = plan.precision?.wanted(after: judged) else { return runs }
            wanted = more
        }
    }

    /// The record of a point.
    ///
    /// - Parameter first: The replications of the configuration's first strategy, for differences to it; nil for that strategy itself.
    func record(_ point: SweepPlan.Point, _ runs: Runs, first: Runs?) -> SweepRecord {
        if let failure = runs.failure { return failed(point, failure) }
        let confidence = runs.confidence
        let values = plan.measures.indices.map { measure in
            var value = summary(runs.values[measure], isIndicator: plan.measures[measure].isIndicator, confidence)
            if let first, first.failure == nil {
                value.difference = difference(runs.values[measure], first.values[measure], confidence)
            }
            return value
        }
        return SweepRecord(index: point.index, replications: runs.count, fingerprint: runs.fingerprint.bits, values: values)
    }

    /// The replications of a point.
    struct Runs: Sendable {
        /// By measure, then replication.
        var values: [[Double]]
        /// Confidence of intervals.
        var confidence: Double
        /// How many there are.
        var count = 0
        /// Hash over their fingerprints.
        var fingerprint = Fingerprint()
        /// Why they are no result, if so.
        var failure: String?
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
        var value = SweepValue()
        guard !known.isEmpty else { return value }
        let mean: Estimate =
            switch (plan.description.isAntithetic, isIndicator) {
            case (true, true): PairedSummary.proportion(values, confidence: confidence)
            case (true, false): PairedSummary.mean(values, confidence: confidence)
            case (false, true):
                SampleStatistics.wilsonInterval(successes: known.count { $0 != 0 }, count: known.count, confidence: confidence)
            case (false, false): SampleStatistics.meanInterval(known, confidence: confidence)
            }
        value.mean = SweepValue.Bounded(mean)
        (value.median, value.p95) = (quantile(known, 0.5, confidence), quantile(known, 0.95, confidence))
        return value
    }

    /// Order statistics bound quantiles of independent values, which those of antithetic pairs are not.
    private func quantile(_ values: [Double], _ probability: Double, _ confidence: Double) -> SweepValue.Bounded {
        guard !plan.description.isAntithetic else {
            return SweepValue.Bounded(value: SampleStatistics.quantile(values, probability: probability))
        }
        return SweepValue.Bounded(SampleStatistics.quantileInterval(values, probability: probability, confidence: confidence))
    }

    /// Replication k of both had the same random numbers. Where one has more replications, as `until` may want, these stand alone.
    private func difference(_ values: [Double], _ first: [Double], _ confidence: Double) -> SweepValue.Bounded {
        let differences = zip(values, first).map { $0 - $1 }
        guard !differences.isEmpty, !differences.contains(where: \.isNaN) else { return SweepValue.Bounded() }
        return SweepValue.Bounded(
            plan.description.isAntithetic
                ? PairedSummary.mean(differences, confidence: confidence)
                : SampleStatistics.meanInterval(differences, confidence: confidence))
    }
}
