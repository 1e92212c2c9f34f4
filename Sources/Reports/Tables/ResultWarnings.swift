import Experiments
import Scenarios
import SimulationKernel
import UpgradeStrategies

/// What lessens the worth of a result, in sentences that say what to do.
struct ResultWarnings {
    /// Student's t for a mean of fewer observations leans heavily on their being normal.
    static let fewReplications = 10

    let texts: [String]

    init(_ comparison: Comparison) {
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
}
