/// A reader of comma-separated text (RFC 4180) that knows where each field stands.
///
/// Lines end in LF or CRLF; empty lines and lines that begin with `#` are skipped; a byte order mark is ignored. A quoted field may hold commas,
/// doubled quotes and line ends.
struct CommaSeparatedText {
    /// One field and its place, both counted from 1.
    struct Field {
        var text: String
        var line: Int
        var column: Int
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var column = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The fields of the next line that has any, nil at the end of the text.
    mutating func nextRecord() throws(CatalogueDiagnostic) -> [Field]? {
        while let byte = peek, byte == newline || byte == carriageReturn || byte == UInt8(ascii: "#") { skipLine() }
        guard peek != nil else { return nil }
        var record: [Field] = []
        while true {
            record.append(try nextField())
            guard peek == UInt8(ascii: ",") else { break }
            advance()
        }
        skipLine()
        return record
    }

    private mutating func nextField() throws(CatalogueDiagnostic) -> Field {
        let (startLine, startColumn) = (line, column)
        var content: [UInt8] = []
        if peek == UInt8(ascii: "\"") {
            advance()
            while true {
                guard let byte = peek else {
                    throw CatalogueDiagnostic(line: startLine, column: startColumn, problem: .unterminatedQuote)
                }
                advance()
                if byte == UInt8(ascii: "\"") {
                    guard peek == UInt8(ascii: "\"") else { break }
                    advance()
                }
                content.append(byte)
            }
            guard atFieldEnd else { throw CatalogueDiagnostic(line: line, column: column, problem: .textBehindQuote) }
            return Field(text: String(decoding: content, as: UTF8.self), line: startLine, column: startColumn)
        }
        while !atFieldEnd {
            content.append(bytes[position])
            advance()
        }
        let trimmed = String(decoding: Self.trimmed(content), as: UTF8.self)
        return Field(text: trimmed, line: startLine, column: startColumn)
    }

    private var newline: UInt8 { 0x0A }
    private var carriageReturn: UInt8 { 0x0D }
    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// A carriage return ends a field only in front of a newline or of the end.
    private var atFieldEnd: Bool {
        guard let byte = peek else { return true }
        if byte == carriageReturn { return position + 1 >= bytes.count || bytes[position + 1] == newline }
        return byte == newline || byte == UInt8(ascii: ",")
    }

    private mutating func advance() {
        let byte = bytes[position]
        position += 1
        if byte == newline {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {  // continuation bytes belong to the character already counted
            column += 1
        }
    }

    private mutating func skipLine() {
        while let byte = peek {
            advance()
            if byte == newline { return }
        }
    }

    private static func trimmed(_ content: [UInt8]) -> ArraySlice<UInt8> {
        var slice = content[...]
        while let byte = slice.first, byte == 0x20 || byte == 0x09 { slice.removeFirst() }
        while let byte = slice.last, byte == 0x20 || byte == 0x09 { slice.removeLast() }
        return slice
    }
}
