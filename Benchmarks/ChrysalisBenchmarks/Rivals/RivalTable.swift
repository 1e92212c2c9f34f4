import BenchmarkSupport

/// What a race came to, in a table.
enum RivalTable {
    /// As text with machine, versions and date.
    static func text(_ result: BenchmarkResult) -> String {
        var text = "\(result.machine.text), \(result.build) build, \(result.date)\n"
        text += "processor time of an operation (an event; for mm1 a customer, for flows a chunk), medians of programs that took turns\n\n"
        text += RivalComparison.Kind.allCases.filter { !RivalComparison.works(result, $0).isEmpty }
            .map { RivalComparison.table(result, $0).text }.joined(separator: "\n")
        if !result.skipped.isEmpty { text += "\nleft out\n" + result.skipped.map { "  \($0)\n" }.joined() }
        return text
    }
}
