import UpgradeStrategies

/// A condition held against a comparison.
public struct FailResult: Sendable, Hashable {
    /// The condition.
    public let condition: FailCondition
    /// The strategy that it is about.
    public let strategy: String
    /// The statistic of the replications.
    public let value: Double
    /// Its lower bound of one side; nil where the replications support none.
    public let low: Double?
    /// Its upper bound of one side; nil where the replications support none.
    public let high: Double?
    /// Replications with a value.
    public let count: Int
    /// Confidence of each bound.
    public let confidence: Double
    /// Unit of the measure.
    public let unit: MeasureUnit
    /// What follows.
    public let verdict: FailVerdict

    /// One sentence for the user.
    public var sentence: String {
        let subject = "`\(condition.text)`" + (condition.strategy == nil ? " (of `\(strategy)`, which ranks first)" : "")
        let replications = Readable.counted(count, "replication")
        let given = "the value is \(shown(value)) in " + (isBoundless ? "each of \(replications), \(bounds)" : "\(replications), \(bounds)")
        switch verdict {
        case .fails: return "\(subject) holds, so the objective is not met: \(given)"
        case .passes: return "\(subject) does not hold, so the objective is met: \(given)"
        case .undecidable where count == 0: return "\(subject) cannot be decided: \(absence)"
        case .undecidable(let needed):
            let advice = needed.map { "; about \(FixedDecimal.text($0)) replications are needed" } ?? ""
            return "\(subject) cannot be decided with \(Readable.counted(count, "replication")): \(given)\(advice)"
        }
    }

    /// What has no value in any replication will have none in more of them.
    private var absence: String {
        let control = StrategyCatalogue.control.name
        let reason = strategy == control ? ": it upgrades nothing" : " in any replication"
        return "`\(strategy)` never has a `\(condition.measure)`\(reason)"
    }

    /// Whether replications that agree are too few to bound a mean.
    private var isBoundless: Bool { condition.statistic == .mean && low == nil && high == nil && count > 1 }

    private var bounds: String {
        switch condition.statistic {
        case .max, .min: return "of those that were run"
        case _ where isBoundless: return "which bounds no mean where there is chance"
        default:
            let parts = [low.map { "at least \(shown($0))" }, high.map { "at most \(shown($0))" } ?? "without an upper bound"]
            return parts.compactMap { $0 }.joined(separator: " and ")
                + ", each with \(Readable.wholePercent(confidence)) confidence"
        }
    }

    private func shown(_ value: Double) -> String {
        if condition.statistic == .probability || unit == .fraction { return Readable.percent(value) }
        return UnitScale.suiting(value, unit).text(value)
    }
}
