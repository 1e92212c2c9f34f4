import Scenarios

/// Fields of a table by row and name of the column.
struct CSVRow {
    let table: CSVTable
    let sink: DiagnosticSink
    private let positions: [String: Int]

    init(table: CSVTable, sink: DiagnosticSink) {
        self.table = table
        self.sink = sink
        positions = Dictionary(table.columns.map { ($0.name, $0.index) }) { first, _ in first }
    }

    /// The text of a field; empty if there is no such column.
    func text(_ row: Int, _ column: String) -> String { field(row, column)?.text ?? "" }

    /// The number in a field, nil if it is empty; what is neither is reported.
    func number(_ row: Int, _ column: String) -> Double? {
        guard let field = field(row, column), !field.text.isEmpty else { return nil }
        guard let number = Double(field.text), number.isFinite else { return wrong(field, column, "no number") }
        return number
    }

    /// The whole number in a field; nil after a report.
    func count(_ row: Int, _ column: String) -> Int? {
        guard let field = field(row, column) else { return nil }
        guard let count = Int(field.text), (0...1_000_000_000).contains(count) else { return wrong(field, column, "no count") }
        return count
    }

    /// The confidence of a row; nil after a report.
    func confidence(_ row: Int) -> Double? {
        guard let confidence = number(row, "confidence") else { return nil }
        guard confidence > 0, confidence < 1 else {
            return field(row, "confidence").flatMap { wrong($0, "confidence", "not between 0 and 1") }
        }
        return confidence
    }

    private func field(_ row: Int, _ column: String) -> CSVTable.Field? { positions[column].map { table.rows[row][$0] } }

    private func wrong<Value>(_ field: CSVTable.Field, _ column: String, _ what: String) -> Value? {
        sink.error("not-a-number", "column `\(column)`: `\(field.text)` is \(what)", at: table.place(field))
        return nil
    }
}
