import CHDF5

/// Attributes of one object, for writing.
struct HDF5Attributes {
    let object: hid_t
    let path: String

    /// A text attribute.
    func set(_ name: String, _ text: String) throws(TraceError) { try set(name, texts: [text], isScalar: true) }

    /// An array of texts.
    func set(_ name: String, _ texts: [String]) throws(TraceError) { try set(name, texts: texts, isScalar: false) }

    /// An array of small codes.
    func set(_ name: String, codes: [UInt8]) throws(TraceError) {
        var count = hsize_t(codes.count)
        let space = try HDF5Handle(H5Screate_simple(1, &count, nil), .dataspace, operation(name), path: path)
        let attribute = try create(name, chdf5_file_uint8(), space.id)
        try HDF5Library.check(H5Awrite(attribute.id, chdf5_native_uint8(), codes), operation(name), path: path)
        try attribute.close(operation(name), path: path)
    }

    /// An integer attribute of value 0, left open to be changed.
    func counter(_ name: String) throws(TraceError) -> HDF5Handle {
        let space = try HDF5Handle(H5Screate(H5S_SCALAR), .dataspace, operation(name), path: path)
        let attribute = try create(name, chdf5_file_int64(), space.id)
        var zero: Int64 = 0
        try HDF5Library.check(H5Awrite(attribute.id, chdf5_native_int64(), &zero), operation(name), path: path)
        return attribute
    }

    private func set(_ name: String, texts: [String], isScalar: Bool) throws(TraceError) {
        let type = try HDF5Types.variableText(path: path)
        var count = hsize_t(texts.count)
        let space = try HDF5Handle(
            isScalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nil), .dataspace, operation(name), path: path)
        let attribute = try create(name, type.id, space.id)
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for text in texts {
            offsets.append(bytes.count)
            bytes.append(contentsOf: text.utf8CString)
        }
        let status = bytes.withUnsafeBufferPointer { buffer in
            let pointers = offsets.map { buffer.baseAddress! + $0 }
            return H5Awrite(attribute.id, type.id, pointers)
        }
        try HDF5Library.check(status, operation(name), path: path)
        try attribute.close(operation(name), path: path)
    }

    private func create(_ name: String, _ type: hid_t, _ space: hid_t) throws(TraceError) -> HDF5Handle {
        try HDF5Handle(
            H5Acreate2(object, name, type, space, chdf5_default(), chdf5_default()), .attribute, operation(name), path: path)
    }

    private func operation(_ name: String) -> String { "write attribute `\(name)`" }
}
