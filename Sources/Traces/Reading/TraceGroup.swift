/// A group of a trace, with its columns in the order in which they were written.
public struct TraceGroup: Hashable, Sendable {
    /// Where it is, such as `/series/tiers`.
    public let path: String

    /// What its columns are.
    public let columns: [TraceColumnDescription]

    /// The column of a name.
    public subscript(name: String) -> TraceColumnDescription? { columns.first { $0.name == name } }

    /// What a table of the group's rows consists of: the scale of the rows, and the columns that it measures.
    ///
    /// Names of classes or of codes have rows of their own; that there may be as many of them as of the table's tells nothing.
    public var table: [TraceColumnDescription] {
        guard let scale = columns.first(where: { !$0.isScale && !$0.dimensions.isEmpty })?.dimensions[0], !scale.isEmpty else {
            let rows = columns.map(\.rowCount).max() ?? 0
            return columns.filter { $0.rowCount == rows }
        }
        return columns.filter { $0.isScale ? $0.name == scale : $0.dimensions.first == scale }
    }

    /// The names of what the second dimension of a column stands for, such as classes of requests.
    public func entities(of column: TraceColumnDescription) -> TraceColumnDescription? {
        guard column.shape.count > 1, column.dimensions.count > 1, let scale = self[column.dimensions[1]] else { return nil }
        return scale.rowCount == column.valuesPerRow && scale.kind == .strings ? scale : nil
    }
}

/// A column of a trace as a reader finds it.
public struct TraceColumnDescription: Hashable, Sendable {
    /// What the values are, as far as this reader can read them.
    public enum Kind: Hashable, Sendable {
        /// Integers of any width.
        case integers
        /// Binary fractions.
        case doubles
        /// Strings of fixed length.
        case strings
        /// Something that traces of this program do not hold.
        case unsupported
    }

    /// The name of the dataset.
    public let name: String

    /// Where it is, such as `/events/kind`.
    public let path: String

    /// What the values are.
    public let kind: Kind

    /// The extents: none for a scalar, rows, or rows and entities.
    public let shape: [Int]

    /// The unit, empty where none is given.
    public let units: String

    /// The caption of the axis, empty where none is given.
    public let longName: String

    /// What the values mean, empty where it is not said.
    public let description: String

    /// For each dimension the name of the scale that measures it, empty where none does; empty for a scale.
    public let dimensions: [String]

    /// Whether it is a scale: the times, row numbers or names that dimensions of other columns refer to.
    public let isScale: Bool

    /// The words for the codes 0, 1, 2 ..., empty for what is no code.
    public let meanings: [String]

    /// Rows: the first extent, 1 for a scalar.
    public var rowCount: Int { shape.first ?? 1 }

    /// Values per row.
    public var valuesPerRow: Int { shape.dropFirst().reduce(1, *) }
}
