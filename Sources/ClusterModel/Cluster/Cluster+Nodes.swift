import Requirements

/// Changes to nodes.
extension Cluster {
    /// Names a cause of loss.
    public func cause(_ label: String, _ kind: CauseKind) -> CauseID { causes.cause(label, kind) }

    /// Takes nodes out of rotation for a planned step, in the given state.
    public func takeOut(_ indices: some Sequence<Int>, for cause: CauseID, state: NodeState = .draining) {
        for index in indices {
            setPlannedCause(cause, of: index)
            if nodes[index].state != .failed { nodes[index].state = state }
            touch(index)
        }
    }

    /// Changes the state of nodes that are out of rotation.
    public func setState(_ state: NodeState, of indices: some Sequence<Int>) {
        for index in indices where nodes[index].state != .failed {
            nodes[index].state = state
            touch(index)
        }
    }

    /// Puts nodes back into rotation; a node that has failed stays out until it is repaired.
    public func returnToService(_ indices: some Sequence<Int>) {
        for index in indices {
            setPlannedCause(nil, of: index)
            if nodes[index].faultCause == nil { nodes[index].state = .inService }
            touch(index)
        }
        onReturn?()
    }

    /// Marks a node as broken.
    public func fail(_ index: Int, cause: CauseID) {
        require(nodes[index].faultCause == nil, "node \(index) fails while it has failed already")
        causes.use(cause)
        nodes[index].faultCause = cause
        nodes[index].state = .failed
        setFollowing(false, index)
        touch(index)
    }

    /// Marks a node as repaired; it is in service again unless a planned step keeps it out. Its cache is cold if a restart loses it.
    public func repair(_ index: Int) {
        guard let cause = nodes[index].faultCause else { return }
        causes.release(cause)
        nodes[index].faultCause = nil
        nodes[index].state = nodes[index].plannedCause == nil ? .inService : .stopped
        touch(index)
        onReturn?()
    }

    /// Says that a node is no longer ours.
    public func release(_ index: Int) {
        setPlannedCause(nil, of: index)
        dropFaults(of: index)
        setFollowing(false, index)
        nodes[index].state = .released
        touch(index)
    }

    /// Gives the node other software.
    public func setVersion(_ version: Version, of indices: some Sequence<Int>) {
        for index in indices {
            nodes[index].version = version
            touch(index)
        }
    }

    /// Says in which format the node holds its data.
    public func setFormat(_ format: Version, of indices: some Sequence<Int>) {
        for index in indices {
            nodes[index].format = format
            touch(index)
        }
    }

    /// Sets how good the caches of nodes of one tier are; `cause` is charged with what cold caches lose.
    public func setWarmth(_ warmth: Double, of indices: [Int], cause: CauseID) {
        guard let first = indices.first else { return }
        for index in indices {
            nodes[index].warmth = warmth
            recount(index)
        }
        let tier = nodes[first].tier
        for universe in Universe.allCases where universe == nodes[first].universe || isShared[tier] {
            let old = coldCauses[Int(universe.rawValue)][tier]
            let new = tally(tier, universe).cold > 0 ? (warmth < 1 ? cause : old ?? cause) : nil
            coldCauses[Int(universe.rawValue)][tier] = new
            if let new { causes.use(new) }
            if let old { causes.release(old) }
        }
        touch(first)
    }

    /// Makes a server the primary of its shard; the former primary becomes a replica.
    public func promote(_ index: Int) {
        let node = nodes[index]
        for other in nodes(of: node.tier, shard: node.shard, in: node.universe) { nodes[other].isPrimary = other == index }
        setLag(0, of: index)
        touch(index)
    }

    private func setPlannedCause(_ cause: CauseID?, of index: Int) {
        if let old = nodes[index].plannedCause { causes.release(old) }
        nodes[index].plannedCause = cause
        if let cause { causes.use(cause) }
    }
}

/// Changes to shards and to the whole.
extension Cluster {
    /// Stops writes to a shard.
    ///
    /// - Returns: The number of the closure.
    @discardableResult
    public func closeWrites(tier: Int, shard: Int, cause: CauseID, hold: Bool) -> Int {
        causes.use(cause)
        closureCount += 1
        closures[tier][shard].append(ShardClosure(cause: cause, holds: hold, number: closureCount))
        touch(tier: tier, universe: activeUniverse)
        return closureCount
    }

    /// Lets writes to a shard go on as far as this cause is concerned.
    public func openWrites(tier: Int, shard: Int, cause: CauseID) {
        guard let index = closures[tier][shard].firstIndex(where: { $0.cause == cause }) else { return }
        closures[tier][shard].remove(at: index)
        causes.release(cause)
        touch(tier: tier, universe: activeUniverse)
    }

    /// Writes that wait at a shard have waited as long as they may.
    ///
    /// From now on as many are refused a second as arrive. First come, first refused: those that are held when the shard opens are then the
    /// latest ones, and none has waited longer than it may.
    ///
    /// - Parameter number: The closure that ends holding; all of them if nil.
    public func endHolding(tier: Int, shard: Int, closure number: Int? = nil) {
        for index in closures[tier][shard].indices where number == nil || closures[tier][shard][index].number == number {
            closures[tier][shard][index].holds = false
        }
        touch(tier: tier, universe: activeUniverse)
    }

    /// Whether a shard is closed for this cause.
    public func isClosed(tier: Int, shard: Int, by cause: CauseID) -> Bool { closures[tier][shard].contains { $0.cause == cause } }

    /// Whether a shard takes no writes.
    public func isClosed(tier: Int, shard: Int) -> Bool { !closures[tier][shard].isEmpty }

    /// Says that from now on readers need data of their own version, and why; nil ends it. Where no tier reads the data nothing is separated.
    public func separateFormats(_ cause: CauseID?) {
        guard system.readerTier != nil else { return }
        if let old = formatSeparation { causes.release(old) }
        formatSeparation = cause
        if let cause { causes.use(cause) }
        for tier in system.tiers.indices { touch(tier: tier, universe: activeUniverse) }
    }

    /// Sends users to the other universe, at one instant.
    public func switchTraffic(to universe: Universe) {
        activeUniverse = universe
        for tier in system.tiers.indices { touch(tier: tier, universe: universe) }
    }

    /// Whether two versions of a tier answer users at the same time.
    public func isMixed(tier: Int) -> Bool { tally(tier, activeUniverse).isMixed }
}
