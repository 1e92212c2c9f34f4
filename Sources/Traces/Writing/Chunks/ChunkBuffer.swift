/// The memory of one chunk: the values of every column, and what they are compressed to.
///
/// Unchecked: it has one owner at a time. The run's thread fills it, hands it over with the job that writes it, and gets it back from the
/// ``ChunkPool``.
final class ChunkBuffer: @unchecked Sendable {
    let layout: ChunkLayout

    /// The values, where the layout says.
    let values: UnsafeMutableRawPointer

    /// The number of the first row in the table.
    private(set) var firstRow = 0

    /// Rows that are filled; those behind them are zero.
    private(set) var rowCount = 0

    /// The compressed columns, each where it would be if no column could be compressed.
    private let compressed: UnsafeMutableRawPointer
    private let compressedOffsets: [Int]
    private var compressedByteCounts: [Int] = []

    /// Room for the largest column.
    private let scratch: UnsafeMutableRawPointer

    init(_ layout: ChunkLayout) {
        self.layout = layout
        values = .allocate(byteCount: layout.byteCount, alignment: 64)
        var offset = 0
        compressedOffsets = layout.columns.map { column in
            defer { offset += ChunkFilters.bound(layout.byteCount(of: column)) }
            return offset
        }
        // Pages of it that are never touched are no memory.
        compressed = .allocate(byteCount: offset, alignment: 64)
        scratch = .allocate(byteCount: layout.columns.map { layout.byteCount(of: $0) }.max() ?? 0, alignment: 64)
    }

    deinit {
        values.deallocate()
        compressed.deallocate()
        scratch.deallocate()
    }

    /// Says which rows the values are. With fewer than a whole chunk the rest becomes zero, HDF5's own filling.
    func hold(rows: Int, from first: Int) {
        firstRow = first
        rowCount = rows
        compressedByteCounts.removeAll(keepingCapacity: true)
        for column in layout.columns where rows < layout.rowsPerChunk {
            let used = rows * column.rowByteCount
            (values + column.offset + used).initializeMemory(as: UInt8.self, repeating: 0, count: layout.byteCount(of: column) - used)
        }
    }

    /// Copies the first rows of another chunk of the same table.
    func copy(rows: Int, of other: ChunkBuffer) {
        for column in layout.columns {
            (values + column.offset).copyMemory(from: other.values + column.offset, byteCount: rows * column.rowByteCount)
        }
    }

    /// Numbers the rows in the first column.
    func numberRows() {
        let numbers = values + layout.columns[0].offset
        for row in 0..<rowCount { numbers.storeBytes(of: Int64(firstRow + row), toByteOffset: 8 * row, as: Int64.self) }
    }

    /// Compresses all columns unless they are already.
    func compress(_ filters: ChunkFilters) {
        guard compressedByteCounts.isEmpty else { return }
        for (column, offset) in zip(layout.columns, compressedOffsets) {
            compressedByteCounts.append(
                filters.apply(
                    to: values + column.offset, byteCount: layout.byteCount(of: column), size: column.specification.kind.byteCount,
                    scratch: scratch, target: compressed + offset))
        }
    }

    /// A compressed column.
    func compressedColumn(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: compressed + compressedOffsets[index], count: compressedByteCounts[index])
    }
}
