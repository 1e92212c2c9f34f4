import Requirements
public import SimulationKernel

/// Solving the flow equations.
extension FluidService {
    /// Solves for the state of the cluster now; everything up to `time` must have been settled.
    public func solve(at time: SimulationTime) {
        require(settledAt == time, "the service model is solved at \(time) but settled at \(settledAt)")
        cluster.markLags()
        let base = system.load.rate(at: time)
        let rest = findTiersAtRest(baseRate: base)
        refreshStations()
        trimBacklogs()
        if !iterate(baseRate: base, causes: .max, isActual: true) {
            // Other requests than before reach a tier that was thought to be at rest.
            wakeTiers()
            _ = iterate(baseRate: base, causes: .max, isActual: true)
        }
        for index in flows.indices {
            flows[index].offered = base * system.classes[index].ratio
            flows[index].served = success[index]
            // Of those refused some come again: just those by which the arrivals exceed what is offered.
            flows[index].lost = max(0, lost[index] - (arrivals[index] - flows[index].offered))
        }
        for index in flows.indices { flows[index].held = 0 }
        for step in steps where step.step.isWrite && !isAtRest[step.step.tier] {
            for slot in step.slot..<(step.slot + step.width) { flows[step.requestClass].held += heldRate[slot] }
        }
        sumGrowth()
        computeResponses()
        noteRest()
        attributeLosses(baseRate: base)
        noteAcceptedWrites()
        noteDamage()
        cluster.updateLagGrowth(except: zip(rest, isAtRest).map { $0 && $1 }) { writeRate(tier: $0, shard: $1) }
    }

    /// Brings up to date by how much the lags of servers grow that follow their shard's log.
    public func followLogs() {
        cluster.updateLagGrowth(except: system.tiers.map { _ in false }) { writeRate(tier: $0, shard: $1) }
    }

    /// One pass over all classes: adds up loads and, on the last pass, what became of the requests.
    ///
    /// - Parameter causes: Only these causes are at work.
    /// - Parameter isActual: Whether queues count; otherwise what overload cannot serve is lost at once, and no tier is at rest.
    /// - Returns: Whether the tiers at rest meet the same requests as before; if not, nothing is solved.
    func iterate(baseRate: Double, causes: UInt64, isActual: Bool) -> Bool {
        let universe = Int(cluster.activeUniverse.rawValue)
        let ranges = isActual ? liveStations : [activeStations]
        for station in ranges.joined() {
            capacity[station] = stations[station].capacity(under: causes)
            passed[station] = capacity[station] > 0 ? 1 : 0
            refused[station] = 1 - passed[station]
            (backlog[station], drain[station]) = (0, 0)
            passing[station] = Relaxation(passed[station])
            draining[station] = Relaxation(0)
        }
        if isActual { sumBacklogs() }
        let newShare = newShareOfReaders(under: causes)
        for index in arrivals.indices {
            arrivals[index] = baseRate * system.classes[index].ratio
            returning[index] = Relaxation(arrivals[index])
        }
        for round in 1...Self.maximumReturns {
            for _ in 0..<Self.maximumRounds {
                for station in ranges.joined() { load[station] = 0 }
                for index in system.classes.indices {
                    let isAsBefore = pass(
                        requestClass: index, universe: universe, rate: arrivals[index], newShare: newShare, causes: causes,
                        isActual: isActual)
                    if !isAsBefore { return false }
                }
                for station in ranges.joined() where stations[station].includesPrimary {
                    capacity[station] = capacityForReads(at: station, causes: causes)
                }
                if !updateFractions(ranges, isActual: isActual) { break }
            }
            if round == Self.maximumReturns || !updateArrivals(baseRate) { break }
            for station in ranges.joined() {
                passing[station] = Relaxation(passed[station])
                draining[station] = Relaxation(drain[station])
            }
        }
        return true
    }

    /// Adapts the arrivals to what is refused of them; whether they did not fit yet.
    ///
    /// With the fraction L that is refused, λ' = λ / (1 - q L) arrive: the refused who try again, the refused of these, and so on. Where L grows with
    /// λ' they come nearer to the solution by a factor of q or better each time; where it falls, as more wait before they could be refused, steps
    /// must not go past it.
    private func updateArrivals(_ baseRate: Double) -> Bool {
        guard system.retryProbability > 0 else { return false }
        var changed = false
        for index in arrivals.indices where arrivals[index] > 0 {
            let fraction = min(1, lost[index] / arrivals[index])
            let target = baseRate * system.classes[index].ratio / (1 - system.retryProbability * fraction)
            if returning[index].move(toward: target, slopes: -64...0) { changed = true }
            arrivals[index] = returning[index].value
        }
        return changed
    }

    /// One class on its way; whether the tiers at rest meet the same requests as before.
    private func pass(requestClass index: Int, universe: Int, rate: Double, newShare: Double, causes: UInt64, isActual: Bool) -> Bool {
        var flow = rate
        var (answered, gone) = (0.0, 0.0)
        for position in classStart[index]..<classStart[index + 1] {
            let step = steps[position]
            let base = stationBase[universe][step.step.tier]
            if !cutSteps.isEmpty, cutSteps[position] & causes != 0 {
                gone += flow
                flow = 0
            }
            var through = 0.0
            if step.width == 1 {
                through = visit(step, slot: step.slot, station: base, flow: flow, isActual: isActual)
                gone += flow * refused[base]
                if isImpaired[universe][step.step.tier] {
                    let failed = through * failing(at: base, step, causes: causes)
                    through -= failed
                    gone += failed
                }
            } else if isActual, isAtRest[step.step.tier] {
                guard flow == reached[position] else { return false }
                through = passedOn[position]
            } else {
                for (shard, description) in system.tiers[step.step.tier].shards.enumerated() {
                    let toShard = flow * description.shareOfLoad
                    let first = base + shard * StationRole.perShard
                    let slot = step.slot + shard * StationRole.perShard
                    if step.step.isWrite {
                        let outcome = write(
                            step, slot: slot + StationRole.primaryOffset, station: first + StationRole.primaryOffset, flow: toShard,
                            newShare: newShare, causes: causes, isActual: isActual)
                        through += outcome.through
                        gone += outcome.lost
                    } else {
                        for format in 0..<2 {
                            let part = toShard * shareOfReads(format: format, first: first, newShare: newShare, causes: causes)
                            var passes = visit(step, slot: slot + format, station: first + format, flow: part, isActual: isActual)
                            gone += part * refused[first + format]
                            if isImpaired[universe][step.step.tier] {
                                let failed = passes * failing(at: first + format, step, causes: causes)
                                passes -= failed
                                gone += failed
                            }
                            through += passes
                        }
                    }
                }
                if isActual { (reached[position], passedOn[position]) = (flow, through) }
            }
            var hit = step.step.hit * hitFactor(tier: step.step.cacheTier, universe: universe, causes: causes)
            if isImpaired[universe][step.step.tier] { hit *= 1 - missed(step, base: base, causes: causes) }
            answered += through * hit
            flow = through * (1 - hit)
        }
        success[index] = answered + flow
        lost[index] = gone
        return true
    }

    /// Requests that arrive at a station; what leaves it again.
    private func visit(_ step: FlowStep, slot: Int, station: Int, flow: Double, isActual: Bool) -> Double {
        load[station] += flow * step.work
        guard isActual else { return flow * passed[station] }
        arriving[slot] = flow
        let drained = waiting[slot] * drain[station]
        waitingRate[slot] = flow * (1 - passed[station] - refused[station]) - drained
        return flow * passed[station] + drained
    }

    /// Writes that arrive at a primary: refused or held while it is closed, lost if the format is not theirs.
    private func write(
        _ step: FlowStep, slot: Int, station: Int, flow: Double, newShare: Double, causes: UInt64, isActual: Bool
    ) -> (through: Double, lost: Double) {
        if stations[station].closedBy & causes != 0 {
            // What is held is not lost: without queues it counts as done.
            guard isActual else { return stations[station].holds ? (flow, 0) : (0, flow) }
            arriving[slot] = 0
            heldRate[slot] = stations[station].holds ? flow : 0
            // What was accepted before is still done.
            let drained = waiting[slot] * drain[station]
            waitingRate[slot] = -drained
            return (drained, stations[station].holds ? 0 : flow)
        }
        if isActual { heldRate[slot] = 0 }
        var accepted = flow
        if separates(causes), let primary = primaryFormat(of: station) { accepted *= primary == .new ? newShare : 1 - newShare }
        let through = visit(step, slot: slot, station: station, flow: accepted, isActual: isActual)
        let failed = stations[station].impairments.isEmpty ? 0 : through * failing(at: station, step, causes: causes)
        return (through - failed, flow - accepted + accepted * refused[station] + failed)
    }

    /// Whether readers need data of their own version, with only these causes at work.
    private func separates(_ causes: UInt64) -> Bool { cluster.formatSeparation.map { $0.bit & causes != 0 } ?? false }

    /// Fraction of a shard's reads that go to its servers of one format: by the version of the reader where formats are separated, else by
    /// capacity.
    private func shareOfReads(format: Int, first: Int, newShare: Double, causes: UInt64) -> Double {
        guard cluster.formatSeparation != nil else { return format == 0 ? 1 : 0 }
        if separates(causes) { return format == 1 ? newShare : 1 - newShare }
        let all = capacity[first] + capacity[first + 1]
        return all > 0 ? capacity[first + format] / all : (format == 0 ? 1 : 0)
    }

    private func primaryFormat(of station: Int) -> Version? {
        let (tier, shard) = (stations[station].tier, stations[station].shard)
        return cluster.primary(of: tier, shard: shard, in: cluster.activeUniverse).map { cluster.nodes[$0].format }
    }

    func hitFactor(tier: Int, universe: Int, causes: UInt64) -> Double {
        if let cause = cluster.coldCauses[universe][tier], cause.bit & causes == 0 { return 1 }
        return warmth[universe][tier]
    }

    private func newShareOfReaders(under causes: UInt64) -> Double {
        guard let reader = system.readerTier else { return 0 }
        return stations[stationBase[Int(cluster.activeUniverse.rawValue)][reader]].newShare(under: causes)
    }

    /// What readers of a shard can do when its primary, which has to serve the present load of writes, is one of them.
    func capacityForReads(at station: Int, causes: UInt64) -> Double {
        let primary = station + StationRole.primaryOffset - (stations[station].role == .newReaders ? 1 : 0)
        return max(0, stations[station].capacity(under: causes) - min(load[primary], capacity[primary]))
    }

    /// New fractions from the loads; whether any changed.
    private func updateFractions(_ ranges: [Range<Int>], isActual: Bool) -> Bool {
        var changed = false
        for station in ranges.joined() {
            let capacity = capacity[station]
            let pass = capacity <= 0 ? 0 : min(1, capacity / max(load[station], capacity))
            let emptying = backlog[station] > 0 ? max(0, capacity - load[station]) / backlog[station] : 0
            if passing[station].move(toward: pass, slopes: -64...0) { changed = true }
            if draining[station].move(toward: emptying, slopes: -1e6...0) { changed = true }
            passed[station] = passing[station].value
            let queues = isActual && capacity > 0 && !isFull[station] && system.tiers[stations[station].tier].queueLimit > .zero
            let refuse = queues ? 0 : 1 - passed[station]
            if abs(refuse - refused[station]) > 1e-12 { changed = true }
            refused[station] = refuse
            drain[station] = draining[station].value
        }
        return changed
    }

    /// The stations of the active universe, which lie side by side.
    var activeStations: Range<Int> {
        let half = stations.count / Universe.allCases.count
        let start = Int(cluster.activeUniverse.rawValue) * half
        return start..<(start + half)
    }

    private func noteAcceptedWrites() {
        for step in steps where step.step.isWrite && !isAtRest[step.step.tier] {
            for shard in acceptedWrites[step.requestClass][step.step.tier].indices {
                let offset = shard * StationRole.perShard + StationRole.primaryOffset
                let base = stationBase[Int(cluster.activeUniverse.rawValue)][step.step.tier]
                let drained = max(0, -waitingRate[step.slot + offset])
                let accepted = arriving[step.slot + offset] * passed[base + offset] + drained
                let failed = stations[base + offset].impairments.isEmpty ? 0 : failing(at: base + offset, step, causes: .max)
                acceptedWrites[step.requestClass][step.step.tier][shard] = accepted * (1 - failed)
            }
        }
    }
}
