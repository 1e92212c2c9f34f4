import Requirements

/// A market's price list: instance types by name.
///
/// ```swift
/// let catalogue = PriceCatalogue(types: [InstanceType(name: "m1.large", pricePerHour: try UnitPrice(parsing: "0.34"))])
/// catalogue["m1.large"]?.pricePerHour // 0.34
/// ```
public struct PriceCatalogue: Sendable {
    /// The types in the order of the list.
    public let types: [InstanceType]

    /// Lookups only: it is never iterated.
    private let indices: [String: Int]

    /// Creates a catalogue of types with different names.
    public init(types: [InstanceType]) {
        var indices: [String: Int] = [:]
        for (index, type) in types.enumerated() {
            let previous = indices.updateValue(index, forKey: type.name)
            require(previous == nil, "instance type `\(type.name)` stands twice in a catalogue")
        }
        self.types = types
        self.indices = indices
    }

    /// The type of a name, nil when it is not listed.
    public subscript(name: String) -> InstanceType? { indices[name].map { types[$0] } }

    /// The position of a type in ``types``.
    public func index(of name: String) -> Int? { indices[name] }
}
