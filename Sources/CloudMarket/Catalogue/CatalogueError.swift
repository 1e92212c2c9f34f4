/// Everything that is wrong with a price list, in the order of its lines.
public struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, at least one entry and at most ``PriceCatalogue/diagnosticBound``.
    public let diagnostics: [CatalogueDiagnostic]

    /// All diagnostics, one a line.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// One thing that is wrong with a price list, and where.
public struct CatalogueDiagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    /// What can be wrong.
    public enum Problem: Hashable, Sendable {
        /// The text has no header line.
        case noHeader
        /// There is a header, but no type below it.
        case noType
        /// A column that is needed is missing; `nearest` is a column that was perhaps meant.
        case missingColumn(name: String, nearest: String?)
        /// Two columns give the same property.
        case duplicateColumn(name: String)
        /// A line has more or fewer fields than the header.
        case fieldCount(expected: Int, found: Int)
        /// A quoted field is not closed.
        case unterminatedQuote
        /// Text stands behind a closing quote.
        case textBehindQuote
        /// A type without a name.
        case emptyName
        /// A type that stands on an earlier line too.
        case duplicateType(name: String, firstLine: Int)
        /// A price that is no price.
        case malformedPrice(AmountError)
        /// Another number that is no number.
        case malformedNumber(column: String, AmountError)
        /// The list has more types than the bound.
        case tooManyTypes(bound: Int)
    }

    /// The line, from 1.
    public let line: Int

    /// The character on the line, from 1.
    public let column: Int

    /// What is wrong.
    public let problem: Problem

    /// What is wrong, in words.
    public var message: String {
        switch problem {
        case .noHeader: "the price list is empty"
        case .noType: "the price list names no instance type"
        case .missingColumn(let name, _): "column `\(name)` is missing"
        case .duplicateColumn(let name): "column `\(name)` says what an earlier column says"
        case .fieldCount(let expected, let found): "\(found) fields, the header has \(expected)"
        case .unterminatedQuote: "a quoted field has no end"
        case .textBehindQuote: "text behind a closing quote"
        case .emptyName: "an instance type without a name"
        case .duplicateType(let name, let firstLine): "instance type `\(name)` stands on line \(firstLine) already"
        case .malformedPrice(let error): "the price is wrong: \(error)"
        case .malformedNumber(let column, let error): "column `\(column)` is wrong: \(error)"
        case .tooManyTypes(let bound): "more than \(bound) instance types"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch problem {
        case .noHeader, .noType: "write a header such as `instance_type,usd_per_hour` and one line for each type"
        case .missingColumn(let name, let nearest?): "was `\(nearest)` meant to be `\(name)`?"
        case .missingColumn(let name, nil): "name a column `\(name)` in the header, fields separated by commas"
        case .duplicateColumn: "keep one of the two"
        case .fieldCount: "put a field that holds a comma into double quotes"
        case .unterminatedQuote: "close the quote, and write a quote inside a field twice"
        case .textBehindQuote: "put the whole field into double quotes, and write a quote inside it twice"
        case .emptyName: "name the type or delete the line"
        case .duplicateType: "keep one of the two lines"
        case .malformedPrice(let error): error.hint + "; leave the field empty for a type that is listed but not sold"
        case .malformedNumber(_, let error): error.hint + "; leave the field empty where the value is unknown"
        case .tooManyTypes: "delete the types that the scenario cannot use"
        }
    }

    /// Place, problem and hint.
    public var description: String { "\(line):\(column): \(message)\nhint: \(hint)" }
}
