import SimulationKernel

/// How far replicas are behind.
///
/// Each replica applies its shard's writes with one thread, A rows a second. While it follows and W rows a second are written, its lag grows by
/// W - A rows a second and is never negative; in seconds it is rows over A. A server that does not follow (it is out, broken or being built)
/// remembers what it had applied. Reads avoid a replica beyond the lag limit until it has come back to half of it: without this distance a
/// replica at the limit, whose readers' writes keep it there, would leave and come back without end.
extension Cluster {
    /// Rows a second that a server applies of its shard's log; infinite where applying costs nothing.
    public func applyRate(of index: Int) -> Double {
        let cost = system.tiers[nodes[index].tier].applyCoreSecondsPerRow
        return cost > 0 ? nodes[index].hardware.coreSpeed / cost : .infinity
    }

    /// Lets a replica stop or go on applying its shard's writes; when it stops, what it has applied is remembered.
    public func setFollowing(_ follows: Bool, _ index: Int) {
        guard nodes[index].shard >= 0, nodes[index].isFollowing != follows else { return }
        if follows {
            let lag = lagRows(of: index)
            nodes[index].isFollowing = true
            setLag(applyRate(of: index).isFinite ? lag : 0, of: index)
        } else {
            nodes[index].appliedRows = writtenRows[nodes[index].tier][nodes[index].shard] - nodes[index].lagRows
            setLag(0, of: index)
            nodes[index].isFollowing = false
        }
        touch(index)
    }

    /// Rows that a server has still to apply.
    public func lagRows(of index: Int) -> Double {
        let node = nodes[index]
        guard node.shard >= 0 else { return 0 }
        return node.isFollowing ? node.lagRows : max(0, writtenRows[node.tier][node.shard] - node.appliedRows)
    }

    /// Counts the rows that requests write to each shard of a tier at constant rates, requests per second by shard.
    func write(_ requests: [Double], rowsPerRequest: Double, seconds: Double, tier: Int) {
        Self.add(requests, rowsPerRequest, seconds, to: &writtenRows[tier])
    }

    private static func add(_ requests: [Double], _ rowsPerRequest: Double, _ seconds: Double, to rows: inout [Double]) {
        for shard in requests.indices { rows[shard] += requests[shard] * rowsPerRequest * seconds }
    }

    /// Notes rows that are written to a shard at one instant.
    func write(rows: Double, tier: Int, shard: Int) {
        writtenRows[tier][shard] += rows
        for universe in Universe.allCases where universe == .original || !isShared[tier] {
            for index in nodes(of: tier, shard: shard, in: universe) where nodes[index].isFollowing && applyRate(of: index).isFinite {
                if nodes[index].isPrimary, isReachable(nodes[index]) { continue }
                setLag(nodes[index].lagRows + rows, of: index)
                touch(index)
            }
        }
    }

    /// Notes that a server that does not follow has applied this many rows of its lag.
    public func apply(rows: Double, on index: Int) { nodes[index].appliedRows += rows }

    /// Says that a server holds everything written up to now but for some rows, as after a copy.
    public func markUpToDate(_ index: Int, butFor rows: Double = 0) {
        guard nodes[index].shard >= 0 else { return }
        nodes[index].appliedRows = writtenRows[nodes[index].tier][nodes[index].shard] - rows
        setLag(nodes[index].isFollowing ? rows : 0, of: index)
    }

    func setLag(_ rows: Double, of index: Int) {
        nodes[index].lagRows = rows
        if rows == 0, nodes[index].conversionLagSeconds == 0 {
            setBeyondLagLimit(false, index)
        } else if rows != 0, !lagging.contains(index) {
            lagging.append(index)
        }
    }

    func setBeyondLagLimit(_ isBeyond: Bool, _ index: Int) {
        guard nodes[index].isBeyondLagLimit != isBeyond else { return }
        nodes[index].isBeyondLagLimit = isBeyond
        if isBeyond { causes.use(causeOfLag()) } else { causes.release(causeOfLag()) }
        touch(index)
    }

    /// A limit under a second is one second, so that leaving and coming back lie apart.
    func lagLimitSeconds(of index: Int) -> Double { max(1, system.tiers[nodes[index].tier].lagLimit.seconds) }

    private func lagLimitRows(of index: Int) -> Double { applyRate(of: index) * lagLimitSeconds(of: index) }

    /// Rows of live writes, and what a conversion has brought in as many of them as take the same time.
    private func lagRowsForReaders(of index: Int) -> Double {
        let node = nodes[index]
        return node.conversionLagSeconds > 0 ? node.lagRows + applyRate(of: index) * node.conversionLagSeconds : node.lagRows
    }

    /// Moves the lags forward at their present growth.
    func settleLags(seconds: Double) {
        for index in lagging where nodes[index].isFollowing {
            let before = nodes[index].lagRows
            nodes[index].lagRows = max(0, before + nodes[index].lagGrowth * seconds)
            guard nodes[index].state == .inService, isReachable(nodes[index]) else { continue }
            longestLagSeconds = max(
                longestLagSeconds, max(before, nodes[index].lagRows) / applyRate(of: index) + nodes[index].conversionLagSeconds)
        }
    }

    /// Notes which replicas have gone beyond the lag limit, or come back.
    func markLags() {
        for index in lagging {
            let (lag, limit) = (lagRowsForReaders(of: index), lagLimitRows(of: index))
            if nodes[index].isBeyondLagLimit {
                if lag <= 0.5 * limit * (1 + 1e-9) { setBeyondLagLimit(false, index) }
            } else if nodes[index].isFollowing, isReachable(nodes[index]), lag > 0, lag >= limit * (1 - 1e-9) {
                setBeyondLagLimit(true, index)
            }
        }
    }

    /// Takes in the rates of writes: rows a second by tier and shard.
    ///
    /// - Parameter unchanged: Tiers whose servers follow, and whose rates are, as before.
    func updateLagGrowth(except unchanged: [Bool], _ writeRate: (Int, Int) -> Double) {
        lagging.removeAll { !unchanged[nodes[$0].tier] }
        for (tier, description) in system.tiers.enumerated()
        where !unchanged[tier] && description.isSharded && description.applyCoreSecondsPerRow > 0 {
            let rates = description.shards.indices.map { writeRate(tier, $0) }
            // A tier that both universes use has no servers of its own in the second.
            for universe in Universe.allCases where universe == .original || !isShared[tier] {
                for index in members[Int(universe.rawValue)][tier] where nodes[index].isFollowing {
                    // Who leads takes the writes; who will lead in the other universe follows like a replica.
                    if nodes[index].isPrimary, isReachable(nodes[index]) { continue }
                    nodes[index].lagGrowth = rates[nodes[index].shard] - applyRate(of: index)
                    if nodes[index].lagGrowth > 0 || nodes[index].lagRows > 0 { lagging.append(index) }
                }
            }
        }
    }

    /// Seconds until the first replica goes beyond the lag limit or comes back; infinite if none does.
    func secondsToLagMark() -> Double {
        var earliest = Double.infinity
        for index in lagging {
            let (lag, growth, limit) = (lagRowsForReaders(of: index), nodes[index].lagGrowth, lagLimitRows(of: index))
            if nodes[index].isBeyondLagLimit {
                if growth < 0 { earliest = min(earliest, max(0, lag - 0.5 * limit) / -growth) }
            } else if growth > 0, isReachable(nodes[index]) {
                earliest = min(earliest, max(0, limit - lag) / growth)
            }
        }
        return earliest
    }
}
