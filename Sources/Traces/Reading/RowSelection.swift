import CHDF5

/// A range of rows of a column, to be read at once.
struct RowSelection {
    let valueCount: Int
    private let column: TraceColumnDescription
    private let rows: Range<Int>

    init(_ column: TraceColumnDescription, rows: Range<Int>?, path: String) throws(TraceError) {
        self.column = column
        let all = 0..<column.rowCount
        self.rows = (rows ?? all).clamped(to: all)
        let (count, overflows) = self.rows.count.multipliedReportingOverflow(by: column.valuesPerRow)
        guard !overflows, count <= TraceReader.valueBound else {
            throw TraceError(
                path: path, operation: "read \(column.path)", reason: .other,
                detail: "more than \(TraceReader.valueBound) values at once; read fewer rows")
        }
        valueCount = count
    }

    /// Reads the values as a type of memory. Needs the library.
    func read<Value: BitwiseCopyable>(_ dataset: hid_t, as type: hid_t, into values: inout [Value], path: String) throws(TraceError) {
        let operation = "read \(column.path)"
        let space = try HDF5Handle(H5Dget_space(dataset), .dataspace, operation, path: path)
        if !column.shape.isEmpty {
            var start = column.shape.map { _ in hsize_t(0) }
            var count = column.shape.map { hsize_t($0) }
            start[0] = hsize_t(rows.lowerBound)
            count[0] = hsize_t(rows.count)
            let status = H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, count, nil)
            try HDF5Library.check(status, operation, path: path)
        }
        var length = hsize_t(valueCount)
        let memory = try HDF5Handle(H5Screate_simple(1, &length, nil), .dataspace, operation, path: path)
        try HDF5Library.check(H5Dread(dataset, type, memory.id, space.id, chdf5_default(), &values), operation, path: path)
    }
}
