/// The schemas of the kinds of values.
enum JSONSchemaKind {
    /// The schema of one value.
    static func schema(of kind: ValueKind) -> JSONValue {
        switch kind {
        case .duration: return pattern(withUnit(UnitTable.time, repeated: true), kind)
        case .bytes: return pattern(withUnit(UnitTable.bytes), kind)
        case .bytesPerSecond: return pattern(withUnit(UnitTable.byteRate), kind)
        case .perSecond: return pattern(withUnit(UnitTable.eventRate), kind)
        case .ratio(let range): return numberOr(range, pattern("^\(number)([ \\t]*%|[ \\t]*/[ \\t]*\(number))?$", kind))
        case .number(let range): return numberOr(range, pattern("^\(number)([ \\t]*/[ \\t]*\(number))?$", kind))
        case .count(let range):
            let integer = JSONValue.object([
                ("type", .text("integer")), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound)),
            ])
            return .object([("anyOf", .list([integer, pattern("^\(number)[ \\t]*[kMGT]?$", kind)]))])
        case .price(let units):
            let unit =
                units.map { "(" + $0.map { $0.isEmpty ? "" : "[ \\t]*/[ \\t]*" + escaped($0) }.joined(separator: "|") + ")" }
                ?? "([ \\t]*/.+)?"
            return pattern("^\(number)[ \\t]*USD\(unit)$", kind)
        case .instant:
            return pattern(
                "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.0+)?)?)?[ \\t]*([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$", kind)
        case .timeOfDay: return pattern("^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$", kind)
        case .weekday: return words(Weekday.allCases.map(\.rawValue) + Weekday.allCases.map { String($0.rawValue.prefix(3)) })
        case .distribution(let dimension): return distribution(dimension, kind)
        case .flag: return .object([("type", .text("boolean"))])
        case .text, .fileName, .reference: return .object([("type", .text("string")), ("minLength", .integer(1))])
        case .anyValue: return .object([("type", .list([.text("string"), .text("number"), .text("boolean")]))])
        case .choice(let choices): return words(choices)
        }
    }

    /// A default as JSON.
    static func defaultValue(_ text: String, _ kind: ValueKind) -> JSONValue {
        switch kind {
        case .flag: .flag(text == "true")
        case .count, .number, .ratio: JSONValue.numberOrText(text)
        default: .text(text)
        }
    }

    private static let number = "[+-]?[0-9]+(_[0-9]+)*(\\.[0-9]+(_[0-9]+)*)?([eE][+-]?[0-9]+)?"

    private static func withUnit(_ table: UnitTable, repeated: Bool = false) -> String {
        let part = "\(number)[ \\t]*(\(table.units.map { escaped($0.name) }.joined(separator: "|")))"
        return repeated ? "^\(part)([ \\t]*\(part))*$" : "^\(part)$"
    }

    private static func pattern(_ pattern: String, _ kind: ValueKind) -> JSONValue {
        var entries: [(key: String, value: JSONValue)] = [("type", .text("string")), ("pattern", .text(pattern))]
        if let limits = kind.limits { entries.append(("$comment", .text(limits))) }
        if let example = kind.example { entries.append(("examples", .list([.text(example)]))) }
        return .object(entries)
    }

    private static func numberOr(_ range: ClosedRange<Double>, _ other: JSONValue) -> JSONValue {
        let plain = JSONValue.object([
            ("type", .text("number")), ("minimum", .number(range.lowerBound)),
            ("maximum", .number(range.upperBound)),
        ])
        return .object([("anyOf", .list([plain, other]))])
    }

    private static func words(_ words: [String]) -> JSONValue { .object([("enum", .list(words.map { .text($0) }))]) }

    private static func distribution(_ dimension: StatedDistribution.Dimension, _ kind: ValueKind) -> JSONValue {
        let constant = dimension == .duration ? String(withUnit(UnitTable.time, repeated: true).dropFirst().dropLast()) : number
        let families = StatedDistribution.Family.allCases.map(\.rawValue).joined(separator: "|")
        let value = JSONValue.object([("type", .list([.text("string"), .text("number")]))])
        let names = StatedDistribution.Family.allCases.flatMap { DistributionText.forms(of: $0).flatMap { $0.map(\.name) } }
        var properties: [(key: String, value: JSONValue)] = [("family", words(StatedDistribution.Family.allCases.map(\.rawValue)))]
        for name in names where !properties.contains(where: { $0.key == name }) { properties.append((name, value)) }
        let mapping = JSONValue.object([
            ("type", .text("object")), ("properties", .object(properties)), ("required", .list([.text("family")])),
            ("additionalProperties", .flag(false)),
        ])
        var forms = [pattern("^(\(constant)|(\(families))[ \\t]*\\(.*\\))$", kind), mapping]
        if dimension == .number { forms.insert(.object([("type", .text("number"))]), at: 0) }
        return .object([("anyOf", .list(forms))])
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\^$.|?*+()[]{}".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
