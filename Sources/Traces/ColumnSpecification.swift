import Requirements

/// What a column of a trace holds.
public enum ColumnKind: Hashable, Sendable {
    /// 64-bit integers.
    case int64
    /// 32-bit integers.
    case int32
    /// Binary fractions of 64 bits.
    case double
    /// Codes from 0, one for each meaning (at most 256). A meaning is one word.
    case code([String])

    /// Bytes of one value.
    var byteCount: Int {
        switch self {
        case .int64, .double: 8
        case .int32: 4
        case .code: 1
        }
    }
}

/// One column: its name, what it holds and how readers should show it.
public struct ColumnSpecification: Hashable, Sendable {
    /// The name of the dataset.
    public let name: String

    /// What the values are.
    public let kind: ColumnKind

    /// The unit in the words of UDUNITS (`s`, `count`, `GB`), `1` for what has none.
    public let units: String

    /// The caption of the axis.
    public let longName: String

    /// What the values mean.
    public let description: String

    /// Creates a column.
    public init(_ name: String, _ kind: ColumnKind, units: String, longName: String, description: String) {
        Self.checkName(name)
        if case .code(let meanings) = kind {
            require((1...256).contains(meanings.count), "column `\(name)` has \(meanings.count) meanings, 1 to 256 are possible")
            for meaning in meanings {
                require(
                    !meaning.isEmpty && !meaning.contains(where: \.isWhitespace), "meaning `\(meaning)` of `\(name)` is not one word")
            }
        }
        self.name = name
        self.kind = kind
        self.units = units
        self.longName = longName
        self.description = description
    }

    /// Stops at a name that is none of a dataset: HDF5 takes slashes and the point for paths.
    static func checkName(_ name: String) {
        require(!name.isEmpty && !name.contains("/") && name != ".", "a column cannot be called `\(name)`")
    }
}

extension ColumnSpecification {
    /// The dimension of a table without time.
    static let rowNumber = ColumnSpecification(
        "row", .int64, units: "1", longName: "row number", description: "number of the row, from 0")
}
