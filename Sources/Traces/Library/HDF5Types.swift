import CHDF5

/// Types of string that traces use.
enum HDF5Types {
    /// A fixed-length UTF-8 string of `length` bytes, padded with zeros.
    static func text(length: Int, path: String) throws(TraceError) -> HDF5Handle {
        let type = try HDF5Handle(H5Tcopy(chdf5_c_string()), .datatype, "create a string type", path: path)
        try HDF5Library.check(H5Tset_size(type.id, length), "create a string type of \(length) bytes", path: path)
        try HDF5Library.check(H5Tset_cset(type.id, H5T_CSET_UTF8), "create a string type", path: path)
        try HDF5Library.check(H5Tset_strpad(type.id, H5T_STR_NULLPAD), "create a string type", path: path)
        return type
    }

    /// A UTF-8 string of variable length, for attributes: Python reads these as text, and fixed-length ones as bytes.
    static func variableText(path: String) throws(TraceError) -> HDF5Handle {
        let type = try HDF5Handle(H5Tcopy(chdf5_c_string()), .datatype, "create a string type", path: path)
        try HDF5Library.check(H5Tset_size(type.id, chdf5_variable_size()), "create a string type", path: path)
        try HDF5Library.check(H5Tset_cset(type.id, H5T_CSET_UTF8), "create a string type", path: path)
        return type
    }

    /// Strings as one block of `length` bytes each, padded with zeros.
    static func padded(_ strings: [String], length: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(1, strings.count * length))
        for (index, string) in strings.enumerated() {
            var offset = index * length
            for byte in string.utf8 {
                bytes[offset] = byte
                offset += 1
            }
        }
        return bytes
    }

    /// The bytes that the longest of the strings needs, at least one: HDF5 has no empty type.
    static func length(of strings: [String]) -> Int { max(1, strings.reduce(0) { max($0, $1.utf8.count) }) }
}
