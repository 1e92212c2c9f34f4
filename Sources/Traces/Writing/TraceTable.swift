import Requirements

/// An open table of a trace: rows are appended column by column, and written a chunk at a time.
///
/// ```swift
/// let time = events.column("time", as: Double.self)
/// let kind = events.column("kind", as: UInt8.self)
/// time.append(12.5)
/// kind.append(3)
/// events.endRow()
/// ```
///
/// Appending never fails: what goes wrong when a chunk is written is kept by the writer, which reports it at its next checkpoint and when it is
/// closed. Rows after a failure are dropped. A table belongs to the thread of its writer.
public final class TraceTable: @unchecked Sendable {
    /// The group in the file, such as `/events`.
    public let group: String

    /// Rows that are buffered before they are written, a chunk of the file.
    public let rowsPerChunk: Int

    /// Buffered rows, in raw memory for the reason that ``ColumnStorage/cursor`` gives.
    @usableFromInline let bufferedRows: UnsafeMutablePointer<Int>

    private let columns: [ColumnStorage]

    /// The column that numbers the rows of a table without time; filled in here.
    private let rowNumbers: ColumnStorage?

    private let flushedRows: FlushedRows
    private let file: TraceFile
    private var writtenRows = 0
    private var isOpen = true

    init(group: String, rowsPerChunk: Int, columns: [ColumnStorage], rowNumbers: ColumnStorage?, flushedRows: FlushedRows, file: TraceFile)
    {
        self.group = group
        self.rowsPerChunk = rowsPerChunk
        self.columns = columns
        self.rowNumbers = rowNumbers
        self.flushedRows = flushedRows
        self.file = file
        bufferedRows = .allocate(capacity: 1)
        bufferedRows.initialize(to: 0)
    }

    deinit { bufferedRows.deallocate() }

    /// Rows appended so far.
    public var rowCount: Int { isOpen ? writtenRows + bufferedRows.pointee : writtenRows }

    /// The column of a name, to append values of its type to it.
    public func column<Value: TraceScalar>(_ name: String, as type: Value.Type) -> TraceColumn<Value> {
        guard let storage = columns.first(where: { $0.specification.name == name }) else {
            requirementFailure("trace table \(group) has no column `\(name)`")
        }
        require(
            type.fits(storage.specification.kind), "column `\(name)` of \(group) holds \(storage.specification.kind), not \(type)")
        let capacity = rowsPerChunk * storage.width
        return TraceColumn(
            base: storage.buffer.bindMemory(to: type, capacity: capacity), cursor: storage.cursor, capacity: capacity, table: self)
    }

    /// Ends the current row: each column has its value, or one for each entity.
    @inlinable
    public func endRow() {
        bufferedRows.pointee += 1
        if bufferedRows.pointee >= rowsPerChunk { chunkIsFull() }
    }

    @usableFromInline
    func chunkIsFull() {
        require(isOpen, "a row is appended to trace table \(group), which is closed")
        file.withLibrary { () throws(TraceError) in try flush() }
    }

    /// Writes the buffered rows. The lock is held.
    func flush() throws(TraceError) {
        let rows = bufferedRows.pointee
        guard rows > 0 else { return checkWholeRows(0) }
        checkWholeRows(rows)
        defer {
            for column in columns { column.cursor.pointee = 0 }
            bufferedRows.pointee = 0
        }
        if let rowNumbers {
            let numbers = rowNumbers.buffer.bindMemory(to: Int64.self, capacity: rowsPerChunk)
            for row in 0..<rows { numbers[row] = Int64(writtenRows + row) }
            try rowNumbers.write(rows: rows, after: writtenRows, path: file.partialPath)
        }
        for column in columns { try column.write(rows: rows, after: writtenRows, path: file.partialPath) }
        writtenRows += rows
    }

    /// Notes in the file how many rows a complete flush has written. The lock is held.
    func recordFlushedRows() throws(TraceError) {
        try flushedRows.set(writtenRows, path: file.partialPath)
    }

    /// Drops rows that can no longer be written.
    func discard() {
        for column in columns { column.cursor.pointee = 0 }
        bufferedRows.pointee = 0
    }

    /// Closes the datasets, all of them even if one fails. The lock is held.
    func close() throws(TraceError) {
        isOpen = false
        // A later append or row hits a bound at once and traps.
        for column in columns { column.cursor.pointee = rowsPerChunk * column.width }
        bufferedRows.pointee = rowsPerChunk
        var failure: TraceError?
        for column in columns + [rowNumbers].compactMap(\.self) {
            do { try column.close(path: file.partialPath) } catch { failure = failure ?? error }
        }
        do { try flushedRows.close(path: file.partialPath) } catch { failure = failure ?? error }
        if let failure { throw failure }
    }

    private func checkWholeRows(_ rows: Int) {
        for column in columns {
            require(
                column.cursor.pointee == rows * column.width,
                "column `\(column.specification.name)` of \(group) has \(column.cursor.pointee) values for \(rows) rows of \(column.width)")
        }
    }
}
