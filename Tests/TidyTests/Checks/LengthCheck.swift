/// Files and functions are short enough to be read in one go.
enum LengthCheck {
    static let longestFile = 400
    static let longestFunction = 70

    /// Complains about a file that is too long and about its functions that are.
    static func violations(in file: SourceFile) -> [Violation] {
        guard file.masks.isBalanced else {
            return [
                file.violation(1, "the checks lost their way in it: a brace, bracket, comment or literal is not closed, or closed twice")
            ]
        }
        var found: [Violation] = []
        if file.lineCount > longestFile { found.append(file.violation(1, "\(file.lineCount) lines; a file has at most \(longestFile)")) }
        for body in bodies(in: file.tokens) where body.lineCount > longestFunction {
            found.append(file.violation(body.first, "\(body.name) has \(body.lineCount) lines; a function has at most \(longestFunction)"))
        }
        return found
    }

    /// What has a body of statements: a function, an initialiser, a computed property, a closure that fills a stored one.
    struct Body: Hashable, Sendable {
        let name: String
        let first: Int
        let last: Int

        var lineCount: Int { last - first + 1 }
    }

    private static let typeKeywords: Set<String> = ["struct", "class", "enum", "actor", "extension", "protocol"]
    private static let otherKeywords: Set<String> = ["func", "init", "deinit", "subscript", "var", "let"]

    /// The bodies of a text, without those inside of others.
    ///
    /// What a brace opens is told by the last keyword of a declaration in front of it, outside of parentheses: a type, whose members are
    /// looked at in turn, or a body, whose end alone is looked for.
    static func bodies(in tokens: [Token]) -> [Body] {
        var found: [Body] = []
        var declaration: (keyword: String, name: String, line: Int)?
        var brackets = 0
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            switch token.text {
            case "(", "[": brackets += 1
            case ")", "]": brackets -= 1
            case "}": declaration = nil
            case "{":
                if let declaration, brackets == 0, typeKeywords.contains(declaration.keyword) { break }
                let end = indexOfEnd(of: index, in: tokens)
                let name = declaration.map { "`\($0.keyword)\($0.name.isEmpty ? "" : " " + $0.name)`" } ?? "a block"
                found.append(Body(name: name, first: declaration?.line ?? token.line, last: tokens[end].line))
                index = end
                // A property may have a closure and then accessors, so the declaration goes on inside of brackets only.
                if brackets == 0 { declaration = nil }
            default:
                guard brackets == 0, tokens.text(index - 1) != "." else { break }
                if typeKeywords.contains(token.text), index + 1 < tokens.count, tokens[index + 1].isWord {
                    declaration = (token.text, tokens[index + 1].text, token.line)
                } else if otherKeywords.contains(token.text) {
                    let next = tokens.text(index + 1)
                    declaration = (token.text, ["(", "{", "?", "<"].contains(next) && token.text != "func" ? "" : next, token.line)
                }
            }
            index += 1
        }
        return found
    }

    /// The index of the brace that closes the one at an index.
    private static func indexOfEnd(of start: Int, in tokens: [Token]) -> Int {
        var depth = 0
        for index in start..<tokens.count {
            if tokens[index].text == "{" { depth += 1 }
            if tokens[index].text == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return tokens.count - 1
    }
}
