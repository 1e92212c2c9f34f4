/// Bounds on a CSV file.
public struct CSVLimits: Sendable {
    /// The size of the file in bytes; a year of minutes takes 16 MB.
    public var bytes = 32 << 20
    /// How many rows it may have.
    public var rows = 1_000_000
    /// How many columns it may have.
    public var columns = 200

    /// The ordinary bounds.
    public init() {}
}

/// A table from a CSV file with a header (RFC 4180), whose values know where they stand.
public struct CSVTable: Sendable {
    /// A value as text.
    public struct Field: Sendable {
        /// The text without its quotes.
        public let text: String
        /// The line on which it begins.
        public let line: Int
        /// The column at which it begins.
        public let column: Int
        /// How many characters it takes, up to the end of its line.
        public let length: Int
    }

    /// A column of the header.
    public struct Column: Sendable {
        /// Its name.
        public let name: String
        /// Its position from 0.
        public let index: Int
    }

    /// The text of the file.
    public let source: SourceText
    /// The header.
    public let columns: [Column]
    /// The line of the header, which comments may precede.
    public let headerLine: Int
    /// The rows, each with one field for every column.
    public let rows: [[Field]]

    /// Where a field stands.
    public func place(_ field: Field) -> SourcePlace {
        SourcePlace(source: source, line: field.line, column: field.column, length: field.length)
    }

    /// Where the header stands.
    var header: SourcePlace {
        SourcePlace(source: source, line: headerLine, column: 1, length: source.line(headerLine)?.count ?? 1)
    }

    /// The column of a name; nil after a report with the nearest name.
    ///
    /// - Parameter origin: where the name was asked for, if a document did.
    public func column(_ name: String, origin: SourcePlace? = nil, sink: DiagnosticSink) -> Column? {
        if let column = columns.first(where: { $0.name == name }) { return column }
        sink.error(
            "missing-column", "\(quoted(source.name, limit: 200)) has no column \(quoted(name))", at: origin ?? header,
            hint: NearestWord.hint(for: name, in: columns.map(\.name), called: "its columns are"),
            notes: origin == nil ? [] : [(message: "the header is here", place: header)])
        return nil
    }

    /// A whole number from `row` and `column`; nil after a report.
    public func count(_ row: Int, _ column: Column, in range: ClosedRange<Int>, sink: DiagnosticSink) -> Int? {
        value(row, column, sink) { text throws(TextProblem) in
            let number = try QuantityText.count(text)
            guard range.contains(Int(number)) else {
                throw TextProblem(
                    "out-of-range", "\(quoted(text)) is outside \(range.lowerBound) ... \(range.upperBound)",
                    hint: number < range.lowerBound ? "the least is `\(range.lowerBound)`" : "the most is `\(range.upperBound)`")
            }
            return Int(number)
        }
    }

    /// A plain number; nil after a report.
    public func number(_ row: Int, _ column: Column, in range: ClosedRange<Double>, sink: DiagnosticSink) -> Double? {
        value(row, column, sink) { text throws(TextProblem) in
            let number = try QuantityText.number(text).double
            guard range.contains(number) else {
                let (lowest, highest) = (QuantityFormat.number(range.lowerBound), QuantityFormat.number(range.upperBound))
                throw TextProblem(
                    "out-of-range", "\(quoted(text)) is outside \(lowest) ... \(highest)",
                    hint: number < range.lowerBound ? "the least is `\(lowest)`" : "the most is `\(highest)`")
            }
            return number
        }
    }

    /// A text that is not empty; nil after a report.
    public func text(_ row: Int, _ column: Column, sink: DiagnosticSink) -> String? {
        value(row, column, sink) { text throws(TextProblem) in
            guard !text.isEmpty else { throw TextProblem("empty-value", "the value is missing") }
            return text
        }
    }

    /// An instant; nil after a report.
    ///
    /// - Parameter secondsAhead: what a stamp without a zone is ahead of UTC; nil if every stamp must have one.
    public func instant(_ row: Int, _ column: Column, secondsAhead: Int?, sink: DiagnosticSink) -> CalendarInstant? {
        value(row, column, sink) { text throws(TextProblem) in
            try CalendarText.instant(text, zone: secondsAhead.map { .assumed(secondsAhead: $0) } ?? .required)
        }
    }

    private func value<Value>(
        _ row: Int, _ column: Column, _ sink: DiagnosticSink, _ parse: (String) throws(TextProblem) -> Value
    ) -> Value? {
        let field = rows[row][column.index]
        do {
            return try parse(field.text)
        } catch {
            sink.error(error.code, "column `\(column.name)`: \(error.message)", at: place(field), hint: error.hint)
            return nil
        }
    }
}
