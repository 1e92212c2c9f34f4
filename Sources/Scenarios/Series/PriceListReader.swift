import CloudMarket

/// Reads a market's price list from a CSV file.
///
/// Needed are the columns `instance_type` and `usd_per_hour` or, as in the lists of 2011, `linux_usd_per_hour`, in upper or lower case. What
/// other columns say is not looked at. An empty price means that the type is listed, but not sold. Lines that begin with `#` are comments.
/// Prices are exact: they go from text to decimal numbers and never through a binary fraction.
struct PriceListReader {
    /// The most types that a list may have; the largest provider sells 1,345.
    static let typeBound = 100_000

    /// Where findings go.
    let sink: DiagnosticSink

    /// Reads a file; nil after a report.
    ///
    /// - Parameter origin: where a document names the file.
    func read(path: String, origin: SourcePlace? = nil) -> PriceCatalogue? {
        read { $0.read(path: path, what: "price list", origin: origin) }
    }

    /// Reads a text; nil after a report.
    func read(text: String, name: String) -> PriceCatalogue? { read { $0.read(text: text, name: name) } }

    private func read(_ readTable: (CSVReader) -> CSVTable?) -> PriceCatalogue? {
        let before = sink.errorCount
        guard let table = readTable(CSVReader(commentMark: "#", leavesOutWrongRows: true, sink: sink)) else { return nil }
        let name = column("instance_type", ["instance_type"], table)
        let price = column("usd_per_hour", ["usd_per_hour", "linux_usd_per_hour"], table)
        // Without its columns every row of the list would be reported as wrong.
        guard let name, let price else { return nil }
        let types = types(table, name, price)
        return sink.errorCount == before ? PriceCatalogue(types: types) : nil
    }

    /// The one column that has a name or one of its other spellings; nil after a report.
    private func column(_ name: String, _ spellings: [String], _ table: CSVTable) -> CSVTable.Column? {
        let found = table.columns.filter { spellings.contains($0.name.lowercased()) }
        if found.isEmpty { return table.column(name, sink: sink) }
        guard found.count == 1 else {
            sink.error(
                "duplicate-column", "the columns `\(found[0].name)` and `\(found[1].name)` say the same", at: table.header,
                hint: "keep one of the two")
            return nil
        }
        return found[0]
    }

    private func types(_ table: CSVTable, _ name: CSVTable.Column, _ price: CSVTable.Column) -> [InstanceType] {
        guard table.rows.count <= Self.typeBound else {
            sink.error(
                "too-large", "more than \(Self.typeBound) instance types", at: table.place(table.rows[Self.typeBound][name.index]),
                hint: "delete the types that the scenario cannot use")
            return []
        }
        var types: [InstanceType] = []
        var firstRows: [String: Int] = [:]
        for (index, row) in table.rows.enumerated() {
            let hourly = hourlyPrice(row[price.index], table)
            guard let type = table.text(index, name, sink: sink) else { continue }
            if let first = firstRows.updateValue(index, forKey: type) {
                firstRows[type] = first
                sink.error(
                    "duplicate-row", "instance type \(quoted(type)) stands twice", at: table.place(row[name.index]),
                    hint: "keep one of the two", notes: [(message: "the first is here", place: table.place(table.rows[first][name.index]))])
            } else {
                types.append(InstanceType(name: type, pricePerHour: hourly))
            }
        }
        return types
    }

    /// The price in a field; nil if the field is empty, or after a report.
    private func hourlyPrice(_ field: CSVTable.Field, _ table: CSVTable) -> UnitPrice? {
        guard !field.text.isEmpty else { return nil }
        do {
            return try UnitPrice(parsing: field.text)
        } catch {
            sink.error(
                "price-list", "the price is wrong: \(error)", at: table.place(field),
                hint: error.hint + "; leave the field empty for a type that is listed but not sold")
            return nil
        }
    }
}
