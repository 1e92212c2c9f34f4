public import Experiments
import Statistics

/// What limits say to a difference, in sentences.
public struct DifferenceVerdict {
    let judgement: DifferenceJudgement
    let limits: [DifferenceLimit]
    /// Longer lists help nobody; the table has them all.
    private static let mostShown = 10

    /// Makes the sentences.
    public init(_ judgement: DifferenceJudgement, limits: [DifferenceLimit]) {
        self.judgement = judgement
        self.limits = limits
    }

    /// Line by line.
    public var lines: [String] {
        var lines = shown(judgement.excesses) { "\(subject($0)) has moved by \(amount($0)), more than `\($0.limit.text)` allows" }
        lines += shown(judgement.undecided) {
            "\(subject($0)) has moved by \(amount($0)), more than `\($0.limit.text)` allows, but replications are too few to tell that from chance"
        }
        if lines.isEmpty {
            let names = limits.map { "`\($0.text)`" }.joined(separator: ", ")
            lines.append("nothing has moved by more than \(names) \(limits.count == 1 ? "allows" : "allow")")
        }
        return lines
    }

    private func shown(_ excesses: [DifferenceJudgement.Excess], _ words: (DifferenceJudgement.Excess) -> String) -> [String] {
        let more = excesses.count - Self.mostShown
        return excesses.prefix(Self.mostShown).map(words) + (more > 0 ? ["and \(FixedDecimal.text(more)) more likewise"] : [])
    }

    private func subject(_ excess: DifferenceJudgement.Excess) -> String {
        "`\(excess.difference.measure)` of `\(excess.difference.entry)`"
    }

    private func amount(_ excess: DifferenceJudgement.Excess) -> String {
        let row = excess.difference
        let relative = row.relative.map { ", \(DifferenceCell.relative($0))" } ?? " from 0"
        return DifferenceCell.difference(row.test.estimate, row.unit) + relative
    }
}
