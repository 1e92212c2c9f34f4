import SimulationKernel

/// How long requests take.
///
/// At a station that keeps up, a visit takes its demand d and waits according to ``QueueingFormulae``; the formulae grow beyond all bounds near
/// saturation, so what a request waits in one step is bounded by the tier's queue limit. At a station that does not keep up, a queue of B
/// core-seconds fills or empties at the rate B' in front of the capacity C: a request waits B / C, once for all its visits in the step, and
/// this wait changes by B' / C a second. Its mean over a time in which the queue fills and empties again is what Little's law says, as the
/// integral of B is the sum of all waits. At an excess e of the load over the capacity chance alone lets d / (c e) more wait than the drift does
/// (the mean of a reflected Brownian motion with a drift away from its barrier), bounded by the limit as well, so that nothing jumps where the
/// load meets the capacity.
extension FluidService {
    /// Waits at each station, and from them the mean response of each class.
    func computeResponses() {
        for station in liveStations.joined() { computeWait(at: station) }
        for position in steps.indices where !isAtRest[steps[position].step.tier] { computeTimes(position) }
        for index in flows.indices { computeResponse(of: index) }
    }

    private func computeWait(at station: Int) {
        (stretch[station], wait[station], queueWait[station], queueSlope[station]) = (0, 0, 0, 0)
        let capacity = capacity[station]
        utilisation[station] = capacity > 0 ? min(1, load[station] / capacity) : 0
        guard capacity > 0 else { return }
        if backlog[station] > 0 || load[station] >= capacity {
            utilisation[station] = 1
            return computeQueueWait(at: station, capacity: capacity)
        }
        let felt = min(1, utilisation[station] + interference * backgroundShare[station])
        let factor = min(1e9, QueueingFormulae.waitingFactor(servers: stations[station].servers, utilisation: felt))
        switch system.tiers[stations[station].tier].discipline {
        case .processorSharing: stretch[station] = factor
        case .firstComeFirstServed: wait[station] = factor * meanService(station)
        }
    }

    private func computeQueueWait(at station: Int, capacity: Double) {
        let limit = system.tiers[stations[station].tier].queueLimit.seconds
        guard limit > 0, !isFull[station] || load[station] < capacity else {
            queueWait[station] = limit
            return
        }
        // Of the chance part as much is left as there is room in the queue.
        var chance = 0.0
        if load[station] >= capacity {
            let excess = load[station] / capacity - 1
            chance = min(limit, excess > 0 ? meanService(station) / (Double(stations[station].servers) * excess) : limit)
        }
        queueWait[station] = backlog[station] / capacity * (1 - chance / limit) + chance
        queueSlope[station] = growth[station] / capacity * (1 - chance / limit)
    }

    /// Mean time of a visit at a station that meets nobody else, seconds.
    private func meanService(_ station: Int) -> Double {
        var (work, visits) = (0.0, 0.0)
        let base = stationBase[Int(cluster.activeUniverse.rawValue)][stations[station].tier]
        for step in steps where step.step.tier == stations[station].tier {
            let flow = arriving[step.slot + station - base]
            work += flow * step.work
            visits += flow * step.step.visits
        }
        return visits > 0 ? work / visits / stations[station].speed : 0
    }

    /// What all requests of a step together spend in it, and by how much this grows, each second.
    private func computeTimes(_ position: Int) {
        let step = steps[position]
        let base = stationBase[Int(cluster.activeUniverse.rawValue)][step.step.tier]
        var (sum, slope) = (0.0, 0.0)
        for offset in 0..<step.width {
            // Those that leave the step now.
            let flow = arriving[step.slot + offset] * (1 - refused[base + offset]) - waitingRate[step.slot + offset]
            guard flow > 0 else { continue }
            sum += flow * time(step, station: base + offset)
            slope += flow * queueSlope[base + offset]
        }
        timesOfSteps[position] = (sum, slope)
    }

    private func computeResponse(of index: Int) {
        var (sum, slope) = (0.0, 0.0)
        for times in timesOfSteps[classStart[index]..<classStart[index + 1]] {
            sum += times.sum
            slope += times.slope
        }
        flows[index].responseSeconds = success[index] > 0 ? sum / success[index] : 0
        flows[index].responseSlope = success[index] > 0 ? slope / success[index] : 0
    }

    /// Mean time that a request spends at a station in one step, seconds.
    func time(_ step: FlowStep, station: Int) -> Double {
        let demand = step.step.demandCoreSeconds / stations[station].speed
        let waits = step.step.visits * (demand * stretch[station] + wait[station])
        return step.step.visits * demand + min(waits, system.tiers[step.step.tier].queueLimit.seconds) + queueWait[station]
    }

    /// Takes in which share of each node's processor background work uses at present; requests feel a part of it (``interference``).
    ///
    /// - Returns: Whether response times may have changed.
    public func feelBackground(_ shareOfNode: (Int) -> Double) -> Bool {
        guard interference > 0 else { return false }
        var isFelt = false
        let universe = cluster.activeUniverse
        for tier in system.tiers.indices {
            let base = stationBase[Int(universe.rawValue)][tier]
            for station in base..<(base + max(1, system.tiers[tier].shards.count * StationRole.perShard)) {
                if backgroundShare[station] > 0 { isFelt = true }
                backgroundShare[station] = 0
            }
            for index in cluster.nodes(of: tier, in: universe) where cluster.nodes[index].state == .inService {
                let share = shareOfNode(index)
                guard share > 0 else { continue }
                isFelt = true
                addBackground(share, of: cluster.nodes[index], base: base)
            }
        }
        guard isFelt else { return false }
        for station in activeStations { backlog[station] = 0 }
        sumBacklogs()
        computeResponses()
        return true
    }

    /// A station feels the mean of its nodes, weighted by capacity.
    private func addBackground(_ share: Double, of node: Node, base: Int) {
        let first = base + max(0, node.shard) * StationRole.perShard
        for position in 0..<(node.shard >= 0 ? StationRole.perShard : 1) where capacity[first + position] > 0 {
            if node.shard >= 0, !serves(node, at: position) { continue }
            backgroundShare[first + position] += share * node.capacity / capacity[first + position]
        }
    }
}
