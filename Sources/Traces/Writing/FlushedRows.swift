import CHDF5

/// The attribute of a table's group that says how many rows a complete flush has written.
///
/// It stays open for as long as the table: HDF5 1.10 cannot write to an attribute of an old-style object header that was opened by its name
/// after others were added ("can't locate open attribute").
final class FlushedRows {
    static let name = "rows_flushed"

    private var attribute: HDF5Handle?
    private let id: hid_t

    /// Creates the attribute with value 0. Needs the library.
    init(_ attributes: HDF5Attributes) throws(TraceError) {
        let attribute = try attributes.counter(Self.name)
        id = attribute.id
        self.attribute = consume attribute
    }

    /// Changes the number. Needs the library.
    func set(_ rows: Int, path: String) throws(TraceError) {
        var value = Int64(rows)
        try HDF5Library.check(H5Awrite(id, chdf5_native_int64(), &value), "write attribute `\(Self.name)`", path: path)
    }

    /// Closes the attribute. Needs the library.
    func close(path: String) throws(TraceError) {
        guard let attribute = attribute.take() else { return }
        try attribute.close("write attribute `\(Self.name)`", path: path)
    }
}
