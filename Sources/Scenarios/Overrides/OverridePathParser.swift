/// Reads the path of a `--set`.
struct OverridePathParser {
    private var scanner: TextScanner
    private let source: SourceText

    init(text: String, source: SourceText) {
        scanner = TextScanner(text)
        self.source = source
    }

    /// What follows the `=`, with its column.
    var rest: (text: String, column: Int) {
        (scanner.text(scanner.position..<scanner.scalars.count), scanner.position + 1)
    }

    /// Reads up to and including the `=`.
    mutating func path() throws(Diagnostic) -> [(step: ConfigurationPath.Step, place: SourcePlace)] {
        var steps: [(step: ConfigurationPath.Step, place: SourcePlace)] = []
        guard !scanner.isAtEnd else { throw malformed("the text is empty", length: 1) }
        if let end = scanner.scalars.firstIndex(where: SourceText.isLineEnd) {
            throw malformed("it must be a single line", at: end, length: 1)
        }
        while true {
            steps.append(try name())
            while scanner.next == "[" { steps.append(try index()) }
            guard steps.count <= 64 else { throw malformed("the path has more than 64 steps", length: 1) }
            if scanner.take("=") { return steps }
            guard scanner.take(".") else {
                throw malformed(scanner.isAtEnd ? "there is no `=`" : "a `.` or `=` is missing here", length: 1)
            }
        }
    }

    private mutating func name() throws(Diagnostic) -> (step: ConfigurationPath.Step, place: SourcePlace) {
        let start = scanner.position
        if let quote = scanner.next, quote == "\"" || quote == "'" {
            scanner.position += 1
            let inner = scanner.take { $0 != quote }
            guard scanner.take(quote) else { throw malformed("a quote is not closed", at: start, length: 1) }
            return (.key(scanner.text(inner)), place(start, scanner.position - start))
        }
        let word = scanner.take { $0 != "." && $0 != "=" && $0 != "[" && $0 != "]" }
        guard !word.isEmpty else { throw malformed("a name is missing here", length: 1) }
        return (.key(scanner.text(word)), place(start, word.count))
    }

    private mutating func index() throws(Diagnostic) -> (step: ConfigurationPath.Step, place: SourcePlace) {
        let start = scanner.position
        scanner.position += 1
        let digits = scanner.take(while: TextScanner.isDigit)
        guard let number = Int(scanner.text(digits)), scanner.take("]") else {
            throw malformed("between `[` and `]` stands the number of an item", at: start, length: scanner.position - start)
        }
        return (.index(number), place(start, scanner.position - start))
    }

    private func place(_ start: Int, _ length: Int) -> SourcePlace {
        SourcePlace(source: source, line: 1, column: start + 1, length: length)
    }

    private func malformed(_ reason: String, at start: Int? = nil, length: Int) -> Diagnostic {
        Diagnostic(
            code: "malformed-override", "this is not PATH=VALUE: \(reason)", at: place(start ?? scanner.position, length),
            hint: "write it like `tiers.application.nodes=20`")
    }
}
