/// An import declaration.
struct Import: Hashable, Sendable {
    let module: String
    let line: Int

    private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "typealias", "func", "var", "let"]

    /// The imports of a file, those under a condition included.
    static func all(in file: SourceFile) -> [Import] {
        file.tokens.indices.compactMap { index in
            let tokens = file.tokens
            guard tokens[index].text == "import", tokens.text(index - 1) != "." else { return nil }
            let isOfOneDeclaration = kinds.contains(tokens.text(index + 1))
            return Import(module: tokens.text(isOfOneDeclaration ? index + 2 : index + 1), line: tokens[index].line)
        }
    }
}
