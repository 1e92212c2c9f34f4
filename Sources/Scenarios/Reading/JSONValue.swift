/// A JSON value whose objects keep their order.
enum JSONValue: Equatable {
    case null
    case flag(Bool)
    /// A number as its text.
    case number(String)
    case text(String)
    case list([JSONValue])
    case object([(key: String, value: JSONValue)])

    static func == (left: JSONValue, right: JSONValue) -> Bool { left.serialized() == right.serialized() }

    /// The text of the value, two spaces a level.
    func serialized(indent: Int = 0) -> String {
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .null: return "null"
        case .flag(let flag): return flag ? "true" : "false"
        case .number(let text): return text
        case .text(let text): return JSONValue.quoted(text)
        case .list(let items):
            if items.isEmpty { return "[]" }
            if items.allSatisfy(\.isShort) { return "[" + items.map { $0.serialized() }.joined(separator: ", ") + "]" }
            return "[\n" + items.map { inner + $0.serialized(indent: indent + 2) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let entries):
            if entries.isEmpty { return "{}" }
            let lines = entries.map { inner + JSONValue.quoted($0.key) + ": " + $0.value.serialized(indent: indent + 2) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        }
    }

    private var isShort: Bool {
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
        return .number(text)
    }
}
