/// The tables of a guide, by the names of the sections that they go into.
public enum FigureSections {
    /// The sections that a result has the rows for.
    public static func sections(_ result: BenchmarkResult) -> [(name: String, text: String)] {
        var sections: [(String, String)] = []
        if !result.rows("rival-heap").isEmpty {
            sections.append(("figures of the hold model", place(result) + "\n" + hold(result).markdown))
            sections.append(("figures of everything else", place(result) + "\n" + others(result).markdown))
        }
        if !RivalComparison.works(result).isEmpty {
            let skipped = result.skipped.isEmpty ? "" : "\nLeft out:\n\n" + result.skipped.map { "- \($0)\n" }.joined()
            sections.append(("figures of rivals", place(result) + "\n" + RivalComparison.table(result).markdown + skipped))
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

    private static func others(_ result: BenchmarkResult) -> TextTable {
        var table = TextTable(["what", "parameters", "median", "quartiles", "per second", "clock"], leftColumns: 2)
        for row in result.rows where row.name != "hold" && row.name != "rival-heap" && row.parameters["program"] == nil {
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
