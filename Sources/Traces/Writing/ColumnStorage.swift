import CHDF5

/// The buffer of one column and the dataset that it is written to.
final class ColumnStorage {
    let specification: ColumnSpecification

    /// Values per row: 1, or the number of entities.
    let width: Int

    let buffer: UnsafeMutableRawPointer

    /// How many values the buffer holds. In raw memory, because the check for exclusive access to a class's property would cost more than the
    /// append itself.
    let cursor: UnsafeMutablePointer<Int>

    private var dataset: HDF5Handle?

    /// The dataset's id, because a class lends an optional owner only by taking it out.
    private let id: hid_t

    init(_ specification: ColumnSpecification, width: Int, capacity: Int, dataset: consuming HDF5Handle) {
        self.specification = specification
        self.width = width
        id = dataset.id
        self.dataset = consume dataset
        buffer = .allocate(byteCount: max(1, capacity * width) * specification.kind.byteCount, alignment: 16)
        cursor = .allocate(capacity: 1)
        cursor.initialize(to: 0)
    }

    deinit {
        buffer.deallocate()
        cursor.deallocate()
    }

    /// Appends the buffered rows to the dataset, which has `written` rows already. The lock is held.
    func write(rows: Int, after written: Int, path: String) throws(TraceError) {
        var extent = [hsize_t(written + rows), hsize_t(width)]
        try HDF5Library.check(H5Dset_extent(id, &extent), operation, path: path)
        let fileSpace = try HDF5Handle(H5Dget_space(id), .dataspace, operation, path: path)
        var start = [hsize_t(written), 0]
        var count = [hsize_t(rows), hsize_t(width)]
        try HDF5Library.check(H5Sselect_hyperslab(fileSpace.id, H5S_SELECT_SET, &start, nil, &count, nil), operation, path: path)
        var length = hsize_t(rows * width)
        let memorySpace = try HDF5Handle(H5Screate_simple(1, &length, nil), .dataspace, operation, path: path)
        let status = H5Dwrite(id, specification.kind.memoryType, memorySpace.id, fileSpace.id, chdf5_default(), buffer)
        try HDF5Library.check(status, operation, path: path)
    }

    /// Closes the dataset. The lock is held.
    func close(path: String) throws(TraceError) {
        guard let dataset = dataset.take() else { return }
        try dataset.close(operation, path: path)
    }

    private var operation: String { "write column `\(specification.name)`" }
}

extension ColumnKind {
    /// The type in the file.
    var fileType: hid_t {
        switch self {
        case .int64: chdf5_file_int64()
        case .int32: chdf5_file_int32()
        case .double: chdf5_file_double()
        case .code: chdf5_file_uint8()
        }
    }

    /// The type in memory.
    var memoryType: hid_t {
        switch self {
        case .int64: chdf5_native_int64()
        case .int32: chdf5_native_int32()
        case .double: chdf5_native_double()
        case .code: chdf5_native_uint8()
        }
    }
}
