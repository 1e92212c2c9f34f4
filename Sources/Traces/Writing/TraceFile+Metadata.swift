import CHDF5

/// The group `/meta`: scalars that say where a trace comes from. The library is needed throughout.
extension TraceFile {
    enum Scalar {
        case text(String)
        case integer(Int64)
        case number(Double)
    }

    func writeMetadata(_ name: String, _ value: Scalar, units: String, longName: String, description: String) throws(TraceError) {
        if !hasMetadataGroup {
            try createGroup("/meta", class: "NXcollection").close("create the group /meta", path: partialPath)
            hasMetadataGroup = true
        }
        let operation = "write /meta/\(name)"
        let group = try HDF5Handle(H5Gopen2(id, "/meta", chdf5_default()), .group, operation, path: partialPath)
        let builder = DatasetBuilder(group: group.id, groupPath: "/meta", path: partialPath, gzipLevel: filters.gzipLevel)
        let dataset: HDF5Handle
        let status: herr_t
        switch value {
        case .text(let text):
            let length = HDF5Types.length(of: [text])
            let type = try HDF5Types.text(length: length, path: partialPath)
            dataset = try builder.fixed(name, type.id, shape: [])
            let bytes = HDF5Types.padded([text], length: length)
            status = H5Dwrite(dataset.id, type.id, chdf5_all(), chdf5_all(), chdf5_default(), bytes)
        case .integer(var integer):
            dataset = try builder.fixed(name, chdf5_file_int64(), shape: [])
            status = H5Dwrite(dataset.id, chdf5_native_int64(), chdf5_all(), chdf5_all(), chdf5_default(), &integer)
        case .number(var number):
            dataset = try builder.fixed(name, chdf5_file_double(), shape: [])
            status = H5Dwrite(dataset.id, chdf5_native_double(), chdf5_all(), chdf5_all(), chdf5_default(), &number)
        }
        try HDF5Library.check(status, operation, path: partialPath)
        _ = try builder.describe(dataset.id, units: units, longName: longName, description: description)
        try dataset.close(operation, path: partialPath)
    }
}
