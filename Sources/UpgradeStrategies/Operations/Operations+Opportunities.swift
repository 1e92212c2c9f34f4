import ClusterModel
import UpgradeFaults

/// What operations say of themselves, so that what goes wrong in them can strike.
extension Operations {
    /// Nodes of one tier have been given the new software and its configuration; servers of a database also the rights of those who use it.
    func installed(_ nodes: [Int]) {
        guard let faults = run.faults, let first = nodes.first else { return }
        let (tier, universe) = (cluster.nodes[first].tier, cluster.nodes[first].universe)
        let classes: [OperationClass] =
            isSharded(tier) ? [.installPackage, .editConfiguration, .grantAccess] : [.installPackage, .editConfiguration]
        for operation in classes {
            faults.done(
                nodes.map { node in
                    let shard = cluster.nodes[node].shard
                    return Opportunity(operation, tier: tier, universe: universe, node: node, shard: shard >= 0 ? shard : nil)
                })
        }
    }

    /// The data of a shard is about to get its new form on a server.
    func changesSchema(on server: Int) {
        let node = cluster.nodes[server]
        run.faults?.done([Opportunity(.changeSchema, tier: node.tier, universe: node.universe, node: server, shard: node.shard)])
    }

    /// Writes to a shard, or all requests, are sent to others than before.
    func sent(tier: Int?, shard: Int? = nil) {
        run.faults?.done([Opportunity(.switchTraffic, tier: tier, universe: cluster.activeUniverse, shard: shard)])
    }
}
