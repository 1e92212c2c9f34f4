import Traces

/// A trace of one table of one column of integers, 64 rows a chunk.
enum NumberTrace {
    static let rowsPerChunk = 64

    /// The table; its column is called `stale`.
    static func table(of writer: borrowing TraceWriter) throws -> TraceTable {
        try writer.table("events", time: .none, columns: [SampleTrace.stale], rowsPerChunk: rowsPerChunk)
    }

    /// Writes the trace and closes it.
    static func write(_ values: some Sequence<Int64>, to path: String, checkpointEvery step: Int = .max) throws {
        let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
        let table = try table(of: writer)
        let column = table.column("stale", as: Int64.self)
        for (index, value) in values.enumerated() {
            column.append(value)
            table.endRow()
            if (index + 1) % step == 0 { writer.startCheckpoint() }
        }
        try writer.close()
    }
}
