/// A JSON value whose objects keep the order of their keys, so that equal values are equal texts.
public enum JSONValue: Equatable, Sendable {
    /// Nothing, or not known.
    case null
    /// A truth value.
    case flag(Bool)
    /// A number as its text.
    case digits(String)
    /// A text.
    case text(String)
    /// Values in order.
    case list([JSONValue])
    /// Values by keys.
    case object([(key: String, value: JSONValue)])

    /// A whole number.
    public static func integer(_ value: some BinaryInteger) -> JSONValue { .digits(String(value)) }

    /// A number, or null where there is none: JSON knows no infinity and no not-a-number.
    public static func number(_ value: Double?) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        return .digits(shortest(value))
    }

    /// The shortest text that reads back as the same number; zero has no sign.
    public static func shortest(_ value: Double) -> String { value == 0 ? "0" : QuantityFormat.number(value) }

    /// Whether both have the same text.
    public static func == (left: JSONValue, right: JSONValue) -> Bool { left.serialized() == right.serialized() }

    /// The text of the value, two spaces a level; lists of plain values stand on one line.
    ///
    /// - Parameter objectsOnOneLine: the most entries that an object of plain values may have to stand on one line too.
    public func serialized(objectsOnOneLine: Int = 0) -> String { serialized(objectsOnOneLine, indent: 0) }

    private func serialized(_ objectsOnOneLine: Int, indent: Int) -> String {
        func nested(_ value: JSONValue) -> String { value.serialized(objectsOnOneLine, indent: indent + 2) }
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .null: return "null"
        case .flag(let flag): return flag ? "true" : "false"
        case .digits(let text): return text
        case .text(let text): return JSONValue.quoted(text)
        case .list(let items):
            if items.allSatisfy(\.isPlain) { return "[" + items.map(nested).joined(separator: ", ") + "]" }
            return "[\n" + items.map { inner + nested($0) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let entries):
            let lines = entries.map { JSONValue.quoted($0.key) + ": " + nested($0.value) }
            if entries.count <= objectsOnOneLine && entries.allSatisfy(\.value.isPlain) { return "{" + lines.joined(separator: ", ") + "}" }
            return "{\n" + lines.map { inner + $0 }.joined(separator: ",\n") + "\n\(outer)}"
        }
    }

    private var isPlain: Bool {
        switch self {
        case .list, .object: false
        default: true
        }
    }

    /// A text as a JSON string; everything outside printable ASCII that JSON or a terminal could mistake is escaped.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if isControl(scalar) || scalar.value == 0x2028 || scalar.value == 0x2029 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// A number if JSON can write the text as one, otherwise the text.
    static func numberOrText(_ text: String) -> JSONValue {
        let digits = text.unicodeScalars
        let isNumber = !digits.isEmpty && digits.allSatisfy { TextScanner.isDigit($0) || $0 == "." || $0 == "-" }
        let body = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = body.split(separator: ".", omittingEmptySubsequences: false)
        guard isNumber, (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && !$0.contains("-") }),
            parts[0] == "0" || !parts[0].hasPrefix("0")
        else { return .text(text) }
        return .digits(text)
    }
}
