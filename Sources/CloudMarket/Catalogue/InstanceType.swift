/// A kind of node that the market leases.
///
/// What a node can do is not the price list's to say: vendors state it in units of their own, and the scenario states it in those of the model.
public struct InstanceType: Hashable, Sendable {
    /// The name that a scenario uses, such as `m1.large`.
    public let name: String

    /// USD for an hour, nil when the type is listed but not sold.
    public let pricePerHour: UnitPrice?

    /// Creates a type with a name and a price.
    public init(name: String, pricePerHour: UnitPrice?) {
        self.name = name
        self.pricePerHour = pricePerHour
    }
}
