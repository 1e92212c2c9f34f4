import Experiments
import Scenarios
import SimulationKernel
import Statistics
import UpgradeStrategies

/// What lessens the worth of a result, in sentences that say what to do.
struct ResultWarnings {
    /// Student's t for a mean of fewer observations leans heavily on their being normal.
    static let fewReplications = 10

    /// More names help nobody.
    static let mostNames = 3

    let texts: [String]

    /// The warnings of a comparison of which these rows are shown.
    init(_ comparison: Comparison, shown rows: [ComparisonRows.Row]) {
        var texts: [String] = []
        let (scenario, replications) = (comparison.scenario, comparison.replications)
        if replications == 1 {
            texts.append("one replication gives no intervals; use `--replications 30`")
        } else if replications < Self.fewReplications {
            texts.append("intervals from \(replications) replications are rough; use `--replications 30`")
        }
        for name in comparison.upgrading {
            let finished = comparison.finishedCount(name)
            let late = comparison.count(of: "horizon reached", name)
            if late > 0 {
                texts.append(
                    "`\(name)` had not finished at the horizon of \(Readable.duration(scenario.rehearsal.horizon.seconds)) in \(late) of "
                        + "\(Readable.counted(replications, "replication")): its duration and losses are lower bounds; set a longer `horizon`"
                )
            }
            if !comparison.qualifies(name) {
                let why = comparison.strategies.first { $0.strategy == name }?.trouble.map { " (\($0))" } ?? ""
                texts.append(
                    "`\(name)` finished in \(finished) of \(Readable.counted(replications, "replication"))\(why), less than the required "
                        + "\(Readable.wholePercent(scenario.objectives.requiredProbability)): it is not recommended")
            }
        }
        if replications >= Self.fewReplications, let text = Self.unreliable(comparison, rows) { texts.append(text) }
        let ranking = comparison.ranking
        if ranking.count > 1, replications > 1, comparison.qualifies(ranking[0]), comparison.qualifies(ranking[1]),
            !comparison.tellsApart(ranking[0], ranking[1]),
            comparison.score(ranking[0]) != comparison.score(ranking[1])
        {
            texts.append(
                "the interval of the difference in lost service between `\(ranking[0])` and `\(ranking[1])` includes zero: they cannot be told "
                    + "apart; use more replications")
        }
        texts += scenario.notes
        self.texts = texts
    }
    /// Says which of the intervals shown hang on so few replications that Student's t is not to be believed, nil if none.
    private static func unreliable(_ comparison: Comparison, _ rows: [ComparisonRows.Row]) -> String? {
        var names: [String] = []
        var needed = 0
        for row in rows {
            guard let measure = row.measure else { continue }
            for (entry, cell) in zip(comparison.strategies, row.cells) where cell.contains("±") {
                guard let summary = comparison.summary(measure, of: entry.strategy), summary.mean.method == .meanByStudentT else {
                    continue
                }
                let diagnosis = SampleStatistics.diagnoseMeanInterval(summary.values.filter { !$0.isNaN })
                guard diagnosis.isDoubtful else { continue }
                if names.last != measure { names.append(measure) }
                needed = max(needed, diagnosis.neededCount)
            }
        }
        guard !names.isEmpty else { return nil }
        let shown = names.prefix(mostNames).map { "`\($0)`" }.joined(separator: ", ")
        let more = names.count > mostNames ? " and \(names.count - mostNames) more" : ""
        let owner =
            names.count == 1
            ? "the interval of \(shown) is unreliable: it hangs" : "the intervals of \(shown)\(more) are unreliable: they hang"
        return "\(owner) on a few replications; use about \(FixedDecimal.text(twoFigures(needed))), or `chrysalis risk`"
    }

    /// The next larger number of two figures and zeros.
    private static func twoFigures(_ count: Int) -> Int {
        var unit = 1
        while count / unit >= 100 { unit *= 10 }
        return (count + unit - 1) / unit * unit
    }
}
