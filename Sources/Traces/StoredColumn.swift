/// The values of a whole column.
public enum ColumnValues: Hashable, Sendable {
    /// Integers of any width.
    case integers([Int64])
    /// Binary fractions.
    case doubles([Double])
    /// Texts.
    case strings([String])

    /// How many values there are.
    public var count: Int {
        switch self {
        case .integers(let values): values.count
        case .doubles(let values): values.count
        case .strings(let values): values.count
        }
    }
}

/// A column that is written at once, with all its values.
public struct StoredColumn: Hashable, Sendable {
    /// The name of the dataset.
    public let name: String

    /// The values.
    public let values: ColumnValues

    /// The unit in the words of UDUNITS, `1` for what has none.
    public let units: String

    /// The caption of the axis.
    public let longName: String

    /// What the values mean.
    public let description: String

    /// Creates a column.
    public init(_ name: String, _ values: ColumnValues, units: String, longName: String, description: String) {
        ColumnSpecification.checkName(name)
        self.name = name
        self.values = values
        self.units = units
        self.longName = longName
        self.description = description
    }

    /// A list of names that codes or positions in other columns refer to.
    public static func lookup(_ name: String, _ names: [String], longName: String, description: String) -> StoredColumn {
        StoredColumn(name, .strings(names), units: "1", longName: longName, description: description)
    }

    /// The dimension of a table without time.
    init(rowNumbers count: Int) {
        let column = ColumnSpecification.rowNumber
        self.init(
            column.name, .integers((0..<count).map { Int64($0) }), units: column.units, longName: column.longName,
            description: column.description)
    }
}
