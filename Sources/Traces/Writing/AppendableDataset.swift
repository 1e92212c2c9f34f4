import CHDF5

/// The dataset of one column that grows by chunks. The library is needed throughout.
final class AppendableDataset {
    private let name: String
    private let width: Int
    private var dataset: HDF5Handle?

    /// The dataset's id, because a class lends an optional owner only by taking it out.
    private let id: hid_t

    init(_ column: ColumnSpecification, width: Int, dataset: consuming HDF5Handle) {
        name = column.name
        self.width = width
        id = dataset.id
        self.dataset = consume dataset
    }

    /// Writes a chunk, again if some of its rows are in the file, as it is: compressed already.
    func write(_ chunk: UnsafeRawBufferPointer, from firstRow: Int, through rowCount: Int, path: String) throws(TraceError) {
        // What is beyond the dimensions of the dataset is not read.
        let extent = [hsize_t(rowCount), hsize_t(width)]
        try HDF5Library.check(H5Dset_extent(id, extent), operation, path: path)
        let offset = [hsize_t(firstRow), 0]
        // No filter is ever skipped: those of the library do not either where a chunk of noise becomes a little larger.
        let skippedFilters: UInt32 = 0
        let status = H5Dwrite_chunk(id, chdf5_default(), skippedFilters, offset, chunk.count, chunk.baseAddress)
        try HDF5Library.check(status, operation, path: path)
    }

    /// Closes the dataset.
    func close(path: String) throws(TraceError) {
        guard let dataset = dataset.take() else { return }
        try dataset.close(operation, path: path)
    }

    private var operation: String { "write column `\(name)`" }
}
