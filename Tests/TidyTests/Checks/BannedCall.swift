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
    /// Files and folders in which it is allowed all the same.
    let exceptions: [String]
    /// What to do instead.
    let advice: String

    init(
        _ text: String, in scope: Scope, isGlobal: Bool = false, isAttached: Bool = false, except exceptions: [String] = [],
        _ advice: String
    ) {
        tokens = Token.split(Array(text.utf8)).map(\.text)
        self.scope = scope
        self.isGlobal = isGlobal
        self.isAttached = isAttached
        self.exceptions = exceptions
        self.advice = advice
    }

    /// Complains about the uses of every banned call.
    static func violations(in file: SourceFile) -> [Violation] {
        guard let target = file.sourceTarget else { return [] }
        return file.tokens.indices.flatMap { index in
            (byFirstToken[file.tokens[index].text] ?? []).filter { call in
                call.scope.contains(target) && call.isUsed(at: index, in: file.tokens) && !call.isExcused(in: file)
            }.map { file.violation(file.tokens[index].line, "`\($0.tokens.joined())`: \($0.advice)") }
        }
    }

    /// The calls by their first tokens: most tokens of a text begin none.
    private static let byFirstToken = Dictionary(grouping: all) { $0.tokens[0] }

    private func isUsed(at index: Int, in tokens: [Token]) -> Bool { tokens.has(self.tokens, at: index) && isMeant(at: index, in: tokens) }

    private func isExcused(in file: SourceFile) -> Bool { exceptions.contains { file.path == $0 || file.isInside($0) } }

    private func isMeant(at index: Int, in tokens: [Token]) -> Bool {
        if isAttached, !tokens[index + self.tokens.count - 1].isAttached { return false }
        guard isGlobal else { return true }
        switch tokens.text(index - 1) {
        case "func": return false
        case ".":
            let module = tokens.text(index - 2)
            return LayerTable.reserved.keys.contains(module) || LayerTable.standard.contains(module)
        default: return true
        }
    }
}
