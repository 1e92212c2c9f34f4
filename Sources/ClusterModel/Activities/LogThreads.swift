import ResourceSharing

/// What live writes leave of the threads that apply logs.
extension ActivityEngine {
    /// Gives conversions what is left of each replica's one thread: while W rows of live writes a second take c core-seconds each, v - W c of a
    /// core of speed v. Live writes come first, as requests do on processors.
    public func adaptLogThreads(_ service: FluidService) {
        for node in resources.hosts {
            guard let thread = resources.existing(.logThread, of: node) else { continue }
            let (tier, shard) = (cluster.nodes[node].tier, cluster.nodes[node].shard)
            let leads = cluster.nodes[node].isPrimary && cluster.isReachable(cluster.nodes[node])
            let follows = shard >= 0 && cluster.nodes[node].isFollowing && !leads
            let used = follows ? service.writeRate(tier: tier, shard: shard) * cluster.system.tiers[tier].applyCoreSecondsPerRow : 0
            clock.setCapacity(max(0, resources.nominalCapacity(.logThread, of: node) - used), of: thread)
        }
    }
}
