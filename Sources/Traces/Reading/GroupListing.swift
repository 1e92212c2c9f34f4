import CHDF5

/// Looks at the objects of a group. The library is needed throughout.
enum GroupListing {
    enum Object {
        case group
        case column(TraceColumnDescription)
        case other
    }

    /// The names in a group, in the order of creation where the file has kept it, else by name.
    static func names(_ group: hid_t, _ operation: String, path: String) throws(TraceError) -> [String] {
        var information = H5G_info_t()
        try HDF5Library.check(H5Gget_info(group, &information), operation, path: path)
        var order = H5_INDEX_CRT_ORDER
        var names: [String] = []
        for index in 0..<information.nlinks {
            var length = H5Lget_name_by_idx(group, ".", order, H5_ITER_INC, index, nil, 0, chdf5_default())
            if length < 0, index == 0 {
                order = H5_INDEX_NAME
                length = H5Lget_name_by_idx(group, ".", order, H5_ITER_INC, index, nil, 0, chdf5_default())
            }
            try HDF5Library.check(length, operation, path: path)
            var buffer = [CChar](repeating: 0, count: length + 1)
            let status = H5Lget_name_by_idx(group, ".", order, H5_ITER_INC, index, &buffer, length + 1, chdf5_default())
            try HDF5Library.check(status, operation, path: path)
            names.append(text(buffer))
        }
        return names
    }

    /// What an object is. A link that leads nowhere, or out of the file, is nothing to read.
    ///
    /// Columns that can grow are cut to `flushedRows`: the rest of them belongs to a flush that was not completed.
    static func kind(
        _ group: hid_t, _ name: String, _ objectPath: String, flushedRows: Int?, path: String
    ) throws(TraceError) -> Object {
        let object = H5Oopen(group, name, chdf5_default())
        guard object >= 0 else { return .other }
        let handle = try HDF5Handle(object, .object, "open \(objectPath)", path: path)
        switch H5Iget_type(handle.id) {
        case H5I_GROUP: return .group
        case H5I_DATASET: return .column(try describe(handle.id, name, objectPath, flushedRows, path: path))
        default: return .other
        }
    }

    private static func describe(
        _ dataset: hid_t, _ name: String, _ objectPath: String, _ flushedRows: Int?, path: String
    ) throws(TraceError) -> TraceColumnDescription {
        let operation = "describe \(objectPath)"
        let type = try HDF5Handle(H5Dget_type(dataset), .datatype, operation, path: path)
        let kind: TraceColumnDescription.Kind
        switch H5Tget_class(type.id) {
        case H5T_INTEGER: kind = .integers
        case H5T_FLOAT: kind = .doubles
        case H5T_STRING: kind = H5Tis_variable_str(type.id) > 0 ? .unsupported : .strings
        default: kind = .unsupported
        }
        let space = try HDF5Handle(H5Dget_space(dataset), .dataspace, operation, path: path)
        let rank = try HDF5Library.check(H5Sget_simple_extent_ndims(space.id), operation, path: path)
        var extents = [hsize_t](repeating: 0, count: Int(rank))
        var bounds = extents
        try HDF5Library.check(H5Sget_simple_extent_dims(space.id, &extents, &bounds), operation, path: path)
        if let flushedRows, bounds.first == chdf5_unlimited() { extents[0] = min(extents[0], hsize_t(flushedRows)) }
        return TraceColumnDescription(
            name: name, path: objectPath, kind: kind, shape: extents.map { Int(clamping: $0) },
            units: attribute(dataset, "units"), longName: attribute(dataset, "long_name"),
            description: attribute(dataset, "description"), dimensions: scales(dataset, rank: Int(rank)),
            isScale: H5DSis_scale(dataset) > 0,
            meanings: attribute(dataset, "flag_meanings").split(separator: " ").map(String.init))
    }

    /// The name of the scale of each dimension, empty where a dimension has none.
    private static func scales(_ dataset: hid_t, rank: Int) -> [String] {
        guard H5DSis_scale(dataset) == 0 else { return [] }
        return (0..<rank).map { dimension in
            var found = FoundScale()
            // The first scale is enough: this program writes one.
            let status = withUnsafeMutablePointer(to: &found) { found in
                H5DSiterate_scales(
                    dataset, UInt32(dimension), nil,
                    { _, _, scale, found in
                        var buffer = [CChar](repeating: 0, count: 1024)
                        guard H5Iget_name(scale, &buffer, buffer.count) > 0 else { return -1 }
                        let path = GroupListing.text(buffer)
                        found?.assumingMemoryBound(to: FoundScale.self).pointee.name =
                            path.split(separator: "/").last.map(String.init) ?? ""
                        return 1
                    }, found)
            }
            return status < 0 ? "" : found.name
        }
    }

    /// What the visitor of scales hands back.
    private struct FoundScale {
        var name = ""
    }

    /// A text attribute of either kind of string, empty where there is none.
    private static func attribute(_ object: hid_t, _ name: String) -> String {
        guard H5Aexists(object, name) > 0 else { return "" }
        let attribute = H5Aopen(object, name, chdf5_default())
        guard attribute >= 0 else { return "" }
        defer { H5Aclose(attribute) }
        let type = H5Aget_type(attribute)
        guard type >= 0 else { return "" }
        defer { H5Tclose(type) }
        let space = H5Aget_space(attribute)
        guard space >= 0 else { return "" }
        defer { H5Sclose(space) }
        guard H5Tget_class(type) == H5T_STRING, H5Sget_simple_extent_npoints(space) == 1 else { return "" }
        if H5Tis_variable_str(type) > 0 {
            var pointer: UnsafeMutablePointer<CChar>?
            guard H5Aread(attribute, type, &pointer) >= 0, let pointer else { return "" }
            defer { H5free_memory(pointer) }
            return String(cString: pointer)
        }
        var buffer = [CChar](repeating: 0, count: H5Tget_size(type) + 1)
        guard H5Aread(attribute, type, &buffer) >= 0 else { return "" }
        return text(buffer)
    }

    /// How many rows of a table are whole, nil where the group does not say.
    static func flushedRows(_ group: hid_t) -> Int? {
        guard H5Aexists(group, FlushedRows.name) > 0 else { return nil }
        let attribute = H5Aopen(group, FlushedRows.name, chdf5_default())
        guard attribute >= 0 else { return nil }
        defer { H5Aclose(attribute) }
        let space = H5Aget_space(attribute)
        guard space >= 0 else { return nil }
        defer { H5Sclose(space) }
        var rows: Int64 = 0
        guard H5Sget_simple_extent_npoints(space) == 1, H5Aread(attribute, chdf5_native_int64(), &rows) >= 0, rows >= 0 else { return nil }
        return Int(rows)
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
