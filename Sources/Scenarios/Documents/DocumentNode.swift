/// A part of a YAML document with the place at which it stands.
///
/// Nodes do not change; an alias shares the node of its anchor, so that a document takes memory in proportion to its text.
public final class DocumentNode: Sendable {
    /// What a node holds.
    public enum Content: Sendable {
        /// A single value; `isPlain` tells that it was written without quotes.
        case scalar(text: String, isPlain: Bool)
        /// Nodes in order.
        case list([DocumentNode])
        /// Named nodes in order.
        case mapping([Entry])
    }

    /// A named node.
    public struct Entry: Sendable {
        /// The name.
        public let key: String
        /// Where the name stands.
        public let keyPlace: SourcePlace
        /// What it names.
        public let value: DocumentNode
        /// The number of the `--set` that added this entry, nil if it stands in the document.
        public let overrideIndex: Int?

        init(key: String, keyPlace: SourcePlace, value: DocumentNode, overrideIndex: Int? = nil) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
            self.overrideIndex = overrideIndex
        }
    }

    /// What the node holds.
    public let content: Content
    /// Where it stands.
    public let place: SourcePlace
    /// Where in the place the text of a scalar begins, for carets inside a quoted text.
    let textOffset: Int
    /// The tag of the comment on the node's line.
    public let figureTag: FigureTag?

    init(_ content: Content, place: SourcePlace, textOffset: Int = 0, figureTag: FigureTag? = nil) {
        self.content = content
        self.place = place
        self.textOffset = textOffset
        self.figureTag = figureTag
    }

    /// What the node is called in a message.
    var kindName: String {
        switch content {
        case .scalar(let text, _): text.isEmpty ? "nothing" : "a single value"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether nothing was written: an empty plain value, `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let text, true) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }
}

/// A YAML document.
public struct Document: Sendable {
    /// Its text.
    public let source: SourceText
    /// Its outermost node.
    public let root: DocumentNode

    /// The path of a file that the document names, relative to the folder of the document.
    public func path(of file: String) -> String {
        guard !file.hasPrefix("/"), let slash = source.name.lastIndex(of: "/") else { return file }
        return source.name[...slash] + file
    }
}

/// Where a figure comes from, as the comment on its line says: `# S: wikitech`, `# D`, `# A: two weeks of practice`.
public enum FigureTag: String, Hashable, Sendable {
    /// Read in a source.
    case source = "S"
    /// Derived by arithmetic from such.
    case derived = "D"
    /// An assumption.
    case assumption = "A"

    /// The tag with which a comment begins: one of the letters alone, or followed by punctuation. (`# A few nodes` has none.)
    init?(comment: ArraySlice<Unicode.Scalar>) {
        let body = comment.drop { $0 == "#" || $0 == " " || $0 == "\t" }
        guard let first = body.first, let tag = FigureTag(rawValue: String(first)) else { return nil }
        let rest = body.dropFirst().drop { $0 == " " || $0 == "\t" }
        guard let next = rest.first else {
            self = tag
            return
        }
        let isDirect = body[body.startIndex + 1] == next
        guard next == "(" || (isDirect && [":", ",", ";", ".", "/", "-"].contains(next)) else { return nil }
        self = tag
    }
}

extension SourceText {
    /// The comment on a line, from its `#`, or nil if there is none.
    ///
    /// A `#` begins a comment at the beginning of a line or after a space, outside quotes; a quote opens only where a value begins.
    func comment(onLine number: Int) -> ArraySlice<Unicode.Scalar>? {
        guard let line = line(number) else { return nil }
        var quote: Unicode.Scalar?
        var previous: Unicode.Scalar = " "
        var index = 0
        while index < line.count {
            let scalar = line[index]
            if let open = quote {
                if open == "\"" && scalar == "\\" { index += 1 } else if scalar == open { quote = nil }
            } else if scalar == "#" && (previous == " " || previous == "\t") {
                return line[index...]
            } else if (scalar == "\"" || scalar == "'") && " \t[{,:".unicodeScalars.contains(previous) {
                quote = scalar
            }
            previous = scalar
            index += 1
        }
        return nil
    }
}
