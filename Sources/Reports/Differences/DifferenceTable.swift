public import Experiments
import Statistics

/// What differs between two results, as a table with a head that says under what they were found.
public struct DifferenceTable {
    let difference: ResultDifference
    let isFull: Bool
    let width: Int

    /// Makes the table.
    ///
    /// - Parameter full: Whether measures are shown too that are the same, or whose difference may be chance.
    public init(_ difference: ResultDifference, full: Bool, width: Int) {
        self.difference = difference
        isFull = full
        self.width = width
    }

    /// The text, ended.
    public var text: String {
        var lines = head
        if difference.isIdentical, !isFull {
            let fingerprint = difference.a[circumstance: "fingerprint"].map { ": fingerprint \($0)" } ?? ", and every fingerprint"
            return (lines + ["", "same results\(fingerprint)"]).joined(separator: "\n") + "\n"
        }
        lines += [""] + TextTable.wrapped(method, width: width)
        let rows = difference.measures.filter { isFull || $0.verdict == .differs || $0.verdict == .undecided }
        if !rows.isEmpty { lines += [""] + table(rows).lines(width: width) }
        let missing = oneSided
        if !missing.isEmpty { lines += [""] + missing }
        return (lines + [""] + TextTable.wrapped(summary, width: width)).joined(separator: "\n") + "\n"
    }

    private var head: [String] {
        var lines = ["A: \(difference.a.source)", "B: \(difference.b.source)"]
        let common = difference.common.map { $0.name.hasPrefix("input ") ? $0.name : "\($0.name) \($0.value)" }
        if !common.isEmpty { lines += TextTable.wrapped("same: " + common.joined(separator: ", "), width: width, indent: "  ") }
        let changes = difference.changes
        guard !changes.isEmpty else { return lines }
        var table = TextTable(columns: ["A", "B"], corner: "not the same")
        table.rows = changes.map { .values(label: $0.name, cells: [$0.a ?? "-", $0.b ?? "-"]) }
        return lines + [""] + table.lines(width: width)
    }

    private var method: String {
        let paired = difference.measures.count { $0.isPaired }
        let confidence = Readable.wholePercent(difference.confidence)
        let how: String
        if paired > 0 {
            how = "replication by replication" + (paired < difference.measures.count ? " where each has a value" : "")
        } else {
            let isSameSeed = difference.a[circumstance: "seed"].map { $0 == difference.b[circumstance: "seed"] } ?? false
            how =
                "taken as independent"
                + (isSameSeed
                    ? ", which is cautious at equal seeds; results written with `--values` are compared replication by replication" : "")
        }
        let judged: String
        if difference.tested > 0 {
            judged = "significant over all \(Readable.counted(difference.tested, "measure")) with chance in their difference together"
        } else {
            judged = difference.count(of: .undecided) > 0 ? "replications are too few for intervals" : "no chance is in any difference"
        }
        return "B - A [\(confidence) interval], \(how); \(judged)"
    }

    private func table(_ rows: [MeasureDifference]) -> TextTable {
        var table = TextTable(columns: ["A", "B", "B - A", "relative", "verdict"])
        table.leftColumns = [4]
        var entry = ""
        for row in rows {
            if row.entry != entry {
                if !table.rows.isEmpty { table.rows.append(.gap) }
                table.rows.append(.heading(row.entry))
                entry = row.entry
            }
            let isSame = row.verdict == .same
            table.rows.append(
                .values(
                    label: "  " + row.measure,
                    cells: [
                        DifferenceCell.value(row.a, row.unit), DifferenceCell.value(row.b, row.unit),
                        isSame ? "-" : DifferenceCell.difference(row.test.estimate, row.unit),
                        isSame ? "-" : DifferenceCell.relative(row.relative), row.verdict.rawValue,
                    ]))
        }
        return table
    }

    private var oneSided: [String] {
        difference.oneSided.map { item in
            let subject = item.measure.map { "`\($0)` of `\(item.entry)`" } ?? "`\(item.entry)`"
            return "only in \(item.isInFirst ? "A" : "B"): \(subject)" + (item.reason.isEmpty ? "" : " (\(item.reason))")
        }
    }

    private var summary: String {
        let words: [(verdict: MeasureDifference.Verdict, one: String, many: String)] = [
            (.differs, "differs", "differ"), (.undecided, "differs but has no interval", "differ but have no intervals"),
            (.notSignificant, "differs by what may be chance", "differ by what may be chance"), (.same, "is the same", "are the same"),
        ]
        let parts = words.map { (difference.count(of: $0.verdict), $0) }.filter { $0.0 > 0 }
        var text = "of \(Readable.counted(difference.measures.count, "measure")) "
        text += parts.map { "\(FixedDecimal.text($0)) \($0 == 1 ? $1.one : $1.many)" }.joined(separator: ", ")
        if !isFull, difference.count(of: .notSignificant) + difference.count(of: .same) > 0 { text += "; `--full` shows all" }
        if difference.areRunsEqual == true, !difference.measures.allSatisfy(\.isEqual) {
            text += ". The fingerprints are equal: the same runs, measured differently"
        }
        return text
    }
}
