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
                hint: Self.meant(path, in: paths).map { "did you mean `\($0)`?" } ?? unknown.hint)
        }
    }

    /// The path that was meant: one that differs in a third of the last name at most, as paths with the same beginning are all alike.
    private static func meant(_ path: String, in paths: [String]) -> String? {
        guard let nearest = NearestWord.nearest(to: path, in: paths) else { return nil }
        let name = path.split(separator: ".").last ?? ""
        return NearestWord.distance(from: path, to: nearest) <= max(1, name.count / 3) ? nearest : nil
    }
}
