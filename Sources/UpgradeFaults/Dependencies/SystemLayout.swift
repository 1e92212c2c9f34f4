public import ClusterModel

/// What propagation has to know of a system.
public protocol SystemLayout {
    /// The nodes of a tier in a universe that are there.
    func nodes(of tier: Int, in universe: Universe) -> [Int]
    /// The shard of a node; negative for a tier without shards.
    func shard(of node: Int) -> Int
    /// Shares of the requests by shard of a tier; empty without shards.
    func sharesOfLoad(of tier: Int) -> [Double]
}
