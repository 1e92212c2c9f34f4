import CHDF5
import Foundation

/// A table of numbers over one or several axes, as one HDF5 file that xarray opens with the axes as coordinates.
///
/// Like a trace it is written under another name and renamed when it is whole; the same table gives the same bytes.
public struct ResultFile {
    /// One dimension.
    public struct Axis: Sendable {
        /// Name of the coordinate.
        public var name: String
        /// Its values; texts that are all plain numbers are stored as numbers.
        public var values: [String]

        /// Makes an axis.
        public init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values
        }

        var column: ColumnValues {
            let numbers = values.compactMap { Double($0) }
            return numbers.count == values.count && !values.isEmpty ? .doubles(numbers) : .strings(values)
        }
    }

    /// Creates the file.
    ///
    /// - Parameters:
    ///   - path: Where; a file of that name is replaced when the new one is whole.
    ///   - attributes: Texts that say what it is, by name.
    ///   - axes: The dimensions; values lie in row-major order, the last axis fastest.
    ///   - coordinates: Further columns along a single axis.
    ///   - columns: Called until it returns nil, for some columns at a time: as many values each as all axes together have.
    public static func write(
        path: String, attributes: [(name: String, text: String)], axes: [Axis], coordinates: [StoredColumn] = [],
        columns: () throws -> [StoredColumn]?
    ) throws {
        let partial = path + ".partial"
        let file = try HDF5Library.perform { () throws(TraceError) in try create(partial, attributes) }
        do {
            let scales = try HDF5Library.perform { () throws(TraceError) in try writeAxes(axes, file, partial) }
            try HDF5Library.perform { () throws(TraceError) in
                try writeColumns(coordinates, over: axes.count == 1 ? axes : [], scales, file, partial)
            }
            while let next = try columns() {
                try HDF5Library.perform { () throws(TraceError) in try writeColumns(next, over: axes, scales, file, partial) }
            }
            try HDF5Library.perform { () throws(TraceError) in
                for scale in scales { try HDF5Library.check(H5Dclose(scale), "close an axis", path: partial) }
                try HDF5Library.check(H5Fflush(file, H5F_SCOPE_GLOBAL), "flush", path: partial)
                try HDF5Library.check(H5Fclose(file), "close the file", path: partial)
            }
        } catch {
            HDF5Library.perform { _ = H5Fclose(file) }
            throw error
        }
        try FileSystem.synchronize(partial)
        try FileSystem.rename(partial, to: path)
        try FileSystem.synchronizeFolder(of: path)
    }

    /// Small columns would only grow.
    private static let packsFrom = 4096

    private static func create(_ path: String, _ attributes: [(name: String, text: String)]) throws(TraceError) -> hid_t {
        let creation = try HDF5Handle(H5Pcreate(chdf5_file_create_class()), .propertyList, "create", path: path)
        try HDF5Library.check(H5Pset_obj_track_times(creation.id, false), "create", path: path)
        try HDF5Library.check(H5Pset_link_creation_order(creation.id, chdf5_creation_order()), "create", path: path)
        let access = try HDF5Handle(H5Pcreate(chdf5_file_access_class()), .propertyList, "create", path: path)
        try HDF5Library.check(H5Pset_file_locking(access.id, true, true), "create", path: path)
        // Closing the file closes what an error has left open in it.
        try HDF5Library.check(H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG), "create", path: path)
        let file = try HDF5Library.check(
            H5Fcreate(path, chdf5_truncate(), creation.id, access.id), "create the file", path: path)
        HDF5FileLock.closeInChildren(file)
        let own = HDF5Attributes(object: file, path: path)
        try own.set("Conventions", "CF-1.10")
        for (name, text) in attributes { try own.set(name, text) }
        return file
    }

    private static func writeAxes(_ axes: [Axis], _ file: hid_t, _ path: String) throws(TraceError) -> [hid_t] {
        let builder = DatasetBuilder(group: file, groupPath: "/", path: path, gzipLevel: 1, packsFrom: packsFrom)
        var scales: [hid_t] = []
        for axis in axes {
            let dataset = try builder.stored(
                StoredColumn(axis.name, axis.column, units: "1", longName: axis.name, description: "values of the factor \(axis.name)"),
                isScale: true)
            // Kept open for the columns: the count of references stays one.
            try HDF5Library.check(H5Iinc_ref(dataset.id), "keep an axis", path: path)
            scales.append(dataset.id)
            try dataset.close("keep an axis", path: path)
        }
        return scales
    }

    private static func writeColumns(
        _ columns: [StoredColumn], over axes: [Axis], _ scales: [hid_t], _ file: hid_t, _ path: String
    ) throws(TraceError) {
        let builder = DatasetBuilder(group: file, groupPath: "/", path: path, gzipLevel: 1, packsFrom: packsFrom)
        for column in columns {
            let dataset = try builder.stored(column, extents: axes.map { $0.values.count })
            for position in axes.indices { try builder.attach(scales[position], to: dataset.id, dimension: UInt32(position)) }
            try dataset.close("close column `\(column.name)`", path: path)
        }
    }
}
