public import Scenarios
import SimulationKernel
import Statistics
import UpgradeStrategies

// What a limit demands, as a constraint that can be tested replication by replication:
//
//     measure.pNN <= t       a value above t has a probability of at most 1 - NN %          a proportion
//     measure.pNN >= t       a value under t has a probability of at most NN %              a proportion
//     measure.probability    as it stands                                                   a proportion
//     measure <= t           the mean is at most t                                          a mean
//     finish before T        an end after T, or none, has a probability of at most 1 - P    a proportion
//
// A test needs a zone around its limit in which either answer is right: half of a proportion's distance from 0 or 1, 1 % of the limit of a mean (but at
// least a second, a dollar, ...). Plans within it may be found on either side.

/// A limit that a plan has to keep.
public struct PlanLimit: Sendable, Hashable {
    /// What is limited.
    public enum Subject: Sendable, Hashable {
        /// That the upgrade finishes, and where there is an instant, before it.
        case finish(before: CalendarInstant?, probability: Double)
        /// A measure; the condition is what has to hold.
        case measure(FailCondition)
    }

    /// What is limited.
    public let subject: Subject
    /// As it was written, or would be.
    public let text: String
    /// Unit of the measure; a fraction for a probability.
    public let unit: MeasureUnit
    let constraint: FeasibilityConstraint

    /// That an upgrade finishes with a probability.
    ///
    /// - Throws: for a probability that cannot be shown.
    public static func finish(before deadline: CalendarInstant? = nil, probability: Double) throws(FailConditionError) -> PlanLimit {
        let text = deadline.map { "finish before \($0.text)" } ?? "finish"
        return PlanLimit(
            subject: .finish(before: deadline, probability: probability),
            text: "\(text) with a probability of \(Readable.percent(probability))",
            unit: .fraction, constraint: try proportion(1 - probability, "P(finished)", stated: probability))
    }

    /// Reads `finish before INSTANT`; nil for a text that does not begin like that.
    public static func deadline(_ text: String) throws(FailConditionError) -> CalendarInstant? {
        let words = text.split(separator: " ")
        guard words.count >= 2, words[0] == "finish", words[1] == "before" else { return nil }
        do {
            return try StatedQuantity.instant(words.dropFirst(2).joined(separator: " "))
        } catch {
            throw FailConditionError(message: error.message, hint: error.hint)
        }
    }

    /// Reads `MEASURE[.STATISTIC] <= VALUE`.
    public init(parsing text: String, catalogue: MeasureCatalogue) throws(FailConditionError) {
        let condition = try FailCondition(parsing: text, catalogue: catalogue, strategies: [])
        let isUpper = condition.isUpper
        if let lessIsBetter = catalogue[condition.measure]?.lessIsBetter, lessIsBetter != isUpper {
            throw FailConditionError(
                message: "`\(text)` demands what nobody wants",
                hint: "a limit says what has to hold, such as `\(condition.measure) \(lessIsBetter ? "<=" : ">=") ...`")
        }
        let unit = catalogue[condition.measure]?.unit ?? .count
        switch condition.statistic {
        case .max, .min:
            throw FailConditionError(
                message: "no number of replications bounds the largest or smallest value there can be",
                hint: "limit a quantile, such as `\(condition.measure).p99`")
        case .mean:
            let sign: Double = isUpper ? 1 : -1
            let tolerance = max(abs(condition.threshold) / 100, unit.leastDifference)
            self.init(
                subject: .measure(condition), text: text, unit: unit,
                constraint: try Self.constraint(.mean, sign * condition.threshold, tolerance, text))
        case .quantile(let percent):
            let share = Double(percent) / 100
            self.init(
                subject: .measure(condition), text: text, unit: unit,
                constraint: try Self.proportion(isUpper ? Double(100 - percent) / 100 : share, text, stated: share))
        case .probability:
            let threshold = condition.threshold
            self.init(
                subject: .measure(condition), text: text, unit: .fraction,
                constraint: try Self.proportion(isUpper ? threshold : 1 - threshold, text, stated: threshold))
        }
    }

    private init(subject: Subject, text: String, unit: MeasureUnit, constraint: FeasibilityConstraint) {
        self.subject = subject
        self.text = text
        self.unit = unit
        self.constraint = constraint
    }

    private static func proportion(_ limit: Double, _ text: String, stated: Double) throws(FailConditionError) -> FeasibilityConstraint {
        guard limit > 1e-6, limit < 1 - 1e-6 else {
            throw FailConditionError(
                message: "no number of replications shows a probability of \(Readable.percent(stated)) in `\(text)`",
                hint: "leave something to chance, such as \(stated > 0.5 ? "99" : "1") %")
        }
        return try constraint(.proportion, limit, min(limit, 1 - limit) / 2, text)
    }

    private static func constraint(
        _ quantity: FeasibilityConstraint.Quantity, _ limit: Double, _ tolerance: Double, _ text: String
    ) throws(FailConditionError) -> FeasibilityConstraint {
        do {
            return try FeasibilityConstraint(quantity, atMost: limit, tolerance: tolerance)
        } catch {
            throw FailConditionError(message: "`\(text)` is no limit: \(error)", hint: nil)
        }
    }

    /// What the constraint takes of one replication.
    ///
    /// - Parameter value: That of the measure; for a finish 1 if there was one in time.
    func constrained(_ value: Double) -> Double {
        guard case .measure(let condition) = subject else { return value == 1 ? 0 : 1 }
        switch condition.statistic {
        case .mean: return condition.isUpper ? value : -value
        // What a plan never comes to, as a point of no return, breaks no limit on it.
        case .quantile: return value.isNaN || condition.isMet(by: value) ? 0 : 1
        case .probability: return (value > 0) == condition.isUpper ? 1 : 0
        case .max, .min: return 0
        }
    }

    /// Whether one replication by itself goes beyond the limit.
    func isBroken(by value: Double) -> Bool {
        constraint.quantity == .mean ? constrained(value) > constraint.limit : constrained(value) == 1
    }

    /// The statistic that is limited, of all replications of a plan.
    public func statistic(_ values: [Double]) -> Double {
        switch subject {
        case .finish: SampleStatistics.mean(values)
        case .measure(let condition):
            FailCondition.bounds(values.filter { !$0.isNaN }, condition.statistic, confidence: 0.95).value
        }
    }

    /// Whether a value of the statistic keeps the limit.
    public func isKept(by statistic: Double) -> Bool {
        switch subject {
        case .finish(_, let probability): statistic >= probability
        case .measure(let condition): statistic.isNaN || condition.isMet(by: statistic)
        }
    }

    /// Whether the first of two values of the statistic keeps stricter limits than the second.
    public func isStricter(_ first: Double, than second: Double) -> Bool {
        switch subject {
        case .finish: first > second
        case .measure(let condition): condition.isUpper ? first < second : first > second
        }
    }
}

extension FailCondition {
    /// Whether it is small values that meet it.
    var isUpper: Bool { relation == .atMost || relation == .below }
}

extension MeasureUnit {
    /// A difference that nobody minds, in this unit.
    var leastDifference: Double {
        switch self {
        case .seconds, .dollars, .requests, .rows, .count: 1
        case .minutes: 1.0 / 60
        case .hours: 0.01
        case .bytes: 1e6
        case .fraction: 1e-4
        }
    }
}
