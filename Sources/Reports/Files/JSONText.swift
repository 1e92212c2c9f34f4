/// A JSON value whose objects keep the order of their keys, so that equal results are equal texts.
enum JSONText {
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONText])
    case object([(key: String, value: JSONText)])

    /// A number, or null where there is none.
    static func optional(_ value: Double?) -> JSONText { value.map { .number($0) } ?? .null }

    /// The value as text, two spaces for each level; lists of plain values and objects of few of them stand on one line.
    func serialised(indent: Int = 0) -> String {
        let (inner, outer) = (String(repeating: " ", count: indent + 2), String(repeating: " ", count: indent))
        switch self {
        case .null: return "null"
        case .flag(let flag): return flag ? "true" : "false"
        case .integer(let value): return "\(value)"
        case .number(let value): return Self.shortest(value)
        case .text(let text): return Self.quoted(text)
        case .list(let items):
            if items.allSatisfy(\.isPlain) { return "[" + items.map { $0.serialised() }.joined(separator: ", ") + "]" }
            return "[\n" + items.map { inner + $0.serialised(indent: indent + 2) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let entries):
            let isShort = entries.count <= 8 && entries.allSatisfy(\.value.isPlain)
            if isShort { return "{" + entries.map { Self.quoted($0.key) + ": " + $0.value.serialised() }.joined(separator: ", ") + "}" }
            let lines = entries.map { inner + Self.quoted($0.key) + ": " + $0.value.serialised(indent: indent + 2) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        }
    }

    private var isPlain: Bool {
        switch self {
        case .list, .object: false
        default: true
        }
    }

    /// The shortest text that reads back as the same number; JSON knows no infinity and no not-a-number.
    static func shortest(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == 0 { return "0" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
