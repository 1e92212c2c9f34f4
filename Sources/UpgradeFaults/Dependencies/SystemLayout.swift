public import ClusterModel

/// What propagation has to know of a system.
public protocol SystemLayout {
    /// The nodes of a tier in a universe that are there.
    func nodes(of tier: Int, in universe: Universe) -> [Int]
    /// The shard of a node; negative for a tier without shards.
    func shard(of node: Int) -> Int
    /// Shares of the requests by shard of a tier; empty without shards.
    func sharesOfLoad(of tier: Int) -> [Double]
    /// The nodes of a tier in a universe that answer requests now; those that are there unless told otherwise.
    func servingNodes(of tier: Int, in universe: Universe) -> [Int]
    /// Whether a server holds its shard's data in the new form: nobody meets what is wrong with the new form elsewhere. True unless told otherwise.
    func isConverted(_ node: Int) -> Bool
}

extension SystemLayout {
    /// Those that are there.
    public func servingNodes(of tier: Int, in universe: Universe) -> [Int] { nodes(of: tier, in: universe) }
    /// All are.
    public func isConverted(_ node: Int) -> Bool { true }
}
