/// What was read at one place of a configuration: the tree behind the effective configuration and the schema.
final class ConfigurationNode {
    enum Content {
        case value(ReadValue)
        /// A mapping with fixed keys.
        case section
        /// A mapping with free names, so many of them.
        case names(ClosedRange<Int>)
        /// A list, so long.
        case list(ClosedRange<Int>)
        /// Something that may be absent, and is.
        case absent
    }

    let name: String
    let path: ConfigurationPath
    let doc: String
    var content: Content
    var children: [ConfigurationNode] = []
    /// Whether the key must be given.
    var isRequired = false
    /// Whether nothing was given for this key.
    var isDefault = false
    /// Whether `none` is accepted.
    var isOptional = false
    /// Sets of keys of this section of which exactly one must be given.
    var alternatives: [[String]] = []
    /// Sets of keys of this section of which at most one may be given.
    var exclusions: [[String]] = []
    /// For a section: the keys that are required only if a word is chosen.
    var variants: [Variant] = []

    struct Variant {
        let key: String
        let word: String
        let required: [String]
    }

    init(name: String, path: ConfigurationPath, doc: String, content: Content) {
        self.name = name
        self.path = path
        self.doc = doc
        self.content = content
    }

    /// Every path in the tree, outermost first.
    func paths(into result: inout [String]) {
        if !path.steps.isEmpty { result.append(path.description) }
        for child in children { child.paths(into: &result) }
    }
}

/// A value as it was read.
struct ReadValue {
    let kind: ValueKind
    /// The text that is in effect; empty if there is none because of an error, or in a schema.
    let text: String
    /// The text that would be in effect without the key.
    let defaultText: String?
    let place: SourcePlace?
}
