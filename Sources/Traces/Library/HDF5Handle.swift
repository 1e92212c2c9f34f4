import CHDF5

/// The one owner of an object id of HDF5.
///
/// ``close(_:path:)`` ends it and reports a failure: for a dataset that is where a full disk may show first. Whoever drops a handle without
/// closing it, on the way out of a failed operation, closes it silently. Both need the library.
struct HDF5Handle: ~Copyable {
    enum Kind {
        case file, group, dataset, attribute, dataspace, datatype, propertyList, object
    }

    let id: hid_t
    private let kind: Kind

    /// Takes over the id that a call returned; throws when it is negative.
    init(_ id: hid_t, _ kind: Kind, _ operation: @autoclosure () -> String, path: String) throws(TraceError) {
        try HDF5Library.check(id, operation(), path: path)
        self.id = id
        self.kind = kind
    }

    /// Closes the object.
    consuming func close(_ operation: @autoclosure () -> String, path: String) throws(TraceError) {
        let status = Self.close(id, kind)
        discard self
        try HDF5Library.check(status, operation(), path: path)
    }

    deinit { _ = Self.close(id, kind) }

    private static func close(_ id: hid_t, _ kind: Kind) -> herr_t {
        switch kind {
        case .file: H5Fclose(id)
        case .group: H5Gclose(id)
        case .dataset: H5Dclose(id)
        case .attribute: H5Aclose(id)
        case .dataspace: H5Sclose(id)
        case .datatype: H5Tclose(id)
        case .propertyList: H5Pclose(id)
        case .object: H5Oclose(id)
        }
    }
}
