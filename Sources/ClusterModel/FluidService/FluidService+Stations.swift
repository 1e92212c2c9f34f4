/// From nodes to stations.
extension FluidService {
    /// Brings the stations of the tiers that changed up to date.
    func refreshStations() {
        for universe in Universe.allCases {
            for tier in system.tiers.indices where cluster.touched[Int(universe.rawValue)][tier] {
                cluster.touched[Int(universe.rawValue)][tier] = false
                refresh(tier: tier, universe: universe)
                refreshImpairments(tier: tier, universe: universe)
                guard universe == cluster.activeUniverse else { continue }
                for shard in system.tiers[tier].shards.indices {
                    cluster.isClosedNow[tier][shard] = cluster.isClosed(tier: tier, shard: shard)
                }
                cluster.isMixedNow[tier] = cluster.isMixed(tier: tier)
                cluster.plannedOut[tier] = cluster.tally(tier, universe).plannedOut
            }
        }
    }

    private func refresh(tier: Int, universe: Universe) {
        warmth[Int(universe.rawValue)][tier] = cluster.tally(tier, universe).meanWarmth
        let base = stationBase[Int(universe.rawValue)][tier]
        let shards = system.tiers[tier].shards.count
        if shards > 0 { updatePrimaryReads(tier: tier, universe: universe) }
        for station in base..<(base + max(1, shards * StationRole.perShard)) { stations[station].reset() }
        let members = cluster.members[Int(universe.rawValue)][tier]
        guard shards > 0 else {
            if let first = members.first { stations[base].fill(cluster.tally(tier, universe), hardware: cluster.nodes[first].hardware) }
            return
        }
        for index in members {
            let node = cluster.nodes[index]
            switch node.state {
            case .provisioning, .booting, .released: continue
            default: break
            }
            let first = base + node.shard * StationRole.perShard
            if node.isPrimary {
                stations[first + StationRole.primaryOffset].add(node)
                if primaryReads(node) {
                    stations[first + readerOffset(node)].add(node)
                    stations[first + readerOffset(node)].includesPrimary = true
                }
            } else {
                stations[first + readerOffset(node)].add(node, lag: node.isBeyondLagLimit ? cluster.lagCause : nil)
            }
        }
        for shard in 0..<shards {
            let primary = base + shard * StationRole.perShard + StationRole.primaryOffset
            let closures = cluster.closures[tier][shard]
            stations[primary].closedBy = closures.reduce(0) { $0 | $1.cause.bit }
            stations[primary].holds = !closures.isEmpty && closures.allSatisfy(\.holds)
        }
    }
}

extension FluidService {
    /// Position among a shard's stations of those that answer reads of the data that a server holds.
    func readerOffset(_ node: Node) -> Int { cluster.formatSeparation != nil && node.format == .new ? 1 : 0 }

    /// Whether a primary answers reads at present.
    func primaryReads(_ node: Node) -> Bool { primaryReadsNow[Int(node.universe.rawValue)][node.tier][node.shard] }

    /// Looks up which primaries answer reads.
    private func updatePrimaryReads(tier: Int, universe: Universe) {
        let shards = system.tiers[tier].shards.indices
        var reads = shards.map { shard in
            switch system.tiers[tier].primaryReads {
            case .never: false
            case .always, .whenNeeded: true
            case .whileReadOnly: !cluster.closures[tier][shard].isEmpty
            }
        }
        if system.tiers[tier].primaryReads == .whenNeeded {
            let members = cluster.members[Int(universe.rawValue)][tier]
            var offsets = shards.map { _ in -1 }
            for index in members where cluster.nodes[index].isPrimary {
                offsets[cluster.nodes[index].shard] = readerOffset(cluster.nodes[index])
            }
            for index in members {
                let node = cluster.nodes[index]
                guard node.state == .inService, !node.isPrimary, !node.isBeyondLagLimit, readerOffset(node) == offsets[node.shard] else {
                    continue
                }
                reads[node.shard] = !cluster.closures[tier][node.shard].isEmpty
            }
        }
        primaryReadsNow[Int(universe.rawValue)][tier] = reads
    }
}
