import Scenarios
import Statistics
import UpgradeStrategies

/// When a point has replications enough: a stopping rule about one measure, in numbers of replications.
///
/// Of antithetic pairs, the average of a pair is one observation. The two of a pair depend on each other, so that only a mean can be judged:
/// intervals of proportions and quantiles need observations that don't.
struct PrecisionRule: Sendable {
    private let rule: StoppingRule
    private let isPaired: Bool
    private let measure: Measure

    /// Replications before the first look unless the experiment says otherwise: as many observations as the rule's intervals were tried with.
    private static let usualMinimum = 30

    /// What an experiment asks for; nil if it is a fixed number of replications.
    init?(_ description: ExperimentDescription, _ catalogue: MeasureCatalogue, confidence: Double) throws(SweepProblem) {
        guard let goal = description.until else { return nil }
        guard let measure = catalogue[goal.measure] else {
            throw SweepProblem(
                .usage, "there is no measure `\(goal.measure)`",
                hint: NearestWord.hint(for: goal.measure, in: catalogue.measures.map(\.name), called: "known are"))
        }
        isPaired = description.isAntithetic
        self.measure = measure
        let step = isPaired ? 2 : 1
        if isPaired, measure.isIndicator {
            throw SweepProblem(
                .usage,
                "`until` cannot judge `\(measure.name)` from antithetic pairs: the interval of a probability needs independent replications",
                hint: "leave `antithetic` out, or judge the mean of a measure that is no probability")
        }
        if isPaired, goal.cap % 2 == 1 {
            throw SweepProblem(.usage, "antithetic pairs need an even `at-most`, not \(goal.cap)", hint: "write `at-most: \(goal.cap + 1)`")
        }
        do {
            let cap = goal.cap / step
            let minimum = description.replications.map { $0 / step } ?? Self.usualMinimum
            rule = try StoppingRule(
                measure.isIndicator ? .proportion : .mean,
                within: goal.isRelative ? .relative(goal.halfWidth) : .absolute(goal.halfWidth),
                confidence: confidence, schedule: try ReplicationSchedule(minimum: min(cap, minimum), cap: cap))
        } catch {
            throw SweepProblem(.usage, "`until` cannot be: \(error)")
        }
    }

    /// The value that a replication has.
    func value(_ result: RunResult) -> Double { measure.value(result) }

    /// How many replications are wanted in all after those with these values; nil if no more are.
    ///
    /// One without a value, such as the point of no return of a run that never came there, is no observation, and another is made for it. A
    /// point none of whose first replications has a value is not asked again.
    func wanted(after values: [Double]) -> Int? {
        let observations = observations(values)
        guard case .more(let total) = rule.decision(after: observations) else { return nil }
        let step = isPaired ? 2 : 1
        if observations.isEmpty, !values.isEmpty { return nil }
        let wanted = min(rule.schedule.cap * step, values.count + (total - observations.count) * step)
        return wanted > values.count ? wanted : nil
    }

    private func observations(_ values: [Double]) -> [Double] {
        guard isPaired else { return values.filter { !$0.isNaN } }
        return stride(from: 0, to: values.count - 1, by: 2).compactMap {
            // Halves first: the sum of two large numbers may have no finite value.
            let average = 0.5 * values[$0] + 0.5 * values[$0 + 1]
            return average.isNaN ? nil : average
        }
    }
}
