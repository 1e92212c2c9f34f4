internal import Yams

/// Turns the parser's nodes into ours: finds the extent of each value in the text, follows aliases and merge keys, reports equal
/// keys, and counts what the document amounts to.
struct NodeConversion {
    let composition: YAMLComposition
    /// The character that stands for the `*` of an alias.
    let alias: Unicode.Scalar
    /// What the stand-in characters stand for.
    let restore: [Unicode.Scalar: Unicode.Scalar]
    private var anchors: [String: Converted] = [:]
    /// The tag of each line that was looked at, since a line may be long and hold many values.
    private var tags: [Int: FigureTag?] = [:]
    private var usesAliases = false
    private var isTooLarge = false
    private var isTooDeep = false

    /// A node with the number of values and the levels in it.
    private struct Converted {
        let node: DocumentNode
        let values: Int
        let height: Int
    }

    init(composition: YAMLComposition, alias: Unicode.Scalar, restore: [Unicode.Scalar: Unicode.Scalar]) {
        self.composition = composition
        self.alias = alias
        self.restore = restore
    }

    mutating func document(_ root: Node) -> DocumentNode { convert(root).node }

    private mutating func convert(_ node: Node) -> Converted {
        let converted: Converted
        switch node {
        case .scalar(let scalar): converted = self.scalar(scalar)
        case .sequence(let sequence):
            checkTag(sequence.tag, at: place(sequence.mark))
            var items: [DocumentNode] = []
            var (values, height) = (1, 0)
            for item in sequence {
                let child = convert(item)
                values += child.values
                height = max(height, child.height)
                items.append(child.node)
            }
            converted = bounded(DocumentNode(.list(items), place: place(sequence.mark)), values, height + 1)
        case .mapping(let mapping): converted = self.mapping(mapping)
        case .alias(let alias):
            // Only the parser's own alias strategy makes such nodes, and it is not asked to.
            converted = Converted(node: DocumentNode(.scalar(text: "", isPlain: true), place: place(alias.mark)), values: 1, height: 0)
        }
        if let anchor = node.anchor { anchors[composition.restored(anchor.rawValue, restore)] = converted }
        return converted
    }

    private mutating func scalar(_ scalar: Node.Scalar) -> Converted {
        checkTag(scalar.tag, at: place(scalar.mark))
        if scalar.style == .plain, scalar.string.unicodeScalars.first == alias { return aliased(scalar) }
        let text = composition.restored(scalar.string, restore)
        let extent = extent(of: text, style: scalar.style, mark: scalar.mark)
        let node = DocumentNode(
            .scalar(text: text, isPlain: scalar.style == .plain), place: extent.place, textOffset: extent.textOffset,
            figureTag: tag(at: extent.place))
        return Converted(node: node, values: 1, height: 0)
    }

    private mutating func aliased(_ scalar: Node.Scalar) -> Converted {
        usesAliases = true
        let name = composition.restored(String(scalar.string.unicodeScalars.dropFirst()), restore)
        let start = place(scalar.mark)
        let site = SourcePlace(source: start.source, line: start.line, column: start.column, length: name.unicodeScalars.count + 1)
        guard let target = anchors[name] else {
            composition.sink.error(
                "unknown-alias", "\(quoted("*" + name)) refers to nothing that was named before it", at: site,
                hint: NearestWord.nearest(to: name, in: anchors.keys.sorted()).map { "did you mean `*\($0)`?" }
                    ?? "name a value with `&\(name)` first, or put a text that begins with `*` in quotes")
            return Converted(node: DocumentNode(.scalar(text: "", isPlain: true), place: site), values: 1, height: 0)
        }
        let node = DocumentNode(target.node.content, place: site, figureTag: tag(at: site) ?? target.node.figureTag)
        return Converted(node: node, values: target.values, height: target.height)
    }

    private mutating func mapping(_ mapping: Node.Mapping) -> Converted {
        checkTag(mapping.tag, at: place(mapping.mark))
        var entries: [DocumentNode.Entry] = []
        var merges: [DocumentNode] = []
        var positions: [String: Int] = [:]
        var (values, height) = (1, 0)
        for (keyNode, valueNode) in mapping {
            let key = convert(keyNode).node
            let value = convert(valueNode)
            values += value.values
            height = max(height, value.height)
            guard case .scalar(let name, let isPlain) = key.content else {
                composition.sink.error("wrong-key", "a key must be a single word, not \(key.kindName)", at: key.place)
                continue
            }
            if let first = positions[name] {
                composition.sink.error(
                    "duplicate-key", "\(quoted(name)) stands twice in this mapping", at: key.place, hint: "remove one of them",
                    notes: [(message: "the first is here", place: entries[first].keyPlace)])
                continue
            }
            if name == "<<" && isPlain {
                merges.append(value.node)
            } else {
                positions[name] = entries.count
                entries.append(DocumentNode.Entry(key: name, keyPlace: key.place, value: value.node))
            }
        }
        for merge in merges { self.merge(merge, into: &entries, &positions) }
        return bounded(DocumentNode(.mapping(entries), place: place(mapping.mark)), values, height + 1)
    }

    /// Adds the entries of a merged mapping whose names are still free.
    private mutating func merge(_ node: DocumentNode, into entries: inout [DocumentNode.Entry], _ positions: inout [String: Int]) {
        switch node.content {
        case .mapping(let merged):
            for entry in merged where positions[entry.key] == nil {
                positions[entry.key] = entries.count
                entries.append(entry)
            }
        case .list(let items) where items.allSatisfy({ if case .mapping = $0.content { true } else { false } }):
            for item in items { merge(item, into: &entries, &positions) }
        default:
            composition.sink.error("wrong-type", "`<<` merges a mapping, not \(node.kindName)", at: node.place)
        }
    }

    /// Reports a node that has become too large or too deep, once, and cuts it off.
    private mutating func bounded(_ node: DocumentNode, _ values: Int, _ height: Int) -> Converted {
        let limits = composition.limits
        if values > limits.values {
            if !isTooLarge {
                composition.sink.error(
                    usesAliases ? "alias-bomb" : "too-large",
                    usesAliases
                        ? "with its aliases followed, this document has more than \(limits.values) values"
                        : "this document has more than \(limits.values) values", at: node.place,
                    hint: usesAliases ? "write out what the aliases of aliases stand for, or use fewer" : nil)
            }
            isTooLarge = true
            return Converted(node: DocumentNode(.list([]), place: node.place), values: 1, height: 1)
        }
        if height > limits.depth {
            if !isTooDeep {
                composition.sink.error("too-deep", "lists and mappings are nested deeper than \(limits.depth) levels", at: node.place)
            }
            isTooDeep = true
            return Converted(node: DocumentNode(.list([]), place: node.place), values: 1, height: 1)
        }
        return Converted(node: node, values: values, height: height)
    }

    private func checkTag(_ tag: Tag, at place: SourcePlace) {
        let name = tag.rawValue
        let known = ["", "!"] + ["str", "int", "float", "bool", "null", "map", "seq"].map { "tag:yaml.org,2002:" + $0 }
        guard !known.contains(name) else { return }
        composition.sink.error("unsupported-tag", "the tag \(quoted(name)) has no meaning here", at: place, hint: "remove it")
    }

    private func place(_ mark: Mark?) -> SourcePlace { composition.place(line: mark?.line ?? 1, column: mark?.column ?? 1) }

    private mutating func tag(at place: SourcePlace) -> FigureTag? {
        if let known = tags[place.line] { return known }
        let tag = place.source.comment(onLine: place.line).flatMap(FigureTag.init(comment:))
        tags[place.line] = .some(tag)
        return tag
    }

    /// Where a value's text stands, as far as it stands in one line.
    private func extent(of text: String, style: Node.Scalar.Style, mark: Mark?) -> (place: SourcePlace, textOffset: Int) {
        let start = place(mark)
        guard let line = start.source.line(start.line) else { return (start, 0) }
        var index = min(start.column - 1, line.count)
        // Skip an anchor or a tag before the value.
        while index < line.count, line[index] == "&" || line[index] == "!" {
            while index < line.count, line[index] != " " && line[index] != "\t" { index += 1 }
            while index < line.count, line[index] == " " || line[index] == "\t" { index += 1 }
        }
        guard index < line.count else { return (start, 0) }
        let count: Int
        switch style {
        case .plain: count = min(text.unicodeScalars.count, line.count - index)
        case .singleQuoted, .doubleQuoted: count = quotedLength(line[index...])
        default: count = 1
        }
        let place = SourcePlace(source: start.source, line: start.line, column: index + 1, length: count)
        return (place, style == .singleQuoted || style == .doubleQuoted ? 1 : 0)
    }

    private func quotedLength(_ text: ArraySlice<Unicode.Scalar>) -> Int {
        guard let quote = text.first else { return 1 }
        var index = text.startIndex + 1
        while index < text.endIndex {
            if quote == "\"" && text[index] == "\\" {
                index += 1
            } else if text[index] == quote {
                if quote == "'" && index + 1 < text.endIndex && text[index + 1] == "'" {
                    index += 1
                } else {
                    return index + 1 - text.startIndex
                }
            }
            index += 1
        }
        return text.count
    }
}
