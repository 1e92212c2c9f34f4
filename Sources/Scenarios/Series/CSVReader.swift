/// Reads CSV as RFC 4180 describes it: fields between commas, rows between line ends (CRLF or LF), quotes around fields that
/// contain either, doubled quotes inside them. A byte order mark and empty lines are skipped; the first row is the header.
public struct CSVReader {
    /// Bounds on a file.
    public let limits: CSVLimits
    /// What a line begins with that is a comment; nil if there are none.
    public let commentMark: Unicode.Scalar?
    /// Whether rows of too many or too few fields are left out of the table after a report, so that the others are checked all the same.
    ///
    /// Otherwise one such row means that there is no table.
    public let leavesOutWrongRows: Bool
    /// Where findings go.
    public let sink: DiagnosticSink

    /// A reader that reports to `sink`.
    public init(
        limits: CSVLimits = CSVLimits(), commentMark: Unicode.Scalar? = nil, leavesOutWrongRows: Bool = false, sink: DiagnosticSink
    ) {
        self.limits = limits
        self.commentMark = commentMark
        self.leavesOutWrongRows = leavesOutWrongRows
        self.sink = sink
    }

    /// Reads a file; nil after a report.
    ///
    /// - Parameters:
    ///   - what: what the file is, for messages: `load series`.
    ///   - origin: where a document names the file.
    public func read(path: String, what: String = "table", origin: SourcePlace? = nil) -> CSVTable? {
        guard let text = FileLoading.text(path: path, what: what, limit: limits.bytes, origin: origin, sink: sink) else { return nil }
        return read(text: text, name: path)
    }

    /// Reads a text; nil after a report.
    public func read(text: String, name: String) -> CSVTable? {
        var text = text
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        let source = SourceText(name: name, text: text)
        let before = sink.errorCount
        var scanner = CSVScanner(text: text, source: source, commentMark: commentMark)
        var columns: [CSVTable.Column] = []
        var headerLine = 1
        var rows: [[CSVTable.Field]] = []
        var wrongRows = 0
        do throws(Diagnostic) {
            while let row = try scanner.row(atMost: limits.columns) {
                // A blank line is no row, whatever the number of columns.
                if row.count == 1, row[0].text.isEmpty { continue }
                if columns.isEmpty {
                    columns = header(row, source)
                    headerLine = row[0].line
                } else if row.count == columns.count {
                    guard rows.count < limits.rows else {
                        throw Diagnostic(code: "too-large", "the table has more than \(limits.rows) rows", at: place(row[0], source))
                    }
                    rows.append(row)
                } else {
                    wrongRows += 1
                    let hint =
                        row.count > columns.count ? "a field that contains a comma needs quotes" : "an empty field keeps its comma"
                    sink.error(
                        "wrong-field-count", "this row has \(CSVReader.fields(row.count)), the header has \(columns.count)",
                        at: place(row[min(row.count, columns.count + 1) - 1], source), hint: hint)
                }
            }
        } catch {
            sink.report(error)
            return nil
        }
        if columns.isEmpty {
            sink.error(
                "empty-file", "\(quoted(name, limit: 200)) is empty", at: SourcePlace(source: source, line: 0, column: 0),
                hint: "the first line names the columns")
        } else if rows.isEmpty && sink.errorCount == before {
            sink.error(
                "empty-file", "\(quoted(name, limit: 200)) has a header but no rows", at: SourcePlace(source: source, line: 0, column: 0))
        }
        let tolerated = leavesOutWrongRows ? wrongRows : 0
        return sink.errorCount == before + tolerated
            ? CSVTable(source: source, columns: columns, headerLine: headerLine, rows: rows) : nil
    }

    private func header(_ row: [CSVTable.Field], _ source: SourceText) -> [CSVTable.Column] {
        var names: [String] = []
        for field in row {
            if field.text.isEmpty {
                sink.error("wrong-header", "a column has no name", at: place(field, source))
            } else if let first = names.firstIndex(of: field.text) {
                sink.error(
                    "duplicate-column", "two columns are called \(quoted(field.text))", at: place(field, source),
                    notes: [(message: "the first is here", place: place(row[first], source))])
            }
            names.append(field.text)
        }
        if let only = row.first, row.count == 1, only.text.contains(";") || only.text.contains("\t") {
            sink.error(
                "wrong-separator", "the header is a single column with \(only.text.contains(";") ? "semicolons" : "tabs") in its name",
                at: place(only, source), hint: "separate columns with commas")
        }
        return names.enumerated().map { CSVTable.Column(name: $1, index: $0) }
    }

    private func place(_ field: CSVTable.Field, _ source: SourceText) -> SourcePlace {
        SourcePlace(source: source, line: field.line, column: field.column, length: field.length)
    }

    private static func fields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }
}

/// Walks over the scalars of a CSV text and counts lines and columns as `SourceText` does.
private struct CSVScanner {
    private let scalars: String.UnicodeScalarView
    private var position: String.UnicodeScalarView.Index
    private let source: SourceText
    private let commentMark: Unicode.Scalar?
    private var line = 1
    private var column = 1

    init(text: String, source: SourceText, commentMark: Unicode.Scalar?) {
        self.commentMark = commentMark
        scalars = text.unicodeScalars
        position = scalars.startIndex
        self.source = source
    }

    /// The fields of the next row, or nil at the end of the text.
    mutating func row(atMost limit: Int) throws(Diagnostic) -> [CSVTable.Field]? {
        skipComments()
        guard position < scalars.endIndex else { return nil }
        var fields: [CSVTable.Field] = []
        while true {
            guard fields.count < limit else {
                throw Diagnostic(code: "too-large", "a row has more than \(limit) fields", at: here())
            }
            fields.append(try field())
            guard position < scalars.endIndex else { return fields }
            let separator = scalars[position]
            advance()
            if separator == "," { continue }
            if separator == "\r", position < scalars.endIndex, scalars[position] == "\n" { advance() }
            return fields
        }
    }

    private mutating func skipComments() {
        guard let commentMark else { return }
        while position < scalars.endIndex, scalars[position] == commentMark {
            let commentLine = line
            while position < scalars.endIndex, line == commentLine { advance() }
        }
    }

    /// One field; the position is then at the comma, line end or end of the text that ends it.
    private mutating func field() throws(Diagnostic) -> CSVTable.Field {
        let start = (line: line, column: column)
        if position < scalars.endIndex, scalars[position] == "\"" { return try quotedField() }
        var text = String.UnicodeScalarView()
        while position < scalars.endIndex {
            let scalar = scalars[position]
            if scalar == "," || scalar == "\r" || scalar == "\n" { break }
            if scalar == "\"" {
                throw Diagnostic(
                    code: "malformed-csv", "a quote stands inside a field that does not begin with one", at: here(),
                    hint: "put the whole field in quotes and double the quotes inside it")
            }
            text.append(scalar)
            advance()
        }
        return CSVTable.Field(text: trimmed(text), line: start.line, column: start.column, length: max(1, text.count))
    }

    private mutating func quotedField() throws(Diagnostic) -> CSVTable.Field {
        let opening = here()
        let start = (line: line, column: column)
        advance()
        var text = String.UnicodeScalarView()
        while position < scalars.endIndex {
            let scalar = scalars[position]
            advance()
            guard scalar == "\"" else {
                text.append(scalar)
                continue
            }
            guard position < scalars.endIndex, scalars[position] == "\"" else {
                if position < scalars.endIndex, ![",", "\r", "\n"].contains(scalars[position]) {
                    throw Diagnostic(
                        code: "malformed-csv", "a comma or the end of the line must follow a closing quote", at: here(),
                        hint: "double the quotes inside a field")
                }
                let length = line == start.line ? column - start.column : 1
                return CSVTable.Field(text: String(text), line: start.line, column: start.column, length: length)
            }
            text.append("\"")
            advance()
        }
        throw Diagnostic(code: "malformed-csv", "this quote is never closed", at: opening)
    }

    private func here() -> SourcePlace { SourcePlace(source: source, line: line, column: column) }

    /// Spaces around an unquoted field are a habit of people who write tables by hand.
    private func trimmed(_ text: String.UnicodeScalarView) -> String {
        var slice = text[...]
        while let first = slice.first, first == " " || first == "\t" { slice.removeFirst() }
        while let last = slice.last, last == " " || last == "\t" { slice.removeLast() }
        return String(slice)
    }

    private mutating func advance() {
        let scalar = scalars[position]
        position = scalars.index(after: position)
        if SourceText.isLineEnd(scalar) {
            // CRLF ends one line: the LF counts.
            if scalar == "\r", position < scalars.endIndex, scalars[position] == "\n" { return }
            line += 1
            column = 1
        } else {
            column += 1
        }
    }
}
