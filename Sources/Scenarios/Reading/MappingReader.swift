import Requirements

/// Reads the keys of one mapping, and records for each its kind, default, meaning, effective text and place.
///
/// A key is read by asking for it with its type; `finish` then reports the keys that nobody asked for. Asking twice for a key, or
/// giving a default that is not valid, is a bug of the decode function and traps. Readers of sections, of free names and of list
/// items finish by themselves when their closure returns.
public final class MappingReader {
    /// The key under which a reader of a list of plain values finds its value.
    public static let item = ""

    let session: ReadingSession
    let record: ConfigurationNode
    let entries: [DocumentNode.Entry]
    /// Where the mapping stands; nil for one that is absent.
    let place: SourcePlace?
    /// Whether the mapping is absent because of an error that was reported, or because only the schema is wanted.
    let isMuted: Bool
    /// Where each key stands among the entries.
    private let positions: KeyIndex
    private var asked: [String] = []
    private var askedIndex = KeyIndex()
    private var missing: [(key: String, what: String)] = []
    private var isFinished = false
    /// Whether the next value may be absent, and whether it was.
    var nextIsOptional = false
    var lastWasAbsent = false

    init(session: ReadingSession, record: ConfigurationNode, entries: [DocumentNode.Entry], place: SourcePlace?, isMuted: Bool) {
        self.session = session
        self.record = record
        self.entries = entries
        self.place = place
        self.isMuted = isMuted
        positions = KeyIndex(entries.map(\.key))
    }

    /// Where this mapping stands in the configuration.
    public var path: ConfigurationPath { record.path }

    /// Whether only the schema is recorded: values are placeholders then.
    public var isSchema: Bool { session.mode == .schema }

    /// Whether the document gives a key, even one without a value.
    public func contains(_ key: String) -> Bool { positions.position(of: key) != nil }

    /// The place of a key's value for a later check across values; the place of the mapping if the key is absent.
    public func place(of key: String) -> SourcePlace? { entry(key)?.value.place ?? place }

    func entry(_ key: String) -> DocumentNode.Entry? { positions.position(of: key).map { entries[$0] } }

    /// Reports an error that only the decode function can see, at the value of a key.
    ///
    /// Nothing is reported while only the schema is recorded, or where the mapping was refused already.
    public func error(_ code: String, _ message: String, at key: String? = nil, hint: String? = nil) {
        guard !isMuted else { return }
        session.sink.error(code, message, at: key.flatMap(place(of:)) ?? place, hint: hint)
    }

    /// Reports a doubt about the value of a key.
    public func warning(_ code: String, _ message: String, at key: String? = nil, hint: String? = nil) {
        guard !isMuted else { return }
        session.sink.warning(code, message, at: key.flatMap(place(of:)) ?? place, hint: hint)
    }

    /// Reports the keys that nobody asked for, and those that are missing.
    ///
    /// A missing key whose mistyped form is present is reported once, as the mistyped one.
    public func finish() {
        guard !isFinished else { return }
        isFinished = true
        guard !isMuted else { return }
        var explained: Set<String> = []
        let free = asked.filter { !contains($0) }
        for entry in entries
        where askedIndex.position(of: entry.key) == nil {
            if session.sink.isFull {
                session.sink.error("unknown-key", "unknown key \(quoted(entry.key))\(inside)", at: entry.keyPlace)
                continue
            }
            let nearest = NearestWord.nearest(to: entry.key, in: free) ?? NearestWord.nearest(to: entry.key, in: asked)
            if let nearest { explained.insert(nearest) }
            let hint = nearest.map { "did you mean `\($0)`?" } ?? NearestWord.hint(for: entry.key, in: free, called: "not yet used here")
            if entry.overrideIndex != nil {
                session.unknownOverrides.append(
                    ReadingSession.UnknownOverride(path: path.appending(.key(entry.key)), place: entry.keyPlace, hint: hint))
            } else {
                session.sink.error("unknown-key", "unknown key \(quoted(entry.key))\(inside)", at: entry.keyPlace, hint: hint)
            }
        }
        for absent in missing where !explained.contains(absent.key) {
            session.sink.error(
                "missing-key", "key `\(absent.key)` is missing\(inside)", at: place, hint: "`\(absent.key)` is \(absent.what)")
        }
    }

    private var inside: String { path.steps.isEmpty ? "" : " in `\(path)`" }

    /// Notes that a key belongs to this mapping, and finds it.
    func ask(_ key: String) -> DocumentNode.Entry? {
        require(isSchema || askedIndex.position(of: key) == nil, "the key \(key) of \(path) is read twice")
        require(!isFinished, "the key \(key) of \(path) is read after the mapping was finished")
        asked.append(key)
        askedIndex.append(key)
        return entry(key)
    }

    /// Notes that a required key was not found.
    func noteMissing(_ key: String, what: String, doc: String) {
        missing.append((key: key, what: doc.isEmpty ? what : "\(what): \(doc)"))
    }

    /// The path of a key; the value of a list item has the path of the item.
    func path(of key: String) -> ConfigurationPath { key == MappingReader.item ? path : path.appending(.key(key)) }

    /// Reads one value.
    ///
    /// - Parameters:
    ///   - defaultText: the text in effect without the key; nil if the key is required.
    ///   - placeholder: the value to go on with after an error.
    ///   - numeric: the value as a number for sensitivity analysis.
    ///   - parse: makes a value of the text, limits checked.
    func value<Value>(
        _ key: String, _ kind: ValueKind, default defaultText: String?, doc: String, placeholder: Value,
        numeric: (Value) -> Double? = { _ in nil }, structured: ((DocumentNode) -> (value: Value, text: String)?)? = nil,
        parse: (String) throws(TextProblem) -> Value
    ) -> Value {
        let isOptional = takeOptional()
        let entry = ask(key)
        let node = ConfigurationNode(
            name: key, path: path(of: key), doc: doc,
            content: .value(ReadValue(kind: kind, text: "", defaultText: defaultText, place: nil)))
        node.isOptional = isOptional
        node.isRequired = defaultText == nil && !isOptional
        record.children.append(node)
        guard let entry, !(isOptional && isNone(entry.value)) else {
            node.isDefault = entry == nil
            if isOptional && defaultText == nil {
                lastWasAbsent = true
                if !isSchema { node.content = .absent }
                return placeholder
            }
            return absent(key, node, kind, defaultText, placeholder, numeric, parse)
        }
        let place = entry.value.place
        var result: (value: Value, text: String)?
        var tag = entry.value.figureTag
        if let structured, case .mapping = entry.value.content {
            result = structured(entry.value)
            tag = entry.keyPlace.source.comment(onLine: entry.keyPlace.line).flatMap(FigureTag.init(comment:))
        } else if let text = scalar(entry, kind, hasDefault: defaultText) {
            do {
                result = (try parse(text), text)
            } catch {
                report(error, at: entry.value, key: key)
            }
        }
        guard let result else { return placeholder }
        node.content = .value(ReadValue(kind: kind, text: result.text, defaultText: defaultText, place: place))
        note(result.value, numeric(result.value), node, kind, place: place, tag: tag)
        return result.value
    }

    /// The default of a key that is absent, or a note that it is missing.
    private func absent<Value>(
        _ key: String, _ node: ConfigurationNode, _ kind: ValueKind, _ defaultText: String?, _ placeholder: Value,
        _ numeric: (Value) -> Double?, _ parse: (String) throws(TextProblem) -> Value
    ) -> Value {
        guard let defaultText else {
            noteMissing(key, what: kind.name + (kind.limits.map { " in \($0)" } ?? ""), doc: node.doc)
            return placeholder
        }
        do {
            let value = try parse(defaultText)
            node.content = .value(ReadValue(kind: kind, text: defaultText, defaultText: defaultText, place: nil))
            note(value, numeric(value), node, kind, place: nil, tag: nil)
            return value
        } catch {
            // A default that refers to names of the document can only be wrong with the document; any other is our bug.
            guard case .reference = kind else {
                requirementFailure("the default \(defaultText) of \(node.path) is wrong: \(error.message)")
            }
            if !isMuted {
                session.sink.error(error.code, "`\(node.path)`: \(error.message), which is the default", at: place, hint: error.hint)
            }
            return placeholder
        }
    }

    private func note<Value>(
        _ value: Value, _ number: Double?, _ node: ConfigurationNode, _ kind: ValueKind, place: SourcePlace?, tag: FigureTag?
    ) {
        guard let number, !isSchema, !isMuted else { return }
        session.parameters.append(
            NumericParameter(
                steps: node.path, value: number, kind: kind, place: place, tag: tag, doc: node.doc,
                distribution: value as? StatedDistribution, price: value as? Price))
    }

    /// The text of a value that must be a single one.
    private func scalar(_ entry: DocumentNode.Entry, _ kind: ValueKind, hasDefault defaultText: String?) -> String? {
        guard case .scalar(let text, let isPlain) = entry.value.content else {
            session.sink.error(
                "wrong-type", "`\(path(of: entry.key))` must be \(kind.name), not \(entry.value.kindName)", at: entry.value.place,
                hint: kind.example.map { "write it like `\($0)`" })
            return nil
        }
        if text.isEmpty && isPlain {
            let hint = defaultText.map { "remove the key for the default `\($0)`" } ?? kind.example.map { "write for example `\($0)`" }
            session.sink.error("empty-value", "`\(path(of: entry.key))` has no value", at: entry.keyPlace, hint: hint)
            return nil
        }
        return text
    }

    /// Reports what is wrong with a text, with the caret at the wrong part of it.
    func report(_ problem: TextProblem, at node: DocumentNode, key: String) {
        var place = node.place
        if case .scalar(let text, _) = node.content, problem.offset > 0 || problem.length > 0 {
            let length = problem.length == 0 ? text.unicodeScalars.count - problem.offset : problem.length
            if problem.offset + max(1, length) <= node.place.length {
                place = place.part(offset: node.textOffset + problem.offset, length: length)
            }
        }
        session.sink.error(problem.code, "`\(path(of: key))`: \(problem.message)", at: place, hint: problem.hint)
    }

    private func isNone(_ node: DocumentNode) -> Bool {
        if case .scalar("none", true) = node.content { return true }
        return node.isNull
    }

    private func takeOptional() -> Bool {
        defer { nextIsOptional = false }
        lastWasAbsent = false
        return nextIsOptional
    }
}
