public import ResourceSharing

/// Limits that an operator sets to what transfers and conversions move, beside what the machines could: of each node, and of each tier.
///
/// A limit is a resource of the sharing system like a disk or a link. It counts bytes that are read from the node's disks and bytes that are
/// written to them, together: a disk is one device that requests share with the job, and reads and writes both keep it from them. So a
/// conversion in place that reads one byte and writes w uses 1 + w of its node's limit, and a copy uses 1 of the source's and 1 of the target's.
/// What crosses the network counts at both ends and not again on the way. The tiers of two universes are different machines, with a limit each;
/// a tier that both use has one.
///
/// A resource is made when the first activity asks for it; without limits there are none.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class ThrottleResources: @unchecked Sendable {
    /// Bytes per second of each node; infinite for no limit.
    public let nodeBytesPerSecond: Double
    /// Bytes per second of each tier; infinite for no limit.
    public let tierBytesPerSecond: Double

    private let engine: ActivityEngine

    /// Makes limits for the activities of an engine.
    public init(_ engine: ActivityEngine, nodeBytesPerSecond: Double = .infinity, tierBytesPerSecond: Double = .infinity) {
        self.engine = engine
        self.nodeBytesPerSecond = nodeBytesPerSecond
        self.tierBytesPerSecond = tierBytesPerSecond
    }

    /// What a unit of work that reads or writes so many bytes on a node uses of the limits; nothing where there is none.
    public func uses(of node: Int, bytesPerUnit: Double) -> [ResourceUse] {
        var uses: [ResourceUse] = []
        if nodeBytesPerSecond.isFinite { uses.append(ResourceUse(limit(ofNode: node), amountPerUnit: bytesPerUnit)) }
        if tierBytesPerSecond.isFinite { uses.append(ResourceUse(limit(ofTierOf: node), amountPerUnit: bytesPerUnit)) }
        return uses
    }

    private func limit(ofNode node: Int) -> ResourceID {
        engine.resources.resource(.nodeLimit(node), capacity: nodeBytesPerSecond)
    }

    private func limit(ofTierOf node: Int) -> ResourceID {
        let (tier, universe) = (engine.cluster.nodes[node].tier, engine.cluster.nodes[node].universe)
        return engine.resources.resource(
            .tierLimit(tier, engine.cluster.isShared[tier] ? .original : universe), capacity: tierBytesPerSecond)
    }
}
