import ClusterModel
import Scenarios
import Statistics
import UpgradeStrategies

/// A few sentences on what a comparison shows and why, in the table's numbers.
public struct Explanation: Sendable, Hashable {
    /// The sentences, in order.
    public let sentences: [String]

    /// All sentences as one paragraph.
    public var text: String { sentences.joined(separator: " ") }

    /// Puts a comparison into words.
    public init(_ comparison: Comparison) {
        let words = Words(comparison)
        let ranking = comparison.ranking
        guard let best = ranking.first else {
            sentences = ["Nothing is upgraded: `\(StrategyCatalogue.control.name)` is the only strategy."]
            return
        }
        if ranking.count == 1 {
            sentences = [words.alone(best), words.limit(of: best)].compactMap { $0 }
        } else if !comparison.qualifies(best) {
            sentences = [words.nothingQualifies(ranking), words.others(ranking), words.limit(ofFirst: best)].compactMap { $0 }
        } else {
            sentences = [words.winner(ranking), words.limit(of: best), words.others(ranking), words.distance(ranking)].compactMap { $0 }
        }
    }
}

/// The sentences about one comparison.
private struct Words {
    let comparison: Comparison

    init(_ comparison: Comparison) { self.comparison = comparison }

    private var replications: Int { comparison.replications }

    func alone(_ name: String) -> String {
        let count = comparison.finishedCount(name)
        let verdict =
            comparison.qualifies(name)
            ? "" : " It is not recommended: \(Readable.wholePercent(comparison.scenario.objectives.requiredProbability)) are required."
        return "`\(name)` finished in \(count) of \(Readable.counted(replications, "replication")) and \(loss(of: name))\(cause(of: name))"
            + "\(cost(of: name)); it took \(duration(of: name)).\(verdict)"
    }

    func winner(_ ranking: [String]) -> String {
        let (best, second) = (ranking[0], ranking[1])
        let isTie = comparison.qualifies(second) && !comparison.tellsApart(best, second)
        let rank: String
        if !comparison.qualifies(second) {
            rank = "is the only one that finishes often enough"
        } else if replications == 1, !isEqual(best, second) {
            rank = "loses least in one replication, which cannot rank"
        } else if isTie {
            rank = isEqual(best, second) ? (costs(best) < costs(second) ? "ranks first, by cost" : "ranks first") : "ranks first by a hair"
        } else {
            rank = "disturbs users least"
        }
        return "`\(best)` \(rank): it \(loss(of: best))\(cause(of: best))\(cost(of: best)), and takes \(duration(of: best))."
    }

    func nothingQualifies(_ ranking: [String]) -> String {
        let required = Readable.wholePercent(comparison.scenario.objectives.requiredProbability)
        let counts = ranking.map { "`\($0)` in \(comparison.finishedCount($0))" }
        let trouble = comparison.strategies.first { $0.strategy == ranking[0] }?.trouble.map { " (\($0))" } ?? ""
        return "No strategy can be recommended, because none finishes with the required probability of \(required): of "
            + "\(Readable.counted(replications, "replication")), \(joined(counts)) finished\(trouble)."
    }

    /// What holds the conversion of a strategy back that the sentence before is about.
    func limit(of name: String) -> String? { comparison.limitedPhase(of: name).map { "Its \($0)." } }

    /// The same of a strategy that is one of several.
    func limit(ofFirst name: String) -> String? { comparison.limitedPhase(of: name).map { "Of `\(name)`, the \($0)." } }

    /// What the other strategies lose, and to which cause.
    func others(_ ranking: [String]) -> String? {
        let shown = comparison.qualifies(ranking[0]) ? Array(ranking.dropFirst()) : ranking
        let parts = shown.map { "`\($0)` \(loss(of: $0))\(cause(of: $0))" + (comparison.qualifies($0) ? "" : unfinished($0)) }
        guard !parts.isEmpty else { return nil }
        let lead = comparison.qualifies(ranking[0]) ? (parts.count == 1 ? "By comparison, " : "Of the others, ") : "Of these, "
        return lead + joined(parts, separator: ";") + "."
    }

    /// Whether the best two can be told apart.
    func distance(_ ranking: [String]) -> String? {
        let (best, second) = (ranking[0], ranking[1])
        guard comparison.qualifies(second) else { return nil }
        if isEqual(best, second) {
            let cost = costs(best) < costs(second) ? "the first costs less" : "cost the same: the scenario's order decides"
            return "`\(best)` and `\(second)` lose the same, and \(cost)."
        }
        guard !comparison.tellsApart(best, second) else { return nil }
        if replications == 1 { return "One replication cannot say whether the difference between `\(best)` and `\(second)` is chance." }
        let difference = comparison.scoreDifference(second, from: best)
        let scale = UnitScale.duration(max(difference.value.magnitude, (difference.high ?? 0).magnitude))
        let range = [difference.low, difference.high].map { $0.map(scale.number) ?? "-" }.joined(separator: " ... ")
        return "`\(best)` and `\(second)` cannot be told apart: the interval of their difference, \(range) \(scale.unit), includes zero; "
            + "more replications would narrow it."
    }

    /// `loses 85.1 s of service (mean over the classes)`.
    private func loss(of name: String) -> String {
        let score = comparison.score(name)
        guard score > 0 else { return "loses no service" }
        return "loses \(Readable.duration(score)) of service" + (classes.count > 1 ? " (mean over the classes)" : "")
    }

    private var classes: [String] { comparison.weightyClasses }

    /// The class that loses most, if it stands out, and the cause that takes most of its requests.
    private func cause(of name: String) -> String {
        let losses = classes.map { comparison.mean("lost-service.\($0)", name) }
        let sum = losses.reduce(0, +)
        guard let summary = comparison.strategies.first(where: { $0.strategy == name }), let most = losses.max(), most > 0,
            let worst = losses.firstIndex(of: most),
            case let causes = summary.losses[comparison.scenario.rehearsal.system.weightyClasses[worst]], let cause = causes.first
        else { return "" }
        let whole = causes.reduce(0) { $0 + $1.requests }
        let kind = cause.kind == "planned" ? "" : cause.kind == "baseline" ? " (there without an upgrade)" : " (not planned)"
        let share = cause.requests > 0.995 * whole ? "" : " (\(Readable.wholePercent(cause.requests / whole)))"
        let reason = cause.kind == "baseline" ? "ordinary shortage" : "`\(cause.cause)`"
        if classes.count > 1, most > 0.6 * sum { return ", mostly of `\(classes[worst])` and to \(reason)\(share)\(kind)" }
        return ", to \(reason)\(share)\(kind)"
    }

    /// `, costs 700.00 USD more than none`.
    private func cost(of name: String) -> String {
        let cost = comparison.mean("cost", name)
        guard let difference = comparison.summary("cost", of: name)?.toControl?.value else {
            return cost == 0 ? "" : ", costs \(Readable.dollars(cost))"
        }
        if UnitScale.dollars.showsZero(difference) { return UnitScale.dollars.showsZero(cost) ? "" : ", costs no more than no upgrade" }
        return ", costs \(Readable.dollars(difference.magnitude)) \(difference > 0 ? "more" : "less") than no upgrade"
    }

    private func isEqual(_ first: String, _ second: String) -> Bool { comparison.score(first) == comparison.score(second) }

    private func costs(_ name: String) -> Double { comparison.mean("cost", name) }

    private func duration(of name: String) -> String { Readable.duration(comparison.mean("duration", name)) }

    private func unfinished(_ name: String) -> String {
        " and finished in only \(comparison.finishedCount(name)) of \(Readable.counted(replications, "replication"))"
    }

    private func joined(_ parts: [String], separator: String = ",") -> String {
        guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: separator + " ") + (separator == ";" || parts.count > 2 ? separator : "") + " and " + last
    }
}
