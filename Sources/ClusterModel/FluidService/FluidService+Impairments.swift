import SimulationKernel

/// What faults do to requests.
///
/// At a station a request meets any of the nodes in service with the same chance, so that it suffers the mean of what they suffer. What fails has taken
/// its work and its capacity, and is lost; what is slow takes more work; what is spoiled counts as served. Each impairment belongs to one cause, so
/// that the loss is charged like any other: with the causes at work in order of onset, each owns what it adds.
struct StationImpairment {
    let cause: UInt64
    /// The only class that meets it; -1 for all.
    let requestClass: Int
    let severity: Severity
    /// Fraction of the station's nodes that suffer anything.
    let share: Double
}

extension FluidService {
    /// Takes in what is wrong with a tier.
    func refreshImpairments(tier: Int, universe: Universe) {
        let base = stationBase[Int(universe.rawValue)][tier]
        let range = base..<(base + max(1, system.tiers[tier].shards.count * StationRole.perShard))
        for station in range { stations[station].impairments.removeAll(keepingCapacity: true) }
        let present = cluster.impairments(of: tier, in: universe)
        isImpaired[Int(universe.rawValue)][tier] = !present.isEmpty
        guard !present.isEmpty else { return }
        let isMixed = cluster.tally(tier, universe).isMixed
        let members = cluster.nodes(of: tier, in: universe).filter { cluster.nodes[$0].state == .inService }
        for impairment in present {
            for station in range {
                let nodes = system.tiers[tier].isSharded ? members.filter { isAt(station, base, $0) } : members
                guard !nodes.isEmpty else { continue }
                var (severity, suffering) = (Severity.none, 0)
                for index in nodes {
                    let one = impairment.severity(of: index, cluster.nodes[index], isMixed: isMixed)
                    guard !one.isNone else { continue }
                    suffering += 1
                    severity.failedReads += one.failedReads
                    severity.failedWrites += one.failedWrites
                    severity.slowdown += one.slowdown
                    severity.corruption += one.corruption
                    severity.missedHits += one.missedHits
                }
                guard suffering > 0 else { continue }
                stations[station].impairments.append(
                    StationImpairment(
                        cause: impairment.cause.bit, requestClass: impairment.requestClass ?? -1,
                        severity: severity.scaled(by: 1 / Double(nodes.count)), share: Double(suffering) / Double(nodes.count)))
            }
        }
        for station in range { stations[station].speed /= 1 + stations[station].slowdown(under: .max) }
    }

    private func isAt(_ station: Int, _ base: Int, _ index: Int) -> Bool {
        let node = cluster.nodes[index]
        return (station - base) / StationRole.perShard == node.shard && serves(node, at: (station - base) % StationRole.perShard)
    }

    /// Fraction of the requests of a class served at a station that fail there.
    func failing(at station: Int, _ step: FlowStep, causes: UInt64) -> Double {
        var sound = 1.0
        let isWrite = system.tiers[step.step.tier].isSharded ? step.step.isWrite : system.classes[step.requestClass].writes
        for impairment in stations[station].impairments
        where impairment.cause & causes != 0 && (impairment.requestClass < 0 || impairment.requestClass == step.requestClass) {
            sound *= 1 - (isWrite ? impairment.severity.failedWrites : impairment.severity.failedReads)
        }
        return 1 - sound
    }

    /// Fraction of the hits of a step that nodes which suffer from a fault miss; of a tier with shards the mean over its stations.
    func missed(_ step: FlowStep, base: Int, causes: UInt64) -> Double {
        var (flow, missed) = (0.0, 0.0)
        for offset in 0..<step.width {
            let arrives = step.width == 1 ? 1 : arriving[step.slot + offset]
            var kept = 1.0
            for impairment in stations[base + offset].impairments
            where impairment.cause & causes != 0 && (impairment.requestClass < 0 || impairment.requestClass == step.requestClass) {
                kept *= 1 - impairment.severity.missedHits
            }
            flow += arrives
            missed += arrives * (1 - kept)
        }
        return flow > 0 ? missed / flow : 0
    }

    /// Whether requests meet nodes that suffer from a cause at present.
    public func isMet(_ cause: CauseID) -> Bool { damageRates.contains { $0.cause == cause && $0.requests > 0 } }

    /// Whether a cause makes rows wrong at present.
    public func damages(_ cause: CauseID) -> Bool { damageRates.contains { $0.cause == cause && $0.rows > 0 } }

    /// Whether a cause slows requests down at present.
    public func slows(_ cause: CauseID) -> Bool {
        activeStations.contains { station in
            load[station] > 0
                && stations[station].impairments.contains { $0.cause == cause.bit && $0.severity.slowdown + $0.severity.missedHits > 0 }
        }
    }

    /// Notes what is spoiled and who meets the faults, at the present rates.
    func noteDamage() {
        damageRates.removeAll(keepingCapacity: true)
        let universe = Int(cluster.activeUniverse.rawValue)
        guard isImpaired[universe].contains(true) else { return }
        for cause in cluster.causes.active {
            var rate = DamageRate(cause: cause)
            for requestClass in flows.indices { add(requestClass, universe, to: &rate) }
            if rate.rows > 0 || rate.requests > 0 { damageRates.append(rate) }
        }
    }

    /// Follows a class on its way: who meets a node that suffers for the first time, and what reaches the writes spoiled.
    private func add(_ requestClass: Int, _ universe: Int, to rate: inout DamageRate) {
        let range = classStart[requestClass]..<classStart[requestClass + 1]
        var (unspoiled, unmet) = (1.0, flows[requestClass].offered)
        for position in range {
            let step = steps[position]
            let tier = step.step.tier
            let base = stationBase[universe][tier]
            var (flow, passing, spoiled, met) = (0.0, 0.0, 0.0, 0.0)
            for offset in 0..<step.width where arriving[step.slot + offset] > 0 {
                let arrives = arriving[step.slot + offset]
                flow += arrives
                passing += arrives * passed[base + offset]
                for impairment in stations[base + offset].impairments
                where impairment.cause == rate.cause.bit && (impairment.requestClass < 0 || impairment.requestClass == requestClass) {
                    spoiled += arrives * impairment.severity.corruption
                    met += arrives * impairment.share
                }
            }
            if flow > 0 {
                unspoiled *= 1 - spoiled / flow
                rate.requests += unmet * met / flow
                unmet *= (1 - met / flow) * passing / flow
            }
            unmet *= 1 - step.step.hit * hitFactor(tier: step.step.cacheTier, universe: universe, causes: .max)
            // The rows of a request are counted once for each tier, as in `settle`.
            if step.step.isWrite, !steps[(position + 1)..<range.upperBound].contains(where: { $0.step.isWrite && $0.step.tier == tier }) {
                let accepted = acceptedWrites[requestClass][tier].reduce(0, +)
                rate.rows += accepted * rowsPerRequest[requestClass] * (1 - unspoiled)
            }
        }
    }
}

/// What one cause does each second that nobody sees in losses.
struct DamageRate {
    let cause: CauseID
    /// Rows written wrongly.
    var rows = 0.0
    /// Requests that meet a node which suffers from it, whatever becomes of them.
    var requests = 0.0

    init(cause: CauseID) { self.cause = cause }
}

extension Station {
    /// Work that requests take beyond what they should, as a fraction, with only these causes at work.
    func slowdown(under causes: UInt64) -> Double {
        impairments.reduce(0) { $1.cause & causes != 0 ? $0 + $1.severity.slowdown : $0 }
    }
}
