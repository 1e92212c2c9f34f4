/// What an activity takes from one resource for each unit of its own progress: the coefficient a_ij.
///
/// A conversion measured in source bytes that writes 1.3 bytes for every byte it reads uses the target disk with 1.3 and its source disk
/// with 1. An activity may name a resource twice (a copy within one disk); the amounts then add up. An amount of zero is no use at all.
public struct ResourceUse: Hashable, Sendable {
    /// The resource that is used.
    public var resource: ResourceID
    /// Units of the resource for each unit of the activity; finite and not negative.
    public var amountPerUnit: Double

    /// Uses `amountPerUnit` units of `resource` for each unit of the activity.
    public init(_ resource: ResourceID, amountPerUnit: Double = 1) {
        self.resource = resource
        self.amountPerUnit = amountPerUnit
    }
}
