/// One `--set PATH=VALUE`.
public struct Override: Sendable {
    /// What is set.
    public let path: ConfigurationPath
    /// What it is set to.
    public let value: DocumentNode
    /// The text, for diagnostics.
    let source: SourceText
    /// Where each step of the path stands in the text.
    let stepPlaces: [SourcePlace]

    /// Reads `tiers.application.nodes=20`; nil after a report.
    ///
    /// Steps are separated by dots; `[2]` is the third item of a list; names that contain a dot, bracket or `=` are in quotes. The
    /// value is YAML.
    public init?(text: String, limits: DocumentLimits = DocumentLimits(), sink: DiagnosticSink) {
        source = SourceText(name: "--set", text: text)
        var parser = OverridePathParser(text: text, source: source)
        do {
            let steps = try parser.path()
            path = ConfigurationPath(steps.map(\.step))
            stepPlaces = steps.map(\.place)
        } catch {
            sink.report(error)
            return nil
        }
        let rest = parser.rest
        let before = sink.errorCount
        guard let node = DocumentReader(limits: limits, sink: sink).value(rest.text, in: source, column: rest.column) else { return nil }
        guard sink.errorCount == before else { return nil }
        value = node
    }

    /// The document with all overrides applied in order; those that cannot be are reported.
    static func apply(_ overrides: [Override], to root: DocumentNode, sink: DiagnosticSink) -> DocumentNode {
        var root = root
        for (index, override) in overrides.enumerated() {
            do {
                root = try override.replaced(root, step: 0, index: index)
            } catch {
                sink.report(error)
            }
        }
        return root
    }

    /// The node with what lies below the given step replaced.
    private func replaced(_ node: DocumentNode, step: Int, index: Int) throws(Diagnostic) -> DocumentNode {
        guard step < path.steps.count else { return value }
        let place = stepPlaces[step]
        let here = ConfigurationPath(Array(path.steps[..<step]))
        switch (path.steps[step], node.content) {
        case (.key(let key), .mapping(var entries)):
            if let position = entries.firstIndex(where: { $0.key == key }) {
                let old = entries[position]
                let new = try replaced(old.value, step: step + 1, index: index)
                entries[position] = DocumentNode.Entry(key: key, keyPlace: old.keyPlace, value: new, overrideIndex: old.overrideIndex)
            } else {
                // Whether there is such a key only the decode function knows; the entry says where it comes from.
                let new = try added(step: step + 1)
                entries.append(DocumentNode.Entry(key: key, keyPlace: place, value: new, overrideIndex: index))
            }
            return DocumentNode(.mapping(entries), place: node.place, textOffset: node.textOffset, figureTag: node.figureTag)
        case (.key, .scalar) where node.isNull:
            return try replaced(DocumentNode(.mapping([]), place: node.place), step: step, index: index)
        case (.index(let position), .list(var items)):
            guard items.indices.contains(position) else {
                let count = items.count == 1 ? "1 item" : "\(items.count) items"
                throw Diagnostic(
                    code: "unknown-path", "`\(here)` has \(count), there is no item \(position)", at: place,
                    hint: items.isEmpty ? nil : "items are counted from 0 to \(items.count - 1)")
            }
            items[position] = try replaced(items[position], step: step + 1, index: index)
            return DocumentNode(.list(items), place: node.place, textOffset: node.textOffset, figureTag: node.figureTag)
        case (.index, _):
            throw Diagnostic(code: "unknown-path", "`\(here)` is \(node.kindName), not a list", at: place)
        case (.key(let key), .list(let items)):
            // A number after a dot is meant for the item of that number.
            let hint: String? =
                if let number = Int(key), items.indices.contains(number) {
                    "write `\(here)[\(number)]`"
                } else {
                    items.isEmpty ? nil : "write `\(here)[0].\(key)` for the first item"
                }
            throw Diagnostic(code: "unknown-path", "`\(here)` is a list, its items have numbers", at: place, hint: hint)
        case (.key, .scalar):
            throw Diagnostic(
                code: "unknown-path", "`\(here)` is a single value, there is nothing inside it", at: place, hint: "set `\(here)` as a whole"
            )
        }
    }

    /// The value, inside mappings for the steps that remain.
    private func added(step: Int) throws(Diagnostic) -> DocumentNode {
        guard step < path.steps.count else { return value }
        guard case .key(let key) = path.steps[step] else {
            let here = ConfigurationPath(Array(path.steps[..<step]))
            throw Diagnostic(code: "unknown-path", "`\(here)` is not in the document, so it has no items to set", at: stepPlaces[step])
        }
        let inner = try added(step: step + 1)
        let entry = DocumentNode.Entry(key: key, keyPlace: stepPlaces[step], value: inner, overrideIndex: 0)
        return DocumentNode(.mapping([entry]), place: stepPlaces[step])
    }
}
