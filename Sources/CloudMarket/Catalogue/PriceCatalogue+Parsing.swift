extension PriceCatalogue {
    /// Reads a price list; the error holds everything that is wrong with it.
    public init(parsing text: String) throws(CatalogueError) {
        var parser = CatalogueParser(text)
        parser.run()
        guard parser.diagnostics.isEmpty else { throw CatalogueError(diagnostics: parser.diagnostics) }
        self.init(types: parser.types, ignoredColumns: parser.ignoredColumns)
    }
}

/// Reads a price list line by line and collects what is wrong.
private struct CatalogueParser {
    private(set) var types: [InstanceType] = []
    private(set) var ignoredColumns: [String] = []
    private(set) var diagnostics: [CatalogueDiagnostic] = []

    private var text: CommaSeparatedText
    private var header: [CommaSeparatedText.Field] = []
    private var columns: [CatalogueColumn?] = []
    private var firstLines: [String: Int] = [:]

    init(_ text: String) { self.text = CommaSeparatedText(text) }

    mutating func run() {
        do {
            guard let header = try text.nextRecord() else {
                return diagnostics.append(CatalogueDiagnostic(line: 1, column: 1, problem: .noHeader))
            }
            readHeader(header)
            // Without its columns every line of the list would be reported as wrong.
            guard diagnostics.isEmpty else { return }
            while let record = try text.nextRecord(), diagnostics.count < PriceCatalogue.diagnosticBound {
                if types.count == PriceCatalogue.typeBound { return report(record[0], .tooManyTypes(bound: PriceCatalogue.typeBound)) }
                read(record)
            }
        } catch {
            diagnostics.append(error)
        }
        if types.isEmpty, diagnostics.isEmpty { report(header[0], .noType) }
    }

    private mutating func readHeader(_ record: [CommaSeparatedText.Field]) {
        header = record
        for field in record {
            let column = CatalogueColumn(name: field.text.lowercased())
            if let column, columns.contains(where: { $0?.property == column.property }) {
                report(field, .duplicateColumn(name: field.text))
            }
            if column == nil { ignoredColumns.append(field.text) }
            columns.append(column)
        }
        for (property, name) in [(CatalogueColumn.Property.type, "instance_type"), (.price, "usd_per_hour")]
        where !columns.contains(where: { $0?.property == property }) {
            report(record[0], .missingColumn(name: name, nearest: NearestName.find(name, among: ignoredColumns)))
        }
    }

    private mutating func read(_ record: [CommaSeparatedText.Field]) {
        guard record.count == header.count else {
            return report(record[min(record.count, header.count) - 1], .fieldCount(expected: header.count, found: record.count))
        }
        let nameField = record[columns.firstIndex { $0?.property == .type }!]
        guard !nameField.text.isEmpty else { return report(nameField, .emptyName) }
        if let firstLine = firstLines[nameField.text] {
            return report(nameField, .duplicateType(name: nameField.text, firstLine: firstLine))
        }
        firstLines[nameField.text] = nameField.line

        let priceField = record[columns.firstIndex { $0?.property == .price }!]
        var price: UnitPrice?
        if !priceField.text.isEmpty {
            do { price = try UnitPrice(parsing: priceField.text) } catch { return report(priceField, .malformedPrice(error)) }
        }
        var type = InstanceType(name: nameField.text, pricePerHour: price)
        for (column, field) in zip(columns, record) where !field.text.isEmpty {
            do { try column?.read(field.text, into: &type) } catch { report(field, .malformedNumber(column: column?.name ?? "", error)) }
        }
        types.append(type)
    }

    private mutating func report(_ field: CommaSeparatedText.Field, _ problem: CatalogueDiagnostic.Problem) {
        diagnostics.append(CatalogueDiagnostic(line: field.line, column: field.column, problem: problem))
    }
}
