/// What all readers of one pass share.
final class ReadingSession {
    /// Whether a document is read or only its schema recorded.
    enum Mode {
        case document
        case schema
    }

    /// An override that named something unknown.
    struct UnknownOverride {
        let path: ConfigurationPath
        let place: SourcePlace
        /// A hint from the mapping it was looked for in.
        let hint: String?
    }

    let mode: Mode
    let sink: DiagnosticSink
    var parameters: [NumericParameter] = []
    var unknownOverrides: [UnknownOverride] = []

    init(mode: Mode, sink: DiagnosticSink) {
        self.mode = mode
        self.sink = sink
    }

    /// Reports overrides whose path nobody asked for, with the nearest path that somebody did.
    func reportUnknownOverrides(root: ConfigurationNode) {
        guard !unknownOverrides.isEmpty else { return }
        var paths: [String] = []
        root.paths(into: &paths)
        for unknown in unknownOverrides {
            let path = unknown.path.description
            sink.error(
                "unknown-path", "there is no `\(path)` to set", at: unknown.place,
                hint: NearestWord.nearest(to: path, in: paths).map { "did you mean `\($0)`?" } ?? unknown.hint)
        }
    }
}
