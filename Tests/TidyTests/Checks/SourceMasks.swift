/// A Swift text with its comments and literals told apart from its code.
///
/// Each mask is as long as the text and has its line breaks; what does not belong to it is blank. Code inside of an interpolation counts
/// as code. Known are line comments and nested block comments, strings of one and of several lines with any number of `#`, and regular
/// expressions between `#/` and `/#`. Regular expressions between bare slashes are not: one that contains a quotation mark or a brace
/// shows up as unbalanced.
struct SourceMasks: Sendable {
    /// Everything but comments and the contents of literals.
    private(set) var code: [UInt8]
    /// Comments only.
    private(set) var comments: [UInt8]
    /// Whether every literal, comment, brace, bracket and parenthesis that was opened was closed.
    private(set) var isBalanced = false

    private enum Mode {
        /// Code; in an interpolation with so many open parentheses.
        case code(parentheses: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let bytes: [UInt8]
    private var position = 0
    private var modes: [Mode] = [.code(parentheses: 0)]
    private var isBroken = false

    init(of text: String) {
        bytes = Array(text.utf8)
        code = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        comments = code
        while position < bytes.count {
            switch modes[modes.count - 1] {
            case .code(let parentheses): scanCode(parentheses)
            case .string(let hashes, let isMultiline): scanString(hashes, isMultiline)
            }
        }
        isBalanced = !isBroken && modes.count == 1 && Self.bracketsAreBalanced(code)
    }

    private func starts(with word: StaticString, at offset: Int = 0) -> Bool {
        let start = position + offset
        guard start + word.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == word.utf8Start[$0] }
    }

    private enum Mask { case code, comments }

    private mutating func take(_ count: Int, into mask: Mask) {
        for index in position..<min(position + count, bytes.count) {
            switch mask {
            case .code: code[index] = bytes[index]
            case .comments: comments[index] = bytes[index]
            }
        }
        position += count
    }

    private mutating func scanCode(_ parentheses: Int) {
        // Most of a text is none of these; the tests are built without optimisation.
        if !"/#\"()".utf8.contains(bytes[position]) { return take(1, into: .code) }
        if starts(with: "//") { return scanLineComment() }
        if starts(with: "/*") { return scanBlockComment() }
        let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        if hashes > 0, starts(with: "/", at: hashes) { return scanExpression(hashes) }
        if starts(with: "\"", at: hashes) {
            let isMultiline = starts(with: "\"\"\"", at: hashes)
            modes.append(.string(hashes: hashes, isMultiline: isMultiline))
            return take(hashes + (isMultiline ? 3 : 1), into: .code)
        }
        if modes.count > 1 {
            if starts(with: ")"), parentheses == 0 {
                // The end of an interpolation.
                modes.removeLast()
            } else if starts(with: ")") {
                modes[modes.count - 1] = .code(parentheses: parentheses - 1)
            } else if starts(with: "(") {
                modes[modes.count - 1] = .code(parentheses: parentheses + 1)
            }
        }
        take(max(1, hashes), into: .code)
    }

    private mutating func scanLineComment() {
        take(bytes[position...].prefix { $0 != UInt8(ascii: "\n") }.count, into: .comments)
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                take(2, into: .comments)
            } else if starts(with: "*/") {
                depth -= 1
                take(2, into: .comments)
            } else {
                take(1, into: .comments)
            }
        } while depth > 0 && position < bytes.count
        if depth > 0 { isBroken = true }
    }

    private mutating func scanExpression(_ hashes: Int) {
        position += hashes + 1
        while position < bytes.count, !(starts(with: "/") && closes(hashes, after: 1)) { position += starts(with: "\\") ? 2 : 1 }
        if position >= bytes.count { isBroken = true }
        position += hashes + 1
    }

    private mutating func scanString(_ hashes: Int, _ isMultiline: Bool) {
        if starts(with: "\\"), closes(hashes, after: 1) {
            if starts(with: "(", at: hashes + 1) {
                modes.append(.code(parentheses: 0))
                position += hashes + 1
                take(1, into: .code)
            } else {
                // An escaped character; a line break stays in the masks as it is.
                position += hashes + 2
            }
        } else if isMultiline ? starts(with: "\"\"\"") && closes(hashes, after: 3) : starts(with: "\"") && closes(hashes, after: 1) {
            modes.removeLast()
            take(hashes + (isMultiline ? 3 : 1), into: .code)
        } else {
            if starts(with: "\n"), !isMultiline {
                modes.removeLast()
                isBroken = true
            }
            position += 1
        }
    }

    /// Whether so many `#` stand at an offset.
    private func closes(_ hashes: Int, after offset: Int) -> Bool {
        let start = position + offset
        return start + hashes <= bytes.count && (start..<start + hashes).allSatisfy { bytes[$0] == UInt8(ascii: "#") }
    }

    private static func bracketsAreBalanced(_ code: [UInt8]) -> Bool {
        var open: [UInt8] = []
        for byte in code {
            switch byte {
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
                if open.popLast() != byte { return false }
            default: break
            }
        }
        return open.isEmpty
    }
}
