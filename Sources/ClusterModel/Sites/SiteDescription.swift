public import SimulationKernel

/// A data centre or a cloud region: racks around one backbone, on which the links to other sites end as well.
public struct SiteDescription: Sendable {
    /// Name, as in the scenario.
    public var name: String
    /// Capacity of the backbone that joins the racks with one another and with the links to other sites, bytes per second.
    public var backboneBytesPerSecond: Double
    /// Nodes in one rack.
    public var rackSize: Int
    /// What joins a rack with the backbone.
    public var uplink: RackUplink
    /// One-way delay across the backbone, from rack to rack as from a rack to a link.
    public var latency: SimulationDuration
    /// Whether traffic between other sites may pass through.
    public var allowsTransit: Bool

    /// Makes a site.
    public init(
        name: String, backboneBytesPerSecond: Double, rackSize: Int, uplink: RackUplink, latency: SimulationDuration = .zero,
        allowsTransit: Bool = true
    ) {
        self.name = name
        self.backboneBytesPerSecond = backboneBytesPerSecond
        self.rackSize = rackSize
        self.uplink = uplink
        self.latency = latency
        self.allowsTransit = allowsTransit
    }
}

/// The capacity of a rack's uplink, the same in each direction.
public enum RackUplink: Sendable, Hashable {
    /// So many bytes per second.
    case bytesPerSecond(Double)
    /// The ports of a full rack add up to so many times the uplink.
    case oversubscription(Double)
}

/// A link between two sites, shared by everything that crosses it, in each direction separately.
public struct WideAreaLink: Sendable {
    /// Index of one site.
    public var first: Int
    /// Index of the other site.
    public var second: Int
    /// What of the nominal capacity transfers can use, bytes per second.
    public var bytesPerSecond: Double
    /// One-way delay.
    public var latency: SimulationDuration

    /// Makes a link between two sites.
    public init(first: Int, second: Int, bytesPerSecond: Double, latency: SimulationDuration) {
        self.first = first
        self.second = second
        self.bytesPerSecond = bytesPerSecond
        self.latency = latency
    }
}
