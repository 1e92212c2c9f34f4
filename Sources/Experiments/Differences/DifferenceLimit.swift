import Scenarios
import Statistics

/// How far a measure may move between two results: `5%`, `cost=2%`, `outage.edit=30s`.
///
/// A percentage is of the first result's value. Anything else is an amount in the unit of the measure, which has to be named then.
public struct DifferenceLimit: Sendable, Hashable {
    /// How far.
    public enum Amount: Sendable, Hashable {
        /// A share of the first value.
        case relative(Double)
        /// In the unit of the measure.
        case absolute(Double)
    }

    /// The limit as it was written.
    public let text: String
    /// The measure; nil for all that have no limit of their own.
    public let measure: String?
    /// How far it may move.
    public let amount: Amount

    /// Reads a limit.
    public init(parsing text: String) throws(FailConditionError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(FailCondition.trimmed)
        let value = parts[parts.count - 1]
        self.text = text
        measure = parts.count > 1 ? parts[0] : nil
        let known = measure.flatMap { MeasureCatalogue.known($0) }
        if let measure, known == nil {
            let nearest = NearestWord.nearest(to: measure, in: MeasureCatalogue.namesOfTheWhole).map { "did you mean `\($0)`?" }
            throw FailConditionError(
                message: "there is no measure `\(measure)`", hint: nearest ?? "write it like `outage.edit=30 s` or `cost=2 %`")
        }
        if value.hasSuffix("%") {
            let number = FailCondition.trimmed(value.dropLast())
            guard let percent = try? StatedQuantity.number(number), percent >= 0 else {
                throw FailConditionError(message: "`\(value)` is no percentage", hint: "write it like `5 %`")
            }
            amount = .relative(percent / 100)
        } else if let known {
            let amount = try FailCondition.threshold(value, known.unit, known.name)
            guard amount >= 0 else { throw FailConditionError(message: "`\(value)` is below zero", hint: "either direction counts") }
            self.amount = .absolute(amount)
        } else {
            throw FailConditionError(
                message: "`\(value)` is no percentage", hint: "write `5 %` for all measures, or name one, like `outage.edit=30 s`")
        }
    }

    /// Whether a measure has moved further.
    func isExceeded(by difference: MeasureDifference) -> Bool {
        let magnitude = difference.test.estimate.value.magnitude
        switch amount {
        // Of nothing, anything is more than any share.
        case .relative(let share): return magnitude > share * difference.a.value.magnitude
        case .absolute(let most): return magnitude > most
        }
    }
}
