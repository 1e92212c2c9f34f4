/// Reads YAML into nodes with places, and refuses with a diagnostic whatever is not a reasonable document.
///
/// The YAML parser follows aliases while it reads and hashes whole keys, so that a few lines of nested aliases in a key would keep
/// it busy for ever. Therefore every `*` is replaced by a character that the text does not use before the parser sees it: aliases
/// arrive as plain values, and this reader resolves them itself, sharing nodes and counting what they stand for.
public struct DocumentReader {
    /// Bounds on a document.
    public let limits: DocumentLimits
    /// Where findings go.
    public let sink: DiagnosticSink

    /// A reader that reports to `sink`.
    public init(limits: DocumentLimits = DocumentLimits(), sink: DiagnosticSink) {
        self.limits = limits
        self.sink = sink
    }

    /// Reads a file; nil after a report.
    public func read(path: String) -> Document? {
        guard let text = FileLoading.text(path: path, what: "scenario", limit: limits.bytes, origin: nil, sink: sink) else { return nil }
        return read(text: text, name: path)
    }

    /// Reads a text; nil after a report.
    ///
    /// - Parameter name: what diagnostics call the text.
    public func read(text: String, name: String) -> Document? {
        // A byte order mark is no part of the text; the parser takes it for the beginning of one.
        var text = text
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        let source = SourceText(name: name, text: text)
        let whole = SourcePlace(source: source, line: 0, column: 0)
        guard text.utf8.count <= limits.bytes else {
            sink.error("too-large", "the text is larger than \(limits.bytes) bytes", at: whole)
            return nil
        }
        let before = sink.errorCount
        let composition = YAMLComposition(text: text, source: source, limits: limits, sink: sink)
        guard let root = composition.compose(), sink.errorCount == before else { return nil }
        if root.isNull {
            sink.error(
                "empty-file", "\(quoted(name, limit: 200)) says nothing", at: whole,
                hint: "`chrysalis init` writes a scenario to start from")
            return nil
        }
        return Document(source: source, root: root)
    }

    /// Reads a value that is part of a longer text in one line, such as what follows the `=` of `--set`; nil after a report.
    func value(_ text: String, in source: SourceText, column: Int) -> DocumentNode? {
        let composition = YAMLComposition(text: text, source: source, columnOffset: column - 1, limits: limits, sink: sink)
        return composition.compose()
    }
}
