/// What a value is, for readers; nil where it is something else.
extension JSONValue {
    /// The value of a key of an object.
    public subscript(key: String) -> JSONValue? { entries?.first { $0.key == key }?.value }

    /// The entries of an object.
    public var entries: [(key: String, value: JSONValue)]? {
        if case .object(let entries) = self { entries } else { nil }
    }

    /// The items of a list.
    public var items: [JSONValue]? {
        if case .list(let items) = self { items } else { nil }
    }

    /// The characters of a text.
    public var characters: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// A number.
    public var double: Double? {
        if case .digits(let text) = self { Double(text) } else { nil }
    }

    /// A whole number.
    public var whole: Int? {
        if case .digits(let text) = self { Int(text) } else { nil }
    }
}
