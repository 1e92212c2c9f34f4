/// Every value that is in effect, those of the document and the defaults.
///
/// Its YAML is itself a document that reads as the same configuration.
public struct EffectiveConfiguration {
    let root: ConfigurationNode

    /// The configuration as YAML; what nobody wrote is marked `# default`.
    public var yaml: String {
        var lines: [String] = []
        for child in root.children { EffectiveConfiguration.write(child, indent: 0, prefix: nil, into: &lines) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The configuration as JSON: counts, numbers, ratios and flags as such, quantities with their units as text.
    public var json: String { EffectiveConfiguration.json(of: root).serialized() + "\n" }

    /// Every value with its path, in the order in which they were read.
    public var values: [(path: String, text: String, isDefault: Bool)] {
        var result: [(path: String, text: String, isDefault: Bool)] = []
        EffectiveConfiguration.collect(root, into: &result)
        return result
    }

    private static func collect(_ node: ConfigurationNode, into result: inout [(path: String, text: String, isDefault: Bool)]) {
        switch node.content {
        case .value(let value): result.append((node.path.description, value.text, node.isDefault))
        case .absent: result.append((node.path.description, "none", node.isDefault))
        default: break
        }
        for child in node.children { collect(child, into: &result) }
    }

    /// Writes one node; `prefix` stands in the first line instead of the indentation, for list items.
    private static func write(_ node: ConfigurationNode, indent: Int, prefix: String?, into lines: inout [String]) {
        let margin = prefix ?? String(repeating: " ", count: indent)
        let mark = node.isDefault ? "  # default" : ""
        let key = node.name.isEmpty ? "" : scalar(node.name) + ":"
        let head = margin + key + (key.isEmpty ? "" : " ")
        switch node.content {
        case .value(let value): lines.append(head + scalar(value.text, value.kind) + mark)
        case .absent: lines.append(head + "none" + mark)
        case .section, .names:
            guard !node.children.isEmpty else {
                lines.append(head + "{}" + mark)
                return
            }
            lines.append(margin + key + mark)
            for child in node.children { write(child, indent: indent + 2, prefix: nil, into: &lines) }
        case .list:
            guard !node.children.isEmpty else {
                lines.append(head + "[]" + mark)
                return
            }
            lines.append(margin + key + mark)
            for item in node.children {
                var dash: String? = String(repeating: " ", count: indent + 2) + "- "
                if item.children.isEmpty { lines.append((dash ?? "") + "{}") }
                for child in item.children {
                    write(child, indent: indent + 4, prefix: dash, into: &lines)
                    dash = nil
                }
            }
        }
    }

    /// A text as a YAML scalar, in quotes where it would otherwise mean something else.
    private static func scalar(_ text: String, _ kind: ValueKind = .text) -> String {
        let scalars = Array(text.unicodeScalars)
        let isSafe: Bool
        if let first = scalars.first, let last = scalars.last {
            let indicators = "-?:,[]{}#&*!|>'\"%@`".unicodeScalars
            let startsPlain = !indicators.contains(first) || (first == "-" && scalars.count > 1 && TextScanner.isDigit(scalars[1]))
            isSafe =
                startsPlain && first != " " && last != " " && last != ":" && !text.contains(": ") && !text.contains(" #")
                && !scalars.contains { isControl($0) || SourceText.isLineEnd($0) }
        } else {
            isSafe = false
        }
        var meansOther = ["~", "null", "none"].contains(text)
        switch kind {
        // Other programs that read the text should not take a name for a number or a truth value.
        case .text, .fileName, .reference, .choice:
            let isBoolean = ["true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
            meansOther = meansOther || isBoolean || text == "<<" || JSONValue.numberOrText(text) != .text(text)
        default: break
        }
        return isSafe && !meansOther ? text : JSONValue.quoted(text)
    }

    private static func json(of node: ConfigurationNode) -> JSONValue {
        switch node.content {
        case .absent: return .null
        case .value(let value):
            switch value.kind {
            case .count: return (try? QuantityText.count(value.text)).map { .integer($0) } ?? .text(value.text)
            case .number:
                return (try? QuantityText.number(value.text)).map { .number($0.double) } ?? .text(value.text)
            case .ratio: return (try? QuantityText.ratio(value.text)).map { .number($0.double) } ?? .text(value.text)
            case .flag: return .flag(value.text == "true")
            default: return .text(value.text)
            }
        case .section, .names:
            return .object(node.children.map { (key: $0.name, value: json(of: $0)) })
        case .list:
            return .list(
                node.children.map { item in
                    if item.children.count == 1, item.children[0].name == MappingReader.item { return json(of: item.children[0]) }
                    return json(of: item)
                })
        }
    }
}
