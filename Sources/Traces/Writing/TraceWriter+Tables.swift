import Requirements

extension TraceWriter {
    /// Chunks of a table unless told otherwise: large enough that a chunk's overhead vanishes, small enough that few rows wait in memory.
    public static let defaultRowsPerChunk = 16_384

    /// Creates a table of one value per row and column, to be appended to.
    ///
    /// - Parameters:
    ///   - name: the group, such as `events`.
    ///   - time: how rows are dated; the first column, called `time`.
    ///   - columns: the columns behind it; viewers plot the first.
    ///   - lookups: names that the columns refer to, written at once.
    ///   - rowsPerChunk: smaller than usual for a table of few rows, whose last chunk would be mostly empty.
    public func table(
        _ name: String, time: TimeColumn, columns: [ColumnSpecification], lookups: [StoredColumn] = [],
        rowsPerChunk: Int = defaultRowsPerChunk
    ) throws(TraceError) -> TraceTable {
        var plan = TablePlan(group: "/" + name, time: time, lookups: lookups, rowsPerChunk: rowsPerChunk)
        plan.columns = columns
        return try create(plan)
    }

    /// Creates `/series/NAME`: values over time, and for `columns` over entities (tiers, classes) too.
    ///
    /// - Parameters:
    ///   - name: the group in `/series`.
    ///   - entities: the names along the second dimension.
    ///   - columns: arrays of (time, entity); append one value for each entity before a row ends.
    ///   - totals: columns of one value per instant.
    public func series(
        _ name: String, entities: StoredColumn? = nil, columns: [ColumnSpecification] = [], totals: [ColumnSpecification] = [],
        rowsPerChunk: Int? = nil
    ) throws(TraceError) -> TraceTable {
        let width = entities?.values.count ?? 1
        require(entities != nil || columns.isEmpty, "series `\(name)` has columns over entities, but no entities")
        require(width > 0, "series `\(name)` has no entities")
        // Rates change some hundreds or thousands of times in a run. A chunk is compressed whole, its empty rest too, at each checkpoint.
        let rows = rowsPerChunk ?? max(64, min(2048, 8192 / width))
        var plan = TablePlan(group: "/series/" + name, time: .seconds, lookups: [], rowsPerChunk: rows)
        plan.entities = entities
        plan.columnsOverEntities = columns
        plan.columns = totals
        return try create(plan)
    }

    private func create(_ plan: TablePlan) throws(TraceError) -> TraceTable {
        require(!plan.columns.isEmpty || !plan.columnsOverEntities.isEmpty, "\(plan.group) has no columns")
        var table: TraceTable?
        try file.perform { () throws(TraceError) in table = try file.create(plan) }
        return table!
    }
}
