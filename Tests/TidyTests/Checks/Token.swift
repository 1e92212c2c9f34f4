/// A word or a sign of a Swift text.
struct Token: Hashable, Sendable {
    /// An identifier, keyword or number, with its backticks if it has any; or one sign.
    let text: String
    /// The line, from one.
    let line: Int
    /// Whether it follows the previous one without a space between.
    let isAttached: Bool

    /// Whether it is an identifier, a keyword or a number.
    var isWord: Bool { text.utf8.first.map(Self.isPartOfWord) ?? false }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "`"), 0x80...: true
        default: false
        }
    }

    /// The tokens of a masked text.
    static func split(_ code: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var line = 1
        var position = 0
        var isAttached = false
        while position < code.count {
            let byte = code[position]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: " ") {
                if byte == UInt8(ascii: "\n") { line += 1 }
                isAttached = false
                position += 1
                continue
            }
            var end = position + 1
            if isPartOfWord(byte) { while end < code.count, isPartOfWord(code[end]) { end += 1 } }
            tokens.append(Token(text: String(decoding: code[position..<end], as: UTF8.self), line: line, isAttached: isAttached))
            isAttached = true
            position = end
        }
        return tokens
    }
}

extension [Token] {
    /// The text of a token; empty where there is none.
    func text(_ index: Int) -> String { indices.contains(index) ? self[index].text : "" }

    /// Whether a sequence of tokens stands at an index.
    func has(_ sequence: [String], at index: Int) -> Bool {
        index + sequence.count <= count && sequence.indices.allSatisfy { self[index + $0].text == sequence[$0] }
    }
}
