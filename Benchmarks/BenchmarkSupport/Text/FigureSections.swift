/// The tables of a guide, by the names of the sections that they go into.
public enum FigureSections {
    /// The sections that a result has the rows for.
    public static func sections(_ result: BenchmarkResult) -> [(name: String, text: String)] {
        var sections: [(String, String)] = []
        if !result.rows("rival-heap").isEmpty {
            sections.append(("figures of the hold model", place(result) + "\n" + hold(result).markdown))
            sections.append(("figures of everything else", place(result) + "\n" + others(result).markdown))
        }
        if !result.rows("transfer").isEmpty {
            sections.append(("figures of transfers", place(result) + "\n" + transfers(result).markdown))
        }
        for (kind, name) in [(RivalComparison.Kind.events, "figures of rivals"), (.flows, "figures of flows")]
        where !RivalComparison.works(result, kind).isEmpty {
            let skipped = result.skipped.filter { $0.hasPrefix("flows ") == (kind == .flows) }
            let note = skipped.isEmpty ? "" : "\nLeft out:\n\n" + skipped.map { "- \($0)\n" }.joined()
            sections.append((name, place(result) + "\n" + RivalComparison.table(result, kind).markdown + note))
        }
        return sections
    }

    private static func place(_ result: BenchmarkResult) -> String {
        var text =
            "\(result.machine.text); \(result.date.prefix(10)), Swift \(result.versions["swift"] ?? "unknown"), \(result.build) build"
        if let load = result.machine.load, load > 0.5 {
            text += "; others were at work on it (load \(Figures.decimals(load, 1)) before)"
        }
        return text + ".\n"
    }

    private static func hold(_ result: BenchmarkResult) -> TextTable {
        var table = TextTable(["delays", "pending", "Chrysalis", "quartiles", "textbook heap", "ratio"])
        for row in result.rows("hold") {
            let heap = result.rows("rival-heap", row.parameters).first
            table.append([
                row.parameters["increments"] ?? "", row.parameters["pending"].flatMap { Double($0) }.map(Figures.grouped) ?? "",
                Figures.value(row.median, row.unit), quartiles(row), heap.map { Figures.value($0.median, $0.unit) } ?? "-",
                heap.map { Figures.decimals(row.median / $0.median, 2) } ?? "-",
            ])
        }
        return table
    }

    private static func transfers(_ result: BenchmarkResult) -> TextTable {
        var table = TextTable(["sources", "what else", "a chunk", "quartiles", "chunks", "in all", "answer"], leftColumns: 0)
        for row in result.rows("transfer") {
            let what = row.parameters.filter { $0.key != "sources" }.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            table.append([
                row.parameters["sources"].flatMap { Double($0) }.map(Figures.grouped) ?? "", what.joined(separator: ", "),
                Figures.value(row.median, row.unit), quartiles(row), Figures.grouped(Double(row.operations)),
                Figures.value(row.median * Double(row.operations), "ns"), row.answer ?? "",
            ])
        }
        return table
    }

    private static func others(_ result: BenchmarkResult) -> TextTable {
        var table = TextTable(["what", "parameters", "median", "quartiles", "per second", "clock"], leftColumns: 2)
        for row in result.rows where !["hold", "rival-heap", "transfer"].contains(row.name) && row.parameters["program"] == nil {
            table.append([
                row.name, row.parameterText, Figures.value(row.median, row.unit), quartiles(row), Figures.rate(row.operationsPerSecond),
                row.clock ?? "",
            ])
        }
        return table
    }

    private static func quartiles(_ row: ResultRow) -> String {
        "\(Figures.value(row.lowerQuartile, row.unit)) to \(Figures.value(row.upperQuartile, row.unit))"
    }
}
