import Scenarios
import Statistics

/// From the CSV of `compare` and `run`, a line for each measure, and from that of `sweep merge`, a line for each point.
extension RecordedResult {
    static func read(_ table: CSVTable, sink: DiagnosticSink) -> RecordedResult? {
        let before = sink.errorCount
        let names = table.columns.map(\.name)
        let result: RecordedResult?
        if names.starts(with: ["scenario", "seed", "replications", "confidence", "fingerprint", "strategy", "measure", "unit", "mean"]) {
            result = comparison(table, sink)
        } else if names.first == "point", let failure = names.firstIndex(of: "failure"), failure >= 3,
            Array(names[(failure - 2)...failure]) == ["replications", "fingerprint", "failure"]
        {
            result = sweep(table, factors: Array(names[1..<(failure - 2)]), sink)
        } else {
            sink.error(
                "not-a-result", "`\(table.source.name)` is neither a comparison nor a sweep: its columns are those of neither",
                at: SourcePlace(source: table.source, line: table.headerLine, column: 1),
                hint: "`chrysalis compare --format json` (or `csv`) and `chrysalis sweep merge -o NAME.csv` write results")
            return nil
        }
        return sink.errorCount == before ? result : nil
    }

    private static func comparison(_ table: CSVTable, _ sink: DiagnosticSink) -> RecordedResult? {
        let row = CSVRow(table: table, sink: sink)
        guard let replications = row.count(0, "replications"), let confidence = row.confidence(0) else { return nil }
        let circumstances = ["scenario", "seed", "replications", "confidence", "fingerprint"].map {
            Circumstance(name: $0, value: row.text(0, $0))
        }
        var entries: [Entry] = []
        for index in table.rows.indices {
            let strategy = row.text(index, "strategy")
            if entries.last?.name != strategy { entries.append(Entry(name: strategy, measures: [])) }
            let name = row.text(index, "measure")
            // What limited the phases of the plan is no measure.
            if name.hasPrefix("job-time.") { continue }
            entries[entries.count - 1].measures.append(
                RecordedMeasure(
                    name, unit: MeasureUnit(rawValue: row.text(index, "unit")),
                    numbers: (row.number(index, "mean"), row.number(index, "mean_low"), row.number(index, "mean_high")),
                    isProbability: MeasureCatalogue.known(name)?.isIndicator ?? false, confidence: confidence, count: replications,
                    values: nil))
        }
        return RecordedResult(
            source: table.source.name, kind: .comparison, circumstances: circumstances, confidence: confidence, entries: entries)
    }

    private static func sweep(_ table: CSVTable, factors: [String], _ sink: DiagnosticSink) -> RecordedResult? {
        let row = CSVRow(table: table, sink: sink)
        let names = table.columns.map(\.name)
        let columns = Set(names)
        // Of a measure it is the mean that is compared; other statistics have intervals too.
        let others = SweepValue.columns.map(\.suffix).filter { !$0.isEmpty }
        let measures = names.dropFirst(factors.count + 4).filter { name in
            columns.contains(name + "_low") && columns.contains(name + "_high") && !others.contains { name.hasSuffix($0) }
        }
        let kinds = measures.map { MeasureCatalogue.known($0) }
        let known = confidence(row, measures)
        let confidence = known ?? 0.95
        var entries: [Entry] = []
        var seen: [String: Int] = [:]
        for index in table.rows.indices {
            guard let replications = row.count(index, "replications") else { continue }
            // A design may have the same values at several points: these belong together in order.
            let point = factors.map { "\($0)=\(row.text(index, $0))" }.joined(separator: ", ")
            let times = seen[point, default: 0] + 1
            seen[point] = times
            var entry = Entry(
                name: times == 1 ? point : "\(point) (\(times))", fingerprint: row.text(index, "fingerprint"),
                failure: row.text(index, "failure"), measures: [])
            for (name, measure) in zip(measures, kinds) {
                entry.measures.append(
                    RecordedMeasure(
                        name, unit: measure?.unit,
                        numbers: (row.number(index, name), row.number(index, name + "_low"), row.number(index, name + "_high")),
                        isProbability: measure?.isIndicator ?? false, confidence: confidence, count: replications, values: nil))
            }
            entries.append(entry)
        }
        var circumstances = [Circumstance(name: "points", value: "\(entries.count)")]
        let counts = Set(table.rows.indices.map { row.text($0, "replications") })
        if counts.count == 1, let count = counts.first { circumstances.append(Circumstance(name: "replications", value: count)) }
        circumstances.append(
            Circumstance(name: "confidence", value: JSONValue.shortest(confidence) + (known == nil ? " (taken for granted)" : "")))
        return RecordedResult(
            source: table.source.name, kind: .sweep, circumstances: circumstances, factors: factors, confidence: confidence,
            entries: entries)
    }

    /// The confidence of a sweep's intervals, which its file does not say: from that of a share p with the bound L by Wilson follows the
    /// quantile z of the normal distribution, as L is where (p - L)^2 = z^2 L (1 - L) / n.
    private static func confidence(_ row: CSVRow, _ measures: [String]) -> Double? {
        for name in measures where MeasureCatalogue.known(name)?.isIndicator ?? false {
            for index in row.table.rows.indices {
                guard let count = Int(row.text(index, "replications")), let share = row.number(index, name),
                    let bound = share > 0.5 ? row.number(index, name + "_low") : row.number(index, name + "_high"), bound > 0, bound < 1
                else { continue }
                let z = ((share - bound) * (share - bound) * Double(count) / (bound * (1 - bound))).squareRoot()
                let confidence = 1 - 2 * ReferenceDistributions.normal(beyond: z)
                // The digits of a file leave some of the confidence's; nobody states it to a millionth.
                let rounded = (confidence * 1e6).rounded() / 1e6
                if rounded > 0, rounded < 1 { return rounded }
            }
        }
        return nil
    }
}
