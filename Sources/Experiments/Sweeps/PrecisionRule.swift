import Scenarios
import Statistics
import UpgradeStrategies

/// When a point has replications enough: a stopping rule about one measure, in numbers of replications.
///
/// Of antithetic pairs, the average of a pair is one observation. The two of a pair depend on each other, so that only a mean can be judged:
/// intervals of probabilities and quantiles need observations that don't.
struct PrecisionRule: Sendable {
    private let rule: StoppingRule
    private let isPaired: Bool
    private let measure: Measure
    private let statistic: FailCondition.Statistic

    /// Observations before the first look unless the experiment says otherwise: what the rule's intervals were tried with.
    private static let usualMinimum = 30

    /// What an experiment asks for; nil if it is a fixed number of replications.
    ///
    /// - Parameter confidence: The scenario's, where the experiment has none of its own.
    init?(_ description: ExperimentDescription, _ catalogue: MeasureCatalogue, confidence: Double) throws(SweepProblem) {
        guard let goal = description.until else { return nil }
        guard let measure = catalogue[goal.measure] else {
            throw SweepProblem(
                .usage, "there is no measure `\(goal.measure)`",
                hint: NearestWord.hint(for: goal.measure, in: catalogue.measures.map(\.name), called: "known are"))
        }
        statistic = try Self.statistic(goal, measure)
        isPaired = description.isAntithetic
        self.measure = measure
        if isPaired { try Self.checkPairs(goal, statistic) }
        let step = isPaired ? 2 : 1
        let cap = goal.cap / step
        let minimum = description.replications.map { $0 / step } ?? Self.usualMinimum
        do {
            rule = try StoppingRule(
                Self.quantity(statistic), within: try Self.precision(goal, statistic == .probability ? .fraction : measure.unit),
                confidence: goal.confidence ?? confidence, schedule: try ReplicationSchedule(minimum: min(cap, minimum), cap: cap))
        } catch let problem as SweepProblem {
            throw problem
        } catch let problem as StatisticsError {
            let keys = ["cap": "at-most", "minimum": "replications", "precision": "relative` or `absolute", "confidence": "confidence"]
            let unit = isPaired ? " (counted in pairs)" : ""
            throw SweepProblem(.usage, "`until`: `\(keys[problem.parameter] ?? problem.parameter)` \(problem.reason)\(unit)")
        } catch {
            throw SweepProblem(.usage, "`until` cannot be: \(error)")
        }
    }

    private static func statistic(_ goal: PrecisionGoal, _ measure: Measure) throws(SweepProblem) -> FailCondition.Statistic {
        switch FailCondition.Statistic(goal.statistic) {
        case .mean: return measure.isIndicator ? .probability : .mean
        case let known? where known != .max && known != .min: return known
        default:
            throw SweepProblem(
                .usage, "`until` has no statistic `\(goal.statistic)`", hint: "known are `mean`, `median`, `p1` ... `p99` and `probability`"
            )
        }
    }

    private static func quantity(_ statistic: FailCondition.Statistic) -> StoppingRule.Quantity {
        switch statistic {
        case .probability: .proportion
        case .quantile(let percent): .quantile(Double(percent) / 100)
        case .mean, .max, .min: .mean
        }
    }

    private static func precision(_ goal: PrecisionGoal, _ unit: MeasureUnit) throws(SweepProblem) -> StoppingRule.Precision {
        switch goal.halfWidth {
        case .relative(let share): return .relative(share)
        case .absolute(let text):
            if let number = try? StatedQuantity.number(text) { return .absolute(number) }
            do {
                return .absolute(try unit.value(of: text))
            } catch {
                throw SweepProblem(.usage, "`until`: the half-width of `\(goal.measure)`: \(error.message)", hint: error.hint)
            }
        }
    }

    private static func checkPairs(_ goal: PrecisionGoal, _ statistic: FailCondition.Statistic) throws(SweepProblem) {
        guard statistic == .mean else {
            let what = statistic == .probability ? "a probability" : "a quantile"
            throw SweepProblem(
                .usage,
                "`until` cannot judge \(what) of `\(goal.measure)` from antithetic pairs: its interval needs independent replications",
                hint: "leave `antithetic` out, or judge the mean of a measure that is no probability")
        }
        guard goal.cap % 2 == 0 else {
            throw SweepProblem(.usage, "antithetic pairs need an even `at-most`, not \(goal.cap)", hint: "write `at-most: \(goal.cap + 1)`")
        }
    }

    /// The value that a replication has.
    func value(_ result: RunResult) -> Double {
        let value = measure.value(result)
        return statistic == .probability && !value.isNaN ? (value > 0 ? 1 : 0) : value
    }

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
