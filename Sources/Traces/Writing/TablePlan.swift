/// What an appendable table is to look like.
struct TablePlan {
    var group: String
    var time: TimeColumn
    var lookups: [StoredColumn]
    var rowsPerChunk: Int

    /// The names along the second dimension.
    var entities: StoredColumn?

    /// Columns of one value for each entity and row.
    var columnsOverEntities: [ColumnSpecification] = []

    /// Columns of one value for each row.
    var columns: [ColumnSpecification] = []
}
