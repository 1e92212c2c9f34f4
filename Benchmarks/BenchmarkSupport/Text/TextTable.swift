/// Columns of text, aligned: the first ones to the left, the rest to the right.
public struct TextTable: Sendable {
    /// Captions.
    public var header: [String]
    /// Cells.
    public var rows: [[String]] = []
    /// Columns that are aligned to the left.
    public var leftColumns: Int

    /// Makes an empty table.
    public init(_ header: [String], leftColumns: Int = 1) { (self.header, self.leftColumns) = (header, leftColumns) }

    /// Adds a row.
    public mutating func append(_ cells: [String]) { rows.append(cells) }

    /// With spaces and a rule below the header.
    public var text: String {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        var lines = all.map { cells in
            var line = cells.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - cells[column].count)
                return column < leftColumns ? cells[column] + padding : padding + cells[column]
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
        lines.insert(String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1)), at: 1)
        return lines.joined(separator: "\n") + "\n"
    }

    /// In Markdown.
    public var markdown: String {
        let rule = header.indices.map { $0 < leftColumns ? "---" : "---:" }
        return ([header, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n") + "\n"
    }
}
