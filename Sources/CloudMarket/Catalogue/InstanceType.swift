/// A kind of node that the market leases. What the price list does not say is nil.
public struct InstanceType: Hashable, Sendable {
    /// The name that a scenario uses, such as `m1.large`.
    public let name: String

    /// USD for an hour, nil when the type is listed but not sold.
    public let pricePerHour: UnitPrice?

    /// Virtual processors.
    public var virtualCPUs: Int?

    /// Processing power in cores of the operator's own machines, where the planner has measured it.
    public var cores: Double?

    /// Elastic compute units, the measure of 2010.
    public var computeUnits: Double?

    /// Main memory in bytes.
    public var memoryBytes: Int64?

    /// Network rate in each direction, bytes per second.
    public var networkBytesPerSecond: Int64?

    /// Rate of attached block storage, bytes per second.
    public var blockStorageBytesPerSecond: Int64?

    /// Local disks in bytes.
    public var localStorageBytes: Int64?

    /// The processor architecture, such as `arm64`.
    public var architecture: String?

    /// Creates a type with a name and a price; the rest is filled in as far as it is known.
    public init(name: String, pricePerHour: UnitPrice?) {
        self.name = name
        self.pricePerHour = pricePerHour
    }
}
