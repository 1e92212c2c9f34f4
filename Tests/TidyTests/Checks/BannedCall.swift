/// A call, or a name, that may not be used in a part of `Sources`.
struct BannedCall: Sendable {
    /// Where it is banned.
    enum Scope: Sendable {
        case sources
        case sourcesButCommandLine
        case model

        func contains(_ target: String) -> Bool {
            switch self {
            case .sources: true
            case .sourcesButCommandLine: target != "chrysalis"
            case .model: LayerTable.model.contains(target)
            }
        }
    }

    /// Its tokens.
    let tokens: [String]
    let scope: Scope
    /// Whether a member of the same name is something else: `table.print()` prints a table, `func exit(` declares a member.
    let isGlobal: Bool
    /// Whether its last token follows without a space, as in `try!`.
    let isAttached: Bool
    /// Folders in which it is allowed all the same.
    let exceptions: [String]
    /// What to do instead.
    let advice: String

    init(
        _ text: String, in scope: Scope, isGlobal: Bool = false, isAttached: Bool = false, except exceptions: [String] = [], _ advice: String
    ) {
        tokens = Token.split(Array(text.utf8)).map(\.text)
        self.scope = scope
        self.isGlobal = isGlobal
        self.isAttached = isAttached
        self.exceptions = exceptions
        self.advice = advice
    }

    /// Complains about its uses.
    func violations(in file: SourceFile) -> [Violation] {
        guard let target = file.sourceTarget, scope.contains(target), !exceptions.contains(where: file.isInside) else { return [] }
        let text = tokens.joined()
        return file.tokens.indices.compactMap { index in
            guard file.tokens[index].text == tokens[0], file.tokens.has(tokens, at: index), isMeant(at: index, in: file.tokens) else { return nil }
            return file.violation(file.tokens[index].line, "`\(text)`: \(advice)")
        }
    }

    private func isMeant(at index: Int, in tokens: [Token]) -> Bool {
        if isAttached, !tokens[index + self.tokens.count - 1].isAttached { return false }
        guard isGlobal else { return true }
        switch tokens.text(index - 1) {
        case "func": return false
        case ".": return LayerTable.reserved.keys.contains(tokens.text(index - 2))
        default: return true
        }
    }

    /// Complains about the uses of every banned call.
    static func violations(in file: SourceFile) -> [Violation] { all.flatMap { $0.violations(in: file) } }
}
