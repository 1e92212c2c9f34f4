import CHDF5

/// Creates the datasets of one group. The library is needed throughout.
struct DatasetBuilder {
    let group: hid_t
    let groupPath: String
    let path: String
    let gzipLevel: Int
    /// Columns of known extents are compressed from this many values on.
    var packsFrom = Int.max

    /// An empty column that grows by rows, of (row) or (row, entity).
    func appendable(_ column: ColumnSpecification, width: Int?, rowsPerChunk: Int) throws(TraceError) -> HDF5Handle {
        let operation = operation(column.name)
        let rank = width == nil ? 1 : 2
        let extent = [0, hsize_t(width ?? 1)]
        let bounds = [chdf5_unlimited(), hsize_t(width ?? 1)]
        let chunk = [hsize_t(rowsPerChunk), hsize_t(width ?? 1)]
        let space = try HDF5Handle(H5Screate_simple(Int32(rank), extent, bounds), .dataspace, operation, path: path)
        let creation = try creationProperties(operation)
        try HDF5Library.check(H5Pset_chunk(creation.id, Int32(rank), chunk), operation, path: path)
        // Shuffle puts the equal upper bytes of neighbours side by side; it does nothing for single bytes.
        if column.kind.byteCount > 1 { try HDF5Library.check(H5Pset_shuffle(creation.id), operation, path: path) }
        try HDF5Library.check(H5Pset_deflate(creation.id, UInt32(gzipLevel)), operation, path: path)
        let dataset = try create(column.name, column.kind.fileType, space.id, creation.id)
        let attributes = try describe(dataset.id, units: column.units, longName: column.longName, description: column.description)
        if case .code(let meanings) = column.kind {
            // Attributes as the CF conventions have them: values and words in the same order.
            try attributes.set("flag_values", codes: (0..<meanings.count).map { UInt8($0) })
            try attributes.set("flag_meanings", meanings.joined(separator: " "))
        }
        return dataset
    }

    /// A column with all its values, over one dimension unless told of several.
    func stored(_ column: StoredColumn, isScale: Bool = false, extents: [Int]? = nil) throws(TraceError) -> HDF5Handle {
        let operation = operation(column.name)
        let dataset: HDF5Handle
        let status: herr_t
        let count = column.values.count
        let shape = extents ?? [count]
        switch column.values {
        case .integers(let values):
            dataset = try fixed(column.name, chdf5_file_int64(), shape: shape)
            status = count == 0 ? 0 : H5Dwrite(dataset.id, chdf5_native_int64(), chdf5_all(), chdf5_all(), chdf5_default(), values)
        case .doubles(let values):
            dataset = try fixed(column.name, chdf5_file_double(), shape: shape)
            status = count == 0 ? 0 : H5Dwrite(dataset.id, chdf5_native_double(), chdf5_all(), chdf5_all(), chdf5_default(), values)
        case .strings(let values):
            let length = HDF5Types.length(of: values)
            let type = try HDF5Types.text(length: length, path: path)
            dataset = try fixed(column.name, type.id, shape: shape)
            let bytes = HDF5Types.padded(values, length: length)
            status = count == 0 ? 0 : H5Dwrite(dataset.id, type.id, chdf5_all(), chdf5_all(), chdf5_default(), bytes)
        }
        try HDF5Library.check(status, operation, path: path)
        // No `_Encoding`: with it one of xarray's two engines decodes these strings, and the other fails on the whole group.
        _ = try describe(dataset.id, units: column.units, longName: column.longName, description: column.description)
        if isScale { try makeScale(dataset.id, column.name) }
        return dataset
    }

    /// Makes a dataset the scale of a dimension of that name.
    func makeScale(_ dataset: hid_t, _ name: String) throws(TraceError) {
        try HDF5Library.check(H5DSset_scale(dataset, name), operation(name), path: path)
    }

    /// Says that a dimension of a dataset is measured by a scale.
    func attach(_ scale: hid_t, to dataset: hid_t, dimension: UInt32) throws(TraceError) {
        try HDF5Library.check(H5DSattach_scale(dataset, scale, dimension), "attach a dimension in \(groupPath)", path: path)
    }

    /// Adds what the CF conventions want of a time coordinate.
    func markAsTime(_ dataset: hid_t) throws(TraceError) {
        let attributes = HDF5Attributes(object: dataset, path: path)
        try attributes.set("calendar", "proleptic_gregorian")
        try attributes.set("standard_name", "time")
        try attributes.set("axis", "T")
    }

    /// Tells NeXus viewers what to plot against what; a point stands for a dimension without an axis.
    func plot(signal: String, axes: [String]) throws(TraceError) {
        let attributes = HDF5Attributes(object: group, path: path)
        try attributes.set("signal", signal)
        try attributes.set("axes", axes)
    }

    func describe(
        _ dataset: hid_t, units: String, longName: String, description: String
    ) throws(TraceError) -> HDF5Attributes {
        let attributes = HDF5Attributes(object: dataset, path: path)
        try attributes.set("units", units)
        try attributes.set("long_name", longName)
        try attributes.set("description", description)
        return attributes
    }

    /// A dataset of known extents, or a scalar where there are none.
    func fixed(_ name: String, _ type: hid_t, shape: [Int]) throws(TraceError) -> HDF5Handle {
        let extents = shape.map { hsize_t($0) }
        let space = try HDF5Handle(
            shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), extents, nil), .dataspace, operation(name),
            path: path)
        let creation = try creationProperties(operation(name))
        if shape.reduce(1, *) >= packsFrom { try pack(creation.id, shape, operation(name)) }
        return try create(name, type, space.id, creation.id)
    }

    /// Compresses in chunks of up to 64 K values, whole rows of the last dimensions.
    private func pack(_ creation: hid_t, _ shape: [Int], _ operation: String) throws(TraceError) {
        var rest = 1 << 16
        var chunk: [hsize_t] = []
        for extent in shape.reversed() {
            let part = max(1, min(extent, rest))
            chunk.insert(hsize_t(part), at: 0)
            rest /= part
        }
        try HDF5Library.check(H5Pset_chunk(creation, Int32(chunk.count), chunk), operation, path: path)
        try HDF5Library.check(H5Pset_shuffle(creation), operation, path: path)
        try HDF5Library.check(H5Pset_deflate(creation, UInt32(gzipLevel)), operation, path: path)
    }

    func operation(_ name: String) -> String { "write column `\(name)` of \(groupPath)" }

    private func creationProperties(_ operation: String) throws(TraceError) -> HDF5Handle {
        let creation = try HDF5Handle(H5Pcreate(chdf5_dataset_create_class()), .propertyList, operation, path: path)
        // Times of objects would make equal traces differ.
        try HDF5Library.check(H5Pset_obj_track_times(creation.id, false), operation, path: path)
        return creation
    }

    private func create(_ name: String, _ type: hid_t, _ space: hid_t, _ creation: hid_t) throws(TraceError) -> HDF5Handle {
        try HDF5Handle(
            H5Dcreate2(group, name, type, space, chdf5_default(), creation, chdf5_default()), .dataset, operation(name), path: path)
    }
}

extension ColumnKind {
    /// The type in the file.
    fileprivate var fileType: hid_t {
        switch self {
        case .int64: chdf5_file_int64()
        case .int32: chdf5_file_int32()
        case .double: chdf5_file_double()
        case .code: chdf5_file_uint8()
        }
    }
}
