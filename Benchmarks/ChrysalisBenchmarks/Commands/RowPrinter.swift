import BenchmarkSupport

/// Prints rows as they come; widths are fixed, since nobody knows what follows.
struct RowPrinter {
    /// Whether nothing is printed but JSON in the end.
    var isSilent: Bool

    private static let widths = [24, 50, 10, 21, 10, 10, 8]

    func begin(repetitions: Int) throws {
        guard !isSilent else { return }
        try Console.output("\(MachineDescription.current.text), \(MachineDescription.build) build, \(MachineDescription.date)\n")
        try Console.output("times are an operation's; medians of \(repetitions) repetitions, or of as many as fit\n\n")
        try line(["name", "parameters", "median", "quartiles", "minimum", "per second", "clock"])
        try Console.output(String(repeating: "-", count: Self.widths.reduce(0, +) + 2 * (Self.widths.count - 1)) + "\n")
    }

    func print(_ row: ResultRow) throws {
        guard !isSilent else { return Console.note("\(row.identity): \(Figures.value(row.median, row.unit))") }
        try line([
            row.name, row.parameterText, Figures.value(row.median, row.unit),
            "\(Figures.value(row.lowerQuartile, row.unit)) - \(Figures.value(row.upperQuartile, row.unit))",
            Figures.value(row.minimum, row.unit), Figures.rate(row.operationsPerSecond), row.clock ?? "",
        ])
    }

    func end(_ result: BenchmarkResult) throws {
        var known: Set<String> = []
        let answers = result.rows.compactMap { row in row.answer.map { (row.identity, $0) } }.filter { known.insert($0.0).inserted }
        try Console.output("\nanswers, all as they should be\n")
        if !result.rows("rival-heap").isEmpty {
            try Console.output("  hold, rival-heap: the same clock at the end, to the nanosecond\n")
        }
        for (identity, answer) in answers { try Console.output("  \(identity): \(answer)\n") }
    }

    private func line(_ cells: [String]) throws {
        var text = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(0, Self.widths[index] - cell.count))
            text += (index < 2 ? cell + padding : padding + cell) + "  "
        }
        while text.last == " " { text.removeLast() }
        try Console.output(text + "\n")
    }
}
