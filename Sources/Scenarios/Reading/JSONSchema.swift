import Requirements

/// A JSON Schema (draft 2020-12) for editors: what may be written, with patterns for units, defaults and descriptions.
public struct JSONSchema {
    let title: String
    let root: ConfigurationNode

    /// The schema as JSON.
    public var text: String {
        var entries: [(key: String, value: JSONValue)] = [
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")), ("title", .text(title)),
        ]
        if case .object(let body) = JSONSchema.section(root, acceptsNull: false) { entries += body }
        return JSONValue.object(entries).serialized() + "\n"
    }

    private static func schema(of node: ConfigurationNode) -> JSONValue {
        var entries: [(key: String, value: JSONValue)] = []
        if !node.doc.isEmpty { entries.append(("description", .text(node.doc))) }
        switch node.content {
        case .absent: break
        case .value(let value):
            var kind = JSONSchemaKind.schema(of: value.kind)
            if node.isOptional { kind = .object([("anyOf", .list([kind, .object([("enum", .list([.null, .text("none")]))])]))]) }
            if case .object(let body) = kind { entries += body }
            if let text = value.defaultText {
                entries.append(("default", JSONSchemaKind.defaultValue(text, value.kind)))
            } else if node.isOptional {
                entries.append(("default", .text("none")))
            }
        case .section:
            var body = section(node, acceptsNull: true)
            if node.isOptional { body = .object([("anyOf", .list([body, .object([("const", .text("none"))])]))]) }
            if case .object(let inner) = body { entries += inner }
        case .names(let range):
            entries.append(("type", range.lowerBound > 0 ? .text("object") : .list([.text("object"), .text("null")])))
            if let child = node.children.first { entries.append(("additionalProperties", section(child, acceptsNull: true))) }
            entries.append(("minProperties", .integer(range.lowerBound)))
            entries.append(("maxProperties", .integer(range.upperBound)))
        case .list(let range):
            entries.append(("type", .text("array")))
            if let child = node.children.first { entries.append(("items", item(child))) }
            entries.append(("minItems", .integer(range.lowerBound)))
            entries.append(("maxItems", .integer(range.upperBound)))
        }
        return .object(entries)
    }

    private static func item(_ node: ConfigurationNode) -> JSONValue {
        if node.children.count == 1, node.children[0].name == MappingReader.item { return schema(of: node.children[0]) }
        return section(node, acceptsNull: false)
    }

    private static func section(_ node: ConfigurationNode, acceptsNull: Bool) -> JSONValue {
        let required = node.children.filter(\.isRequired).map { JSONValue.text($0.name) }
        let mayBeNull = acceptsNull && required.isEmpty && node.alternatives.isEmpty
        var properties: [(key: String, value: JSONValue)] = []
        for child in node.children {
            let schema = schema(of: child)
            if let known = properties.first(where: { $0.key == child.name }) {
                require(known.value == schema, "\(child.path) means different things in different variants")
            } else {
                properties.append((child.name, schema))
            }
        }
        var entries: [(key: String, value: JSONValue)] = [
            ("type", mayBeNull ? .list([.text("object"), .text("null")]) : .text("object")),
            ("properties", .object(properties)),
        ]
        if !required.isEmpty { entries.append(("required", .list(required))) }
        entries.append(("additionalProperties", .flag(false)))
        var conditions = node.alternatives.map(oneOf) + node.exclusions.flatMap(notBoth)
        conditions += node.variants.filter { !$0.required.isEmpty }.map(ifThen)
        if !conditions.isEmpty { entries.append(("allOf", .list(conditions))) }
        return .object(entries)
    }

    private static func oneOf(_ keys: [String]) -> JSONValue {
        .object([("oneOf", .list(keys.map { .object([("required", .list([.text($0)]))]) }))])
    }

    private static func notBoth(_ keys: [String]) -> [JSONValue] {
        keys.indices.flatMap { first in
            keys[(first + 1)...].map { second in
                .object([("not", .object([("required", .list([.text(keys[first]), .text(second)]))]))])
            }
        }
    }

    private static func ifThen(_ variant: ConfigurationNode.Variant) -> JSONValue {
        let condition = JSONValue.object([
            ("properties", .object([(variant.key, .object([("const", .text(variant.word))]))])), ("required", .list([.text(variant.key)])),
        ])
        return .object([("if", condition), ("then", .object([("required", .list(variant.required.map { .text($0) }))]))])
    }
}
