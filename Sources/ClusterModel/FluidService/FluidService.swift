public import SimulationKernel

/// What the state of the cluster means for requests: who is served, who waits, who is refused and why.
///
/// # The model
///
/// Between events all rates are constant. Station i has capacity C_i (core-seconds per second of its members in service). Class c arrives at
/// rate λ_c and takes its steps in order. With r the flow that reaches a step, v its visits and d the demand per visit:
///
///     L_i   = sum over steps at i of r v d                          load
///     s_i   = min(1, C_i / L_i)                                     fraction that passes
///     r'    = r s_i (1 - h w)                                       flow to the next step; r s_i h w is answered here
///
/// where h is the hit ratio and w the warmth of the tier that keeps the cache. As an overloaded station passes less on, later loads depend on
/// earlier fractions: the equations are iterated from s = 1, with steps that do not oscillate where a path visits a tier repeatedly
/// (`Relaxation`). The number of rounds is bounded; requests are conserved after any number.
///
/// What an overloaded station cannot serve waits there until the wait is the tier's queue limit, B_i = limit x C_i; only then is the excess
/// refused. When the load falls under the capacity, the backlog is served with what is free. Requests are therefore conserved:
/// offered = served + lost + waiting + held, and ``ServiceMeasures`` can be held against it.
///
/// Given: the cluster's nodes and the load. Computed: the flows, the response times (``QueueingFormulae``), the loss of each class split
/// by cause (`FluidService+Attribution.swift`), and the next instant at which a backlog is full or empty.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class FluidService: @unchecked Sendable {
    /// Rounds after which the iteration of a path that visits a tier repeatedly stops.
    static let maximumRounds = 64
    /// The same for the arrivals of users who come again.
    static let maximumReturns = 100

    let cluster: Cluster
    let system: SystemDescription
    /// Sums over time.
    public internal(set) var measures: ServiceMeasures
    /// Rates now, per class.
    public internal(set) var flows: [ClassFlow]
    /// Utilisation of each station of the active universe by requests, 0 ... 1.
    var utilisation: [Double]

    var stations: [Station] = []
    /// First station of each tier, by universe and tier.
    var stationBase: [[Int]] = []
    /// Mean warmth of each tier's caches, by universe and tier.
    var warmth: [[Double]]
    /// Whether the primary of each shard answers reads, by universe, tier and shard.
    var primaryReadsNow: [[[Bool]]]
    /// Whether a fault is at work in a tier, by universe and tier.
    var isImpaired: [[Bool]]
    /// What is spoiled, and who meets faults, at present.
    var damageRates: [DamageRate] = []
    /// Rows written wrongly, and requests that met a fault, by cause.
    public internal(set) var damage: [CauseID: FaultDamage] = [:]
    /// Tiers at rest, and the stations of all others (`FluidService+Rest.swift`).
    var isAtRest: [Bool]
    var mayRest: [Bool]
    var liveStations: [Range<Int>] = []
    /// Causes that keep requests from getting to each step, as sets of bits; empty while nothing does (`FluidService+Cuts.swift`).
    var cutSteps: [UInt64] = []
    var cutCauses: [CauseID] = []
    /// Whether no tier is ever left at rest: slower, and the same to the last bit.
    public var solvesAnew = false
    /// What the last solution was for, if tiers may rest after it.
    var solved: (baseRate: Double, universe: Universe)?
    /// Steps of all classes one after the other.
    var steps: [FlowStep] = []
    /// First step of each class, and the end.
    var classStart: [Int] = []
    /// Flow that reached each step of a sharded tier, and what passed, in the last solution.
    var reached: [Double]
    var passedOn: [Double]
    /// What all requests of a step together spend in it, and by how much this grows, each second.
    var timesOfSteps: [(sum: Double, slope: Double)]
    /// Requests that wait, by step and station within the tier.
    var waiting: [Double]
    /// Their rates of change, per second.
    var waitingRate: [Double]
    /// Flow that reaches a step at a station, and what is refused of it, likewise.
    var arriving: [Double]
    /// Stations whose queue is full.
    var isFull: [Bool]
    /// Requests of writing classes that wait for a closed shard to open, by step and station within the tier.
    var held: [Double]
    var heldRate: [Double]
    /// Writes accepted by each shard, per second, by class, tier and shard.
    public internal(set) var acceptedWrites: [[[Double]]]
    /// Rows that one accepted request of a class writes in all tables together.
    public var rowsPerRequest: [Double]
    /// Scratch, by station: load, fraction passed, fraction refused, capacity.
    var load: [Double]
    var passed: [Double]
    var refused: [Double]
    var capacity: [Double]
    var backlog: [Double]
    /// Work by which the queue of a station grows, per second.
    var growth: [Double]
    /// Fraction of the requests that wait at a station which leave its queue, per second.
    var drain: [Double]
    /// The unknowns of the iteration: the fractions passed and drained by station, the arrivals by class.
    var passing: [Relaxation]
    var draining: [Relaxation]
    var returning: [Relaxation]
    /// What a visit at a station that keeps up takes beyond its demand: a factor of the demand, and seconds.
    var stretch: [Double]
    var wait: [Double]
    /// What a request waits in the queue of one that does not keep up, seconds, and by how much this grows a second.
    var queueWait: [Double]
    var queueSlope: [Double]
    var success: [Double]
    var lost: [Double]
    /// Arrivals of each class with those who come again.
    var arrivals: [Double]
    /// Up to here the measures are summed.
    public internal(set) var settledAt = SimulationTime.zero
    /// Share of the cores of a station's nodes that background work uses.
    var backgroundShare: [Double]
    /// A class is in outage while its yield is under this.
    public var outageYield: Double {
        get { measures.outageYield }
        set { measures.outageYield = newValue }
    }
    /// How much of the background's utilisation requests feel as if it were their own, 0 ... 1.
    public var interference = 0.0

    /// Makes the service model of a cluster.
    public init(_ cluster: Cluster) {
        self.cluster = cluster
        system = cluster.system
        let classes = system.classes.count
        measures = ServiceMeasures(classes: classes, shards: system.tiers.map(\.shards.count))
        flows = [ClassFlow](repeating: ClassFlow(), count: classes)
        rowsPerRequest = [Double](repeating: 0, count: classes)
        acceptedWrites = system.classes.map { _ in cluster.system.tiers.map { [Double](repeating: 0, count: $0.shards.count) } }
        warmth = Universe.allCases.map { _ in [Double](repeating: 1, count: cluster.system.tiers.count) }
        primaryReadsNow = Universe.allCases.map { _ in cluster.system.tiers.map { [Bool](repeating: false, count: $0.shards.count) } }
        isImpaired = Universe.allCases.map { _ in cluster.system.tiers.map { _ in false } }
        isAtRest = cluster.system.tiers.map { _ in false }
        mayRest = isAtRest
        for _ in Universe.allCases {
            var bases: [Int] = []
            for (index, tier) in system.tiers.enumerated() {
                bases.append(stations.count)
                if tier.isSharded {
                    for shard in tier.shards.indices {
                        for role in [StationRole.oldReaders, .newReaders, .primary] {
                            stations.append(Station(tier: index, shard: shard, role: role))
                        }
                    }
                } else {
                    stations.append(Station(tier: index, shard: -1, role: .tier))
                }
            }
            stationBase.append(bases)
        }
        var slots = 0
        for (index, requestClass) in system.classes.enumerated() {
            classStart.append(steps.count)
            for step in requestClass.path {
                let width = system.tiers[step.tier].isSharded ? system.tiers[step.tier].shards.count * StationRole.perShard : 1
                steps.append(FlowStep(step: step, requestClass: index, slot: slots, width: width))
                slots += width
            }
        }
        classStart.append(steps.count)
        (reached, passedOn) = (steps.map { _ in .nan }, steps.map { _ in .nan })
        timesOfSteps = steps.map { _ in (0, 0) }
        let zerosBySlot = [Double](repeating: 0, count: slots)
        (waiting, waitingRate, arriving, held, heldRate) = (zerosBySlot, zerosBySlot, zerosBySlot, zerosBySlot, zerosBySlot)
        let zeros = [Double](repeating: 0, count: stations.count)
        (load, passed, refused, capacity, backlog, utilisation) = (zeros, zeros, zeros, zeros, zeros, zeros)
        (stretch, wait, backgroundShare, drain, growth) = (zeros, zeros, zeros, zeros, zeros)
        (queueWait, queueSlope) = (zeros, zeros)
        isFull = [Bool](repeating: false, count: stations.count)
        (passing, draining) = (zeros.map(Relaxation.init), zeros.map(Relaxation.init))
        success = [Double](repeating: 0, count: classes)
        lost = success
        arrivals = success
        returning = success.map(Relaxation.init)
    }

    /// Utilisation of the node's station by requests, 0 ... 1; 0 for a node that does not serve.
    public func utilisation(of node: Int) -> Double {
        let state = cluster.nodes[node]
        guard state.state == .inService, cluster.isReachable(state) else { return 0 }
        let base = stationBase[Int(cluster.activeUniverse.rawValue)][state.tier]
        guard state.shard >= 0 else { return utilisation[base] }
        let first = base + state.shard * StationRole.perShard
        let readers = utilisation[first + readerOffset(state)]
        guard state.isPrimary else { return state.isBeyondLagLimit ? 0 : readers }
        let writes = utilisation[first + StationRole.primaryOffset]
        return primaryReads(state) ? writes + (1 - writes) * readers : writes
    }

    /// Rows that are written to a shard per second, all classes together.
    public func writeRate(tier: Int, shard: Int) -> Double {
        var sum = 0.0
        for (index, rows) in rowsPerRequest.enumerated() { sum += acceptedWrites[index][tier][shard] * rows }
        return sum
    }

    /// Longest time that a replica of a shard in the active universe is behind, seconds.
    public func replicaLag(tier: Int, shard: Int) -> Double {
        var longest = 0.0
        for index in cluster.lagging {
            let node = cluster.nodes[index]
            guard node.tier == tier, node.shard == shard, node.universe == cluster.activeUniverse else { continue }
            longest = max(longest, node.lagRows / cluster.applyRate(of: index))
        }
        for index in cluster.behindConversions {
            let node = cluster.nodes[index]
            guard node.tier == tier, node.shard == shard, node.universe == cluster.activeUniverse else { continue }
            longest = max(longest, cluster.lagSeconds(of: index))
        }
        return longest
    }

    /// Requests of a class that wait in queues or for writes to open.
    public func waitingRequests(of requestClass: Int) -> Double {
        var sum = 0.0
        for step in steps[classStart[requestClass]..<classStart[requestClass + 1]] {
            for slot in step.slot..<(step.slot + step.width) { sum += waiting[slot] + held[slot] }
        }
        return sum
    }
}

/// One step of one class, flattened.
struct FlowStep {
    let step: PathStep
    let requestClass: Int
    /// First slot of the step in the arrays that are indexed by step and station.
    let slot: Int
    /// Stations of the tier in one universe.
    let width: Int
    /// Reference core-seconds per request that reaches the step.
    var work: Double { step.visits * step.demandCoreSeconds }
}

/// What a fault has done that losses do not show.
public struct FaultDamage: Sendable, Hashable {
    /// Rows written wrongly.
    public var rows = 0.0
    /// Requests that met a node which suffered from it.
    public var requests = 0.0
}

/// What happens to a class of requests now.
public struct ClassFlow: Sendable, Hashable {
    /// Arrivals per second, repetitions by refused users not counted.
    public var offered = 0.0
    /// Answered per second.
    public var served = 0.0
    /// Refused per second.
    public var lost = 0.0
    /// Of the lost, what planned causes alone would lose.
    public var lostToPlan = 0.0
    /// Mean response time of those that are answered, seconds; up to date at every instant to which the model is settled.
    public var responseSeconds = 0.0
    /// By how much it grows a second while queues fill or empty.
    public var responseSlope = 0.0
    /// Writes that arrive per second and are held until their shard opens.
    public var held = 0.0
    /// Loss by cause, in the order of the cause table.
    public var lostByCause: [Double] = []

    /// Begins a new attribution of losses.
    mutating func clearLosses(causes: Int) {
        for cause in lostByCause.indices where lostByCause[cause] != 0 { lostByCause[cause] = 0 }
        while lostByCause.count < causes { lostByCause.append(0) }
    }

    /// Fraction that is not lost.
    public var yield: Double { offered > 0 ? max(0, 1 - lost / offered) : 1 }
    /// Whether more is lost, or held, than a class may that is not degraded.
    var isShort: Bool { offered > 0 && lost + held > (1 - ServiceMeasures.degradedYield) * offered }
    /// Fraction that the plan alone would not lose.
    public var plannedYield: Double { offered > 0 ? max(0, 1 - lostToPlan / offered) : 1 }
}
