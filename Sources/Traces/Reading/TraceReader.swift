import CHDF5
import Foundation

/// Reads a trace: what is in it, and the values of its columns.
///
/// It reads finished traces and the partial file of a killed run. A file from elsewhere is read as far as it has the same shape; depth, number of
/// objects and sizes are bounded.
///
/// ```swift
/// let reader = try TraceReader(path: "rolling.h5")
/// for group in reader.groups { print(group.path, group.columns.map(\.name)) }
/// let times = try reader.doubles("/events/time")
/// ```
public final class TraceReader {
    /// The file.
    public let path: String

    /// Groups that hold columns, in the order in which they were written.
    public private(set) var groups: [TraceGroup] = []

    /// The most values read at one time: 2^28, two gigabytes of numbers.
    public static let valueBound = 1 << 28

    private static let depthBound = 8
    private static let objectBound = 10_000

    private var file: HDF5Handle?
    private let id: hid_t

    /// Opens a trace and reads what it holds, but no values.
    public init(path: String) throws(TraceError) {
        self.path = path
        try Self.checkFile(path)
        let file = try HDF5Library.perform { () throws(TraceError) in
            let status = H5Fis_hdf5(path)
            if status == 0 { throw TraceError(path: path, operation: "open the trace", reason: .notHDF5, detail: "") }
            return try HDF5Handle(H5Fopen(path, chdf5_read_only(), chdf5_default()), .file, "open the trace", path: path)
        }
        id = file.id
        HDF5Library.perform { HDF5FileLock.closeInChildren(id) }
        self.file = consume file
        groups = try HDF5Library.perform { () throws(TraceError) in
            var objects = 0
            return try self.groups(in: "/", depth: 0, objects: &objects)
        }
    }

    deinit {
        HDF5Library.perform {
            if let file = file.take() { try? HDF5FileLock.close(file, "close the trace", path: path) }
        }
    }

    /// The column at a path such as `/events/kind`.
    public func column(_ columnPath: String) throws(TraceError) -> TraceColumnDescription {
        for group in groups {
            for column in group.columns where column.path == columnPath { return column }
        }
        throw TraceError(path: path, operation: "read \(columnPath)", reason: .noSuchObject, detail: "there is no column of that name")
    }

    /// The values of a column, or of a range of its rows; those of a row with several entities follow each other.
    public func values(_ columnPath: String, rows: Range<Int>? = nil) throws(TraceError) -> ColumnValues {
        let column = try column(columnPath)
        switch column.kind {
        case .integers: return .integers(try numbers(column, rows, chdf5_native_int64, 0 as Int64))
        case .doubles: return .doubles(try numbers(column, rows, chdf5_native_double, 0 as Double))
        case .strings: return .strings(try strings(column, rows))
        case .unsupported: throw wrongKind(column, "it holds neither numbers nor strings of fixed length")
        }
    }

    /// A column of numbers, integers included, as `Double`.
    public func doubles(_ columnPath: String, rows: Range<Int>? = nil) throws(TraceError) -> [Double] {
        let column = try column(columnPath)
        guard column.kind == .doubles || column.kind == .integers else { throw wrongKind(column, "it does not hold numbers") }
        return try numbers(column, rows, chdf5_native_double, 0 as Double)
    }

    /// A column of integers or codes.
    public func integers(_ columnPath: String, rows: Range<Int>? = nil) throws(TraceError) -> [Int64] {
        let column = try column(columnPath)
        guard column.kind == .integers else { throw wrongKind(column, "it does not hold integers") }
        return try numbers(column, rows, chdf5_native_int64, 0 as Int64)
    }

    /// A column of strings.
    public func strings(_ columnPath: String, rows: Range<Int>? = nil) throws(TraceError) -> [String] {
        let column = try column(columnPath)
        guard column.kind == .strings else { throw wrongKind(column, "it does not hold strings") }
        return try strings(column, rows)
    }

    private func numbers<Value: BitwiseCopyable>(
        _ column: TraceColumnDescription, _ rows: Range<Int>?, _ type: () -> hid_t, _ zero: Value
    ) throws(TraceError) -> [Value] {
        let selection = try RowSelection(column, rows: rows, path: path)
        var values = [Value](repeating: zero, count: selection.valueCount)
        guard !values.isEmpty else { return values }
        try HDF5Library.perform { () throws(TraceError) in
            let dataset = try open(column)
            try selection.read(dataset.id, as: type(), into: &values, path: path)
        }
        return values
    }

    private func strings(_ column: TraceColumnDescription, _ rows: Range<Int>?) throws(TraceError) -> [String] {
        let selection = try RowSelection(column, rows: rows, path: path)
        guard selection.valueCount > 0 else { return [] }
        var length = 0
        var bytes: [UInt8] = []
        try HDF5Library.perform { () throws(TraceError) in
            let dataset = try open(column)
            let type = try HDF5Handle(H5Dget_type(dataset.id), .datatype, "read \(column.path)", path: path)
            length = H5Tget_size(type.id)
            guard length > 0, length <= Self.valueBound / selection.valueCount else {
                throw TraceError(path: path, operation: "read \(column.path)", reason: .other, detail: "its strings are too long")
            }
            bytes = [UInt8](repeating: 0, count: length * selection.valueCount)
            try selection.read(dataset.id, as: type.id, into: &bytes, path: path)
        }
        return (0..<selection.valueCount).map { index in
            String(decoding: bytes[index * length..<(index + 1) * length].prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private func open(_ column: TraceColumnDescription) throws(TraceError) -> HDF5Handle {
        try HDF5Handle(H5Dopen2(id, column.path, chdf5_default()), .dataset, "read \(column.path)", path: path)
    }

    private func wrongKind(_ column: TraceColumnDescription, _ detail: String) -> TraceError {
        TraceError(path: path, operation: "read \(column.path)", reason: .wrongKind, detail: detail)
    }

    /// Says in plain words what HDF5 would wrap into a page of its own.
    private static func checkFile(_ path: String) throws(TraceError) {
        var information = stat()
        guard stat(path, &information) == 0 else { throw TraceError(path: path, operation: "open the trace", errno: errno) }
        if information.st_mode & S_IFMT == S_IFDIR {
            throw TraceError(path: path, operation: "open the trace", reason: .isFolder, detail: "")
        }
        guard access(path, R_OK) == 0 else { throw TraceError(path: path, operation: "open the trace", errno: errno) }
    }

    /// The groups below one, itself first. Needs the library.
    private func groups(in groupPath: String, depth: Int, objects: inout Int) throws(TraceError) -> [TraceGroup] {
        let operation = "list \(groupPath)"
        let group = try HDF5Handle(H5Gopen2(id, groupPath, chdf5_default()), .group, operation, path: path)
        var columns: [TraceColumnDescription] = []
        var below: [TraceGroup] = []
        let flushedRows = GroupListing.flushedRows(group.id)
        for name in try GroupListing.names(group.id, operation, path: path) {
            objects += 1
            guard objects <= Self.objectBound, depth < Self.depthBound else {
                throw TraceError(
                    path: path, operation: operation, reason: .other,
                    detail: "it has more than \(Self.objectBound) objects or \(Self.depthBound) levels of groups")
            }
            let objectPath = groupPath == "/" ? "/" + name : groupPath + "/" + name
            switch try GroupListing.kind(group.id, name, objectPath, flushedRows: flushedRows, path: path) {
            case .group: below += try groups(in: objectPath, depth: depth + 1, objects: &objects)
            case .column(let column): columns.append(column)
            case .other: break
            }
        }
        return (columns.isEmpty ? [] : [TraceGroup(path: groupPath, columns: columns)]) + below
    }
}
