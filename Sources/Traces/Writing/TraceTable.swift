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
/// A full chunk is handed over to the writer, which compresses and writes it while the run goes on. Where all the table's buffers are under way,
/// the run's thread compresses the chunk itself, so that no core idles while a run waits for the writer, and then waits for a buffer.
///
/// Appending never fails: what goes wrong when a chunk is written is kept by the writer, which reports it at its next checkpoint and when it is
/// closed. Rows after a failure are dropped. A table belongs to the thread of its writer.
public final class TraceTable: @unchecked Sendable {
    /// The group in the file, such as `/events`.
    public let group: String

    /// Rows that are buffered before they are written, a chunk of the file.
    public let rowsPerChunk: Int

    /// Rows in the buffer. In raw memory like the slots, because the check for exclusive access to a class's property would cost more than the
    /// append itself.
    @usableFromInline let bufferedRows: UnsafeMutablePointer<Int>

    /// Where the columns' next values go.
    private let slots: UnsafeMutablePointer<ColumnSlot>

    /// What the table has in the file.
    let datasets: TableDatasets

    private let layout: ChunkLayout

    /// Whether the first column numbers the rows; then it is filled in here.
    private let isNumbered: Bool

    private let file: TraceFile
    private let pool: ChunkPool
    private var buffer: ChunkBuffer

    /// Rows before those in the buffer.
    private var completedRows = 0

    /// Rows of the buffer that have been handed over by a checkpoint.
    private var checkpointedRows = 0

    private var isOpen = true

    init(group: String, layout: ChunkLayout, isNumbered: Bool, datasets: TableDatasets, file: TraceFile) {
        self.group = group
        self.layout = layout
        self.isNumbered = isNumbered
        self.datasets = datasets
        self.file = file
        rowsPerChunk = layout.rowsPerChunk
        pool = ChunkPool(layout)
        buffer = pool.take()
        bufferedRows = .allocate(capacity: 1)
        slots = .allocate(capacity: layout.columns.count)
        bufferedRows.initialize(to: 0)
        slots.initialize(repeating: ColumnSlot(next: buffer.values, end: buffer.values), count: layout.columns.count)
        fill(buffer)
    }

    deinit {
        bufferedRows.deallocate()
        slots.deallocate()
    }

    /// Rows appended so far.
    public var rowCount: Int { isOpen ? completedRows + bufferedRows.pointee : completedRows }

    /// The column of a name, to append values of its type to it.
    public func column<Value: TraceScalar>(_ name: String, as type: Value.Type) -> TraceColumn<Value> {
        guard let index = filledColumns.first(where: { layout.columns[$0].specification.name == name }) else {
            requirementFailure("trace table \(group) has no column `\(name)`")
        }
        let kind = layout.columns[index].specification.kind
        require(type.fits(kind), "column `\(name)` of \(group) holds \(kind), not \(type)")
        return TraceColumn(slot: slots + index, table: self)
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
        checkWholeRows()
        handOver(buffer, rows: rowsPerChunk)
        completedRows += rowsPerChunk
        checkpointedRows = 0
        bufferedRows.pointee = 0
        buffer = pool.take()
        fill(buffer)
    }

    /// Hands over a copy of the rows in the buffer. Their chunk is written once more when it is full.
    func handOverRows() {
        checkWholeRows()
        let rows = bufferedRows.pointee
        guard rows > checkpointedRows else { return }
        let copy = pool.take()
        copy.copy(rows: rows, of: buffer)
        handOver(copy, rows: rows)
        checkpointedRows = rows
    }

    /// Ends appending. A later append or row hits a bound at once and traps.
    func end() {
        guard isOpen else { return }
        completedRows += bufferedRows.pointee
        isOpen = false
        for index in layout.columns.indices { slots[index].next = slots[index].end }
        bufferedRows.pointee = rowsPerChunk
    }

    private func handOver(_ chunk: ChunkBuffer, rows: Int) {
        chunk.hold(rows: rows, from: completedRows)
        if isNumbered { chunk.numberRows() }
        if pool.isExhausted { chunk.compress(file.filters) }
        file.submit(chunk, to: datasets, returnTo: pool)
    }

    /// Appends from now on to an empty buffer.
    private func fill(_ buffer: ChunkBuffer) {
        for (index, column) in layout.columns.enumerated() {
            let start = buffer.values + column.offset
            slots[index] = ColumnSlot(next: start, end: start + layout.byteCount(of: column))
        }
    }

    /// The columns that the caller fills.
    private var filledColumns: Range<Int> { (isNumbered ? 1 : 0)..<layout.columns.count }

    private func checkWholeRows() {
        let rows = bufferedRows.pointee
        for index in filledColumns {
            let column = layout.columns[index]
            let bytes = slots[index].next - (buffer.values + column.offset)
            require(
                bytes == rows * column.rowByteCount,
                """
                column `\(column.specification.name)` of \(group) has \(bytes / column.specification.kind.byteCount) values \
                for \(rows) rows of \(column.width)
                """)
        }
    }
}
