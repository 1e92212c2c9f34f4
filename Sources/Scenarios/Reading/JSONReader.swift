/// Reads JSON (RFC 8259) into values whose objects keep the order of their keys, and says where a text is none.
public struct JSONReader {
    /// The size of a file in bytes; ten thousand replications of a hundred measures of five strategies take 100 MB.
    public static let mostBytes = 256 << 20
    /// How deep values may be nested.
    public static let mostDepth = 64

    /// Where findings go.
    public let sink: DiagnosticSink

    /// A reader that reports to `sink`.
    public init(sink: DiagnosticSink) { self.sink = sink }

    /// Reads a file; nil after a report.
    ///
    /// - Parameter what: what the file is, for messages: `result`.
    public func read(path: String, what: String) -> JSONValue? {
        guard let text = FileLoading.text(path: path, what: what, limit: Self.mostBytes, origin: nil, sink: sink) else { return nil }
        return read(text: text, name: path)
    }

    /// Reads a text; nil after a report.
    public func read(text: String, name: String) -> JSONValue? {
        var scanner = JSONScanner(bytes: Array(text.utf8))
        do throws(JSONSlip) {
            return try scanner.document()
        } catch {
            let source = SourceText(name: name, text: text)
            let before = scanner.bytes[..<error.position]
            let line = before.count { $0 == 10 } + 1
            let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
            // A column is a scalar, and every byte begins one that does not continue one.
            let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
            sink.error(
                "malformed-json", error.message, at: SourcePlace(source: source, line: line, column: column),
                hint: error.position == scanner.bytes.count ? "the file is cut short; write it anew" : nil)
            return nil
        }
    }
}

/// Why a text is no JSON, and the byte at which that shows.
private struct JSONSlip: Error {
    var message: String
    var position: Int
}

/// Walks over the bytes of a JSON text.
private struct JSONScanner {
    let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONSlip) -> JSONValue {
        let value = try value()
        skipSpaces()
        if position < bytes.count { throw slip("the value has ended, and more follows") }
        return value
    }

    private mutating func value() throws(JSONSlip) -> JSONValue {
        skipSpaces()
        guard position < bytes.count else { throw slip("a value is missing") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws(JSONSlip) -> JSONValue {
        try descend()
        var entries: [(key: String, value: JSONValue)] = []
        while !take("}") {
            if !entries.isEmpty, !take(",") { throw slip("`,` or `}` is missing") }
            skipSpaces()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw slip("a key in quotes is missing") }
            let key = try text()
            guard take(":") else { throw slip("`:` is missing after a key") }
            entries.append((key, try value()))
        }
        depth -= 1
        return .object(entries)
    }

    private mutating func list() throws(JSONSlip) -> JSONValue {
        try descend()
        var items: [JSONValue] = []
        while !take("]") {
            if !items.isEmpty, !take(",") { throw slip("`,` or `]` is missing") }
            items.append(try value())
        }
        depth -= 1
        return .list(items)
    }

    private mutating func descend() throws(JSONSlip) {
        position += 1
        depth += 1
        if depth > JSONReader.mostDepth { throw slip("values are nested deeper than \(JSONReader.mostDepth)") }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONSlip) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw slip("this is no value") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONSlip) -> JSONValue {
        let start = position
        while position < bytes.count, "+-.eE0123456789".utf8.contains(bytes[position]) { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "."), Double(digits) != nil else {
            throw JSONSlip(message: "this is no value", position: start)
        }
        return .digits(digits)
    }

    private mutating func text() throws(JSONSlip) -> String {
        position += 1
        var result: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return String(decoding: result, as: UTF8.self)
            }
            if byte < 0x20 { throw slip("a text goes over the end of its line") }
            position += 1
            if byte == UInt8(ascii: "\\") { result += Array(String(try escaped()).utf8) } else { result.append(byte) }
        }
        throw slip("a text is not closed")
    }

    private mutating func escaped() throws(JSONSlip) -> Character {
        guard position < bytes.count else { throw slip("a text is not closed") }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(letter))
        case UInt8(ascii: "u"): return try unicode()
        default: throw JSONSlip(message: "no escape begins with this", position: position - 1)
        }
    }

    private mutating func unicode() throws(JSONSlip) -> Character {
        let high = try hexadecimal()
        guard (0xD800..<0xDC00).contains(high), bytes[position...].starts(with: "\\u".utf8) else {
            return Unicode.Scalar(high).map { Character($0) } ?? "\u{FFFD}"
        }
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)).map { Character($0) } ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONSlip) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ UInt8(ascii: "0") <= $0 && $0 < 0x7F }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw slip("four hexadecimal digits are missing") }
        position += 4
        return value
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private func slip(_ message: String) -> JSONSlip { JSONSlip(message: message, position: position) }
}
