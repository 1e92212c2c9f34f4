/// What a table has in the file: a dataset for each column, and the count of rows that a flush has written.
///
/// Unchecked: it is used only by who has the library.
final class TableDatasets: @unchecked Sendable {
    private let columns: [AppendableDataset]
    private let flushedRows: FlushedRows
    private var rowCount = 0

    init(columns: [AppendableDataset], flushedRows: FlushedRows) {
        self.columns = columns
        self.flushedRows = flushedRows
    }

    /// Writes a chunk of all columns, which has been compressed.
    func write(_ chunk: ChunkBuffer, path: String) throws(TraceError) {
        let rows = chunk.firstRow + chunk.rowCount
        for (index, column) in columns.enumerated() {
            try column.write(chunk.compressedColumn(index), from: chunk.firstRow, through: rows, path: path)
        }
        rowCount = rows
    }

    /// Notes in the file how many rows a complete flush has written.
    func recordFlushedRows(path: String) throws(TraceError) { try flushedRows.set(rowCount, path: path) }

    /// Closes all datasets, even if one fails.
    func close(path: String) throws(TraceError) {
        var failure: TraceError?
        for column in columns {
            do { try column.close(path: path) } catch { failure = failure ?? error }
        }
        do { try flushedRows.close(path: path) } catch { failure = failure ?? error }
        if let failure { throw failure }
    }
}
