import ClusterModel
import TestTools
import UpgradeFaults

/// A system of a few tiers, each in both universes.
struct SmallLayout: SystemLayout {
    /// Nodes of each tier in the original universe; those of the second have numbers from 1000 on.
    var nodes: [[Int]]
    /// Shares of the load by shard; empty without shards.
    var shares: [[Double]]
    /// Servers that hold the old form of the data.
    var unconverted: Set<Int> = []
    /// Nodes that are there and answer nothing.
    var resting: Set<Int> = []

    init(nodeCounts: [Int], shares: [[Double]]) {
        var next = 0
        nodes = nodeCounts.map { count in
            defer { next += count }
            return Array(next..<(next + count))
        }
        self.shares = shares
    }

    func nodes(of tier: Int, in universe: Universe) -> [Int] { universe == .original ? nodes[tier] : nodes[tier].map { $0 + 1000 } }

    func shard(of node: Int) -> Int {
        guard let tier = nodes.firstIndex(where: { $0.contains(node % 1000) }), !shares[tier].isEmpty else { return -1 }
        return (node % 1000 - nodes[tier][0]) % shares[tier].count
    }

    func servingNodes(of tier: Int, in universe: Universe) -> [Int] { nodes(of: tier, in: universe).filter { !resting.contains($0) } }

    func isConverted(_ node: Int) -> Bool { !unconverted.contains(node) }

    func sharesOfLoad(of tier: Int) -> [Double] { shares[tier] }

    /// One to three tiers of up to three nodes; some are sharded, with a server for each shard at least.
    static func random(_ draws: inout DrawSource) -> SmallLayout {
        let counts = (0..<draws.whole(1...3)).map { _ in draws.whole(1...3) }
        let shares = counts.map { count -> [Double] in
            guard draws.chance(0.4) else { return [] }
            let weights = (0..<draws.whole(1...count)).map { _ in 0.1 + draws.unit() }
            return weights.map { $0 / weights.reduce(0, +) }
        }
        return SmallLayout(nodeCounts: counts, shares: shares)
    }
}
