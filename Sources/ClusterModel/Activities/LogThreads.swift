import ResourceSharing

/// What live writes leave of the threads that apply logs.
extension ActivityEngine {
    /// Gives conversions what is left of each replica's one thread: while W rows of live writes a second take c core-seconds each, v - W c of a
    /// core of speed v. Live writes come first, as requests do on processors.
    public func adaptLogThreads(_ service: FluidService) {
        for node in resources.hosts {
            guard let thread = resources.existing(.logThread, of: node) else { continue }
            let state = cluster.nodes[node]
            let leads = state.isPrimary && cluster.isReachable(state)
            let rows = state.shard >= 0 && state.isFollowing && !leads ? service.writeRate(tier: state.tier, shard: state.shard) : 0
            let used = rows * cluster.system.tiers[state.tier].applyCoreSecondsPerRow
            let capacity = max(0, resources.nominalCapacity(.logThread, of: node) - used)
            if sharing.capacity(of: thread) != capacity { sharing.setCapacity(capacity, of: thread) }
        }
    }
}
