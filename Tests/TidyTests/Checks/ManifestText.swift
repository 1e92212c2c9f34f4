/// The text of Package.swift as nested lists of arguments.
struct ManifestText {
    private let bytes: [UInt8]
    /// The text with strings and comments blanked out, in which brackets and commas mean what they seem to.
    private let code: [UInt8]

    init(_ file: SourceFile) {
        bytes = Array(file.text.utf8)
        code = file.masks.code
    }

    /// What stands between the brackets of `targets: [...]` in `Package(...)`; products have such lists too, but deeper.
    var targetList: Range<Int>? {
        let label = Array("targets:".utf8)
        var depth = 0
        for index in code.indices {
            depth += Self.change(code[index])
            if depth == 1, code[index...].starts(with: label) { return contents(from: index) }
        }
        return nil
    }

    /// The elements of a list, cut at its commas.
    func elements(of list: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var depth = 0
        var start = list.lowerBound
        for index in list {
            depth += Self.change(code[index])
            guard depth == 0, code[index] == UInt8(ascii: ",") else { continue }
            found.append(start..<index)
            start = index + 1
        }
        found.append(start..<list.upperBound)
        return found.filter { !isBlank($0) }
    }

    /// A target, from its declaration.
    func target(_ declaration: Range<Int>) -> Manifest.Target? {
        guard let arguments = contents(from: declaration.lowerBound) else { return nil }
        let kind = String(decoding: code[declaration.lowerBound..<arguments.lowerBound].filter(Self.isLetter), as: UTF8.self)
        guard let name = argument("name", in: arguments).flatMap(string) else { return nil }
        let path = argument("path", in: arguments).flatMap(string)
        let dependencies = argument("dependencies", in: arguments).flatMap { contents(from: $0.lowerBound) }
        let line = 1 + code[..<arguments.lowerBound].count { $0 == UInt8(ascii: "\n") }
        return Manifest.Target(
            name: name, kind: kind, folder: path ?? (kind == "testTarget" ? "Tests/" : "Sources/") + name,
            dependencies: dependencies.map { elements(of: $0).compactMap(dependency) } ?? [], line: line)
    }

    /// The name of a dependency: a string, or the argument `name` of `.product(...)` and the like.
    private func dependency(_ element: Range<Int>) -> String? {
        guard let arguments = contents(from: element.lowerBound), arguments.upperBound < element.upperBound else { return string(element) }
        return argument("name", in: arguments).flatMap(string)
    }

    /// The value of a labelled argument.
    private func argument(_ label: String, in arguments: Range<Int>) -> Range<Int>? {
        for element in elements(of: arguments) {
            guard let colon = element.first(where: { code[$0] == UInt8(ascii: ":") }) else { continue }
            let found = code[element.lowerBound..<colon].filter(Self.isLetter)
            if found.elementsEqual(label.utf8) { return colon + 1..<element.upperBound }
        }
        return nil
    }

    /// What stands between the first bracket or parenthesis from an index on and the one that closes it.
    private func contents(from start: Int) -> Range<Int>? {
        guard let open = code[start...].firstIndex(where: { Self.change($0) > 0 }) else { return nil }
        var depth = 0
        for index in open..<code.count {
            depth += Self.change(code[index])
            if depth == 0 { return open + 1..<index }
        }
        return nil
    }

    /// The contents of the first string in a range.
    private func string(_ range: Range<Int>) -> String? {
        let quote = UInt8(ascii: "\"")
        guard let first = code[range].firstIndex(of: quote), let last = code[(first + 1)..<range.upperBound].firstIndex(of: quote) else {
            return nil
        }
        return String(decoding: bytes[first + 1..<last], as: UTF8.self)
    }

    private func isBlank(_ range: Range<Int>) -> Bool { code[range].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") } }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func change(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): -1
        default: 0
        }
    }
}
