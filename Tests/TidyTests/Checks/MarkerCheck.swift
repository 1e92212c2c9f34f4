/// What is not done is an issue, not a comment.
enum MarkerCheck {
    static let markers: Set<String> = ["TODO", "FIXME", "XXX", "HACK"]

    /// Complains about comments that put something off.
    static func violations(in file: SourceFile) -> [Violation] {
        Token.split(file.masks.comments).filter { markers.contains($0.text) }.map {
            file.violation($0.line, "`\($0.text)` in a comment: do it, or file an issue")
        }
    }
}
