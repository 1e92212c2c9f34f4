public import ClusterModel

extension Cluster: SystemLayout {
    /// The shard of a node; negative for a tier without shards.
    public func shard(of node: Int) -> Int { nodes[node].shard }

    /// Nodes that are in service.
    public func servingNodes(of tier: Int, in universe: Universe) -> [Int] {
        nodes(of: tier, in: universe).filter { nodes[$0].state == .inService }
    }

    /// Whether a server's data has the new form.
    public func isConverted(_ node: Int) -> Bool { nodes[node].format == .new }

    /// Shares of the requests by shard of a tier.
    public func sharesOfLoad(of tier: Int) -> [Double] { system.tiers[tier].shards.map(\.shareOfLoad) }
}
