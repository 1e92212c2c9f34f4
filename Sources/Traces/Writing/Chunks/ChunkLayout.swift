/// Where the columns of a table lie in the memory of one chunk, in the order in which they are written.
struct ChunkLayout {
    struct Column {
        let specification: ColumnSpecification

        /// Values per row: 1, or the number of entities.
        let width: Int

        /// Where the column begins.
        let offset: Int

        /// Bytes of one row.
        let rowByteCount: Int
    }

    let rowsPerChunk: Int
    let columns: [Column]

    /// Bytes of all columns.
    let byteCount: Int

    init(rowsPerChunk: Int, columns: [(specification: ColumnSpecification, width: Int)]) {
        self.rowsPerChunk = rowsPerChunk
        var offset = 0
        var placed: [Column] = []
        for (specification, width) in columns {
            let rowByteCount = width * specification.kind.byteCount
            placed.append(Column(specification: specification, width: width, offset: offset, rowByteCount: rowByteCount))
            // All columns grow at the same time. Powers of two apart they would share one set of the processor's cache, which has 8 places; an
            // odd number of its lines in between spreads them.
            let lines = (rowsPerChunk * rowByteCount + 63) / 64
            offset += (lines | 1) * 64 + 8 * 64
        }
        self.columns = placed
        byteCount = offset
    }

    /// Bytes of a column in a chunk, its unused rows included.
    func byteCount(of column: Column) -> Int { rowsPerChunk * column.rowByteCount }
}
