/// A table of fixed-width columns: the first holds labels, the others values that are set to the right.
struct TextTable {
    /// A line of the table.
    enum Row {
        /// A label and one cell for each column.
        case values(label: String, cells: [String])
        /// A heading over the rows that follow it.
        case heading(String)
        /// An empty line.
        case gap
        /// A line of dashes over the last rows, as over a total.
        case rule
    }

    /// Headings of the columns after the first.
    var columns: [String]
    /// Heading of the first column.
    var corner = ""
    /// The lines.
    var rows: [Row] = []
    /// Columns whose cells are set to the left.
    var leftColumns: Set<Int> = []

    /// The lines of the table; where it is wider than `width`, columns that do not fit follow below under the labels once more.
    func lines(width: Int) -> [String] {
        let labelWidth = rows.reduce(corner.count) { widest, row in
            if case .values(let label, _) = row { max(widest, label.count) } else { widest }
        }
        let widths = columns.indices.map { column in
            rows.reduce(columns[column].count) { widest, row in
                if case .values(_, let cells) = row { max(widest, cells[column].count) } else { widest }
            }
        }
        var blocks: [Range<Int>] = []
        var start = 0
        var used = labelWidth
        for column in columns.indices {
            let needed = widths[column] + Self.gutter
            if column > start, used + needed > width {
                blocks.append(start..<column)
                (start, used) = (column, labelWidth)
            }
            used += needed
        }
        blocks.append(start..<columns.count)
        return Array(blocks.map { block($0, labelWidth: labelWidth, widths: widths) }.joined(separator: [""]))
    }

    private static let gutter = 2

    private func block(_ range: Range<Int>, labelWidth: Int, widths: [Int]) -> [String] {
        let whole = range.reduce(labelWidth) { $0 + widths[$1] + Self.gutter }
        func line(_ label: String, _ cells: [String]) -> String {
            var text = Self.padded(label, to: labelWidth)
            for column in range {
                text += String(repeating: " ", count: Self.gutter)
                text +=
                    leftColumns.contains(column)
                    ? Self.padded(cells[column], to: widths[column])
                    : String(repeating: " ", count: widths[column] - cells[column].count) + cells[column]
            }
            while text.last == " " { text.removeLast() }
            return text
        }
        var lines = [line(corner, columns), String(repeating: "-", count: whole)]
        for row in rows {
            switch row {
            case .values(let label, let cells): lines.append(line(label, cells))
            case .heading(let title): lines.append(title)
            case .gap: lines.append("")
            case .rule: lines.append(String(repeating: "-", count: whole))
            }
        }
        return lines
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Text broken at spaces into lines of at most `width`, the later ones indented.
    static func wrapped(_ text: String, width: Int, indent: String = "") -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let start = lines.isEmpty ? "" : indent
            if line.isEmpty {
                line = start + word
            } else if line.count + 1 + word.count > width {
                lines.append(line)
                line = indent + word
            } else {
                line += " " + word
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }
}
