extension TraceWriter {
    /// Writes a text of any length to `/meta/NAME`, as a string of fixed length.
    public func metadata(_ name: String, text: String, longName: String, description: String) throws(TraceError) {
        try write(name, .text(text), units: "1", longName: longName, description: description)
    }

    /// Writes an integer to `/meta/NAME`.
    public func metadata(
        _ name: String, integer: Int64, units: String = "1", longName: String, description: String
    ) throws(TraceError) {
        try write(name, .integer(integer), units: units, longName: longName, description: description)
    }

    /// Writes a number to `/meta/NAME`.
    public func metadata(_ name: String, number: Double, units: String = "1", longName: String, description: String) throws(TraceError) {
        try write(name, .number(number), units: units, longName: longName, description: description)
    }

    /// Writes a small table whose values are all known: a bill, losses, leases, steps.
    ///
    /// Rows are numbered by a column `row`, so columns are free to be texts.
    public func write(table name: String, columns: [StoredColumn], lookups: [StoredColumn] = []) throws(TraceError) {
        try file.perform { () throws(TraceError) in try file.write(table: name, columns: columns, lookups: lookups) }
    }

    private func write(
        _ name: String, _ value: TraceFile.Scalar, units: String, longName: String, description: String
    ) throws(TraceError) {
        try file.perform { () throws(TraceError) in
            try file.writeMetadata(name, value, units: units, longName: longName, description: description)
        }
    }
}
