import Requirements
public import SimulationKernel

/// Queues of overloaded stations and of writes to closed shards.
extension FluidService {
    /// Moves the sums forward to `time` at the present rates.
    public func settle(to time: SimulationTime) {
        require(time >= settledAt, "the service model cannot go back from \(settledAt) to \(time)")
        guard time > settledAt else { return }
        let seconds = (time - settledAt).seconds
        Self.add(waitingRate, seconds, to: &waiting)
        Self.add(heldRate, seconds, to: &held)
        for index in flows.indices {
            let flow = flows[index]
            measures.add(flow, toClass: index, seconds: seconds, objective: system.classes[index].objective.seconds)
            for tier in system.tiers.indices where !acceptedWrites[index][tier].isEmpty {
                cluster.write(acceptedWrites[index][tier], rowsPerRequest: rowsPerRequest[index], seconds: seconds, tier: tier)
            }
        }
        for rate in damageRates {
            damage[rate.cause, default: FaultDamage()].rows += rate.rows * seconds
            damage[rate.cause, default: FaultDamage()].requests += rate.requests * seconds
        }
        cluster.settleLags(seconds: seconds)
        measures.addWhole(cluster, flows: flows, classes: system.classes, seconds: seconds)
        for index in flows.indices { flows[index].responseSeconds += flows[index].responseSlope * seconds }
        settledAt = time
    }

    /// Adds what a number of requests grows by; rounding leaves none below zero.
    private static func add(_ rates: [Double], _ seconds: Double, to requests: inout [Double]) {
        for slot in requests.indices { requests[slot] = max(0, requests[slot] + rates[slot] * seconds) }
    }

    /// The next instant at which, at the present rates, a queue is full or empty or a replica passes its lag limit.
    public func nextChange(after time: SimulationTime) -> SimulationTime? {
        var earliest = cluster.secondsToLagMark()
        for step in steps where !isAtRest[step.step.tier] {
            for slot in step.slot..<(step.slot + step.width) where waitingRate[slot] < 0 {
                earliest = min(earliest, waiting[slot] / -waitingRate[slot])
            }
        }
        for station in liveStations.joined() where growth[station] > 0 && !isFull[station] {
            let limit = system.tiers[stations[station].tier].queueLimit.seconds * capacity[station]
            if limit > 0 { earliest = min(earliest, max(0, limit - backlog[station]) / growth[station]) }
        }
        // What lies beyond the clock's range never comes.
        guard earliest < (SimulationTime.distantFuture - time).seconds - 1 else { return nil }
        return time + max(.nanoseconds(1), .seconds(roundingUp: earliest))
    }

    /// Work by which the queue of each station grows, core-seconds per second.
    func sumGrowth() {
        for station in liveStations.joined() { growth[station] = 0 }
        for step in steps where !isAtRest[step.step.tier] {
            let base = stationBase[Int(cluster.activeUniverse.rawValue)][step.step.tier]
            for offset in 0..<step.width { growth[base + offset] += waitingRate[step.slot + offset] * step.work }
        }
    }

    /// Work that waits at each station, core-seconds.
    func sumBacklogs() {
        for step in steps where !isAtRest[step.step.tier] {
            let base = stationBase[Int(cluster.activeUniverse.rawValue)][step.step.tier]
            for offset in 0..<step.width where waiting[step.slot + offset] > 0 {
                backlog[base + offset] += waiting[step.slot + offset] * step.work
            }
        }
    }

    /// Ends queues that are empty but for rounding, marks those that are full, and drops what no longer fits after capacity was lost.
    func trimBacklogs() {
        for station in liveStations.joined() {
            capacity[station] = stations[station].capacity(under: .max)
            backlog[station] = 0
        }
        for station in liveStations.joined() where stations[station].includesPrimary {
            capacity[station] = capacityForReads(at: station, causes: .max)
        }
        sumBacklogs()
        for station in liveStations.joined() {
            let limit = system.tiers[stations[station].tier].queueLimit.seconds * capacity[station]
            isFull[station] = backlog[station] >= limit * (1 - 1e-9)
            if backlog[station] > limit * (1 + 1e-9) {
                scaleWaiting(at: station, by: limit / backlog[station], countingLoss: true)
            } else if backlog[station] > 0, backlog[station] < 1e-9 * max(1, capacity[station]) {
                scaleWaiting(at: station, by: 0, countingLoss: false)
            }
        }
    }

    private func scaleWaiting(at station: Int, by factor: Double, countingLoss: Bool) {
        let base = stationBase[Int(cluster.activeUniverse.rawValue)][stations[station].tier]
        for step in steps where step.step.tier == stations[station].tier {
            let slot = step.slot + station - base
            let gone = waiting[slot] * (1 - factor)
            waiting[slot] -= gone
            if countingLoss {
                measures.lose(gone, ofClass: step.requestClass, to: lastActiveCause(), in: cluster.causes)
            } else {
                measures.classes[step.requestClass].served += gone
            }
        }
    }

    func lastActiveCause() -> CauseID { cluster.causes.active.last ?? CauseTable.baseline }

    /// Ends the wait of writes held at a shard: they are answered late.
    public func releaseHeldWrites(tier: Int, shard: Int) {
        for step in steps where step.step.isWrite && step.step.tier == tier {
            let slot = step.slot + shard * StationRole.perShard + StationRole.primaryOffset
            measures.serveLate(held[slot], ofClass: step.requestClass)
            cluster.write(rows: held[slot] * rowsPerRequest[step.requestClass], tier: tier, shard: shard)
            held[slot] = 0
        }
    }

    /// Requests in service on a node when it crashes: they were counted as served and fail instead. Those in the queue of an overloaded station
    /// wait for any of its nodes.
    public func failInFlight(on index: Int, cause: CauseID) {
        let node = cluster.nodes[index]
        guard cluster.isReachable(node), node.state == .inService else { return }
        let base = stationBase[Int(cluster.activeUniverse.rawValue)][node.tier]
        let first = node.shard >= 0 ? base + node.shard * StationRole.perShard : base
        for station in first..<(first + (node.shard >= 0 ? StationRole.perShard : 1)) where capacity[station] > 0 {
            if node.shard >= 0, !serves(node, at: station - first) { continue }
            let share = min(1, node.capacity / capacity[station])
            let queues = backlog[station] > 0 || load[station] >= capacity[station]
            for step in steps where step.step.tier == node.tier {
                let seconds = queues ? step.work / stations[station].speed : time(step, station: station)
                let inFlight = arriving[step.slot + station - base] * passed[station] * seconds * share
                let isSlow = flows[step.requestClass].responseSeconds > system.classes[step.requestClass].objective.seconds
                measures.fail(inFlight, ofClass: step.requestClass, wereSlow: isSlow, to: cause, in: cluster.causes)
            }
        }
    }

    /// Whether a server of a shard belongs to the station with this position among the shard's.
    func serves(_ node: Node, at position: Int) -> Bool {
        if position == StationRole.primaryOffset { return node.isPrimary }
        let readsAt = cluster.formatSeparation != nil && node.format == .new ? 1 : 0
        return position == readsAt && (node.isPrimary ? primaryReads(node) : !node.isBeyondLagLimit)
    }
}
