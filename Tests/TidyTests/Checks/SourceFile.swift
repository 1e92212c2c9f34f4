/// A text of the repository and what the checks want to know of it.
struct SourceFile: Sendable {
    /// Where it is, from the root of the repository.
    let path: String
    /// Its text.
    let text: String
    /// The text of a Swift file, taken apart; empty for others.
    let masks: SourceMasks
    /// The words and signs of its code.
    let tokens: [Token]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        masks = SourceMasks(of: path.hasSuffix(".swift") ? text : "")
        tokens = Token.split(masks.code)
    }

    /// How many lines it has.
    var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } + (text.isEmpty || text.hasSuffix("\n") ? 0 : 1) }

    /// A complaint about one of its lines.
    func violation(_ line: Int, _ message: String) -> Violation { Violation(path: path, line: line, message: message) }

    /// Whether it lies in a folder.
    func isInside(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    /// The target that owns it, if it lies in `Sources`.
    var sourceTarget: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }
}
