import SimulationKernel

/// What became of the requests of one class over a run.
public struct ClassMeasures: Sendable, Hashable {
    /// Requests that arrived.
    public var offered = 0.0
    /// Requests that were answered, late ones included.
    public var served = 0.0
    /// Requests that were refused: a closed shard, a full queue, no node in service.
    public var refused = 0.0
    /// Requests that were accepted and not answered: in flight on a node that crashed.
    public var failed = 0.0
    /// Requests that were answered later than the class's objective.
    public var slow = 0.0
    /// Refused and failed requests by cause, in the order of the run's cause table.
    public var lostByCause: [Double] = []
    /// Of the lost, what the plan alone would have lost.
    public var lostToPlan = 0.0
    /// Seconds with a yield under ``ServiceMeasures/outageYield``.
    public var outageSeconds = 0.0
    /// Of these, what the plan alone would have made.
    public var plannedOutageSeconds = 0.0
    /// Integral of 1 - yield, seconds.
    public var lostServiceSeconds = 0.0
    /// Of these, what the plan alone would have made.
    public var plannedLostServiceSeconds = 0.0
    /// Seconds with a yield under 0.999 or a mean response time over the objective.
    public var degradedSeconds = 0.0
    /// Integral of the mean response time weighted by answered requests, for its mean.
    public var responseSum = 0.0

    /// Requests that were not answered.
    public var lost: Double { refused + failed }
    /// Brewer's yield: fraction of the offered requests that were not lost.
    public var yield: Double { offered > 0 ? max(0, 1 - lost / offered) : 1 }
    /// Lost-service seconds that no plan accounts for.
    public var unplannedLostServiceSeconds: Double {
        let rest = lostServiceSeconds - plannedLostServiceSeconds
        return rest > 1e-9 * lostServiceSeconds ? rest : 0
    }
}

/// Sums over time of what requests and the whole system went through.
public struct ServiceMeasures: Sendable, Hashable {
    /// A class is in outage while its yield is under this.
    public var outageYield = 0.5
    /// Under this yield a class is degraded.
    public static let degradedYield = 0.999

    /// One entry a class.
    public var classes: [ClassMeasures]
    /// Seconds in which every class is in outage.
    public var fullOutageSeconds = 0.0
    /// Seconds in which every writing class is in outage and some reading class is not.
    public var readOnlySeconds = 0.0
    /// Seconds in which a shard took no writes, by tier and shard.
    public var shardReadOnlySeconds: [[Double]]
    /// Seconds in which some class is degraded.
    public var degradedSeconds = 0.0
    /// Seconds in which two versions of some tier answer users side by side.
    public var mixedVersionSeconds = 0.0
    /// The same, by tier.
    public var mixedVersionSecondsByTier: [Double]
    /// Integral over planned causes of the nodes that they keep out of service, node-seconds, by tier.
    public var plannedNodeSecondsLost: [Double]

    /// Makes empty sums.
    public init(classes: Int, shards: [Int]) {
        self.classes = [ClassMeasures](repeating: ClassMeasures(), count: classes)
        shardReadOnlySeconds = shards.map { [Double](repeating: 0, count: $0) }
        mixedVersionSecondsByTier = [Double](repeating: 0, count: shards.count)
        plannedNodeSecondsLost = mixedVersionSecondsByTier
    }

    mutating func add(_ flow: ClassFlow, toClass index: Int, seconds: Double, objective: Double) {
        classes[index].offered += flow.offered * seconds
        classes[index].served += flow.served * seconds
        classes[index].refused += flow.lost * seconds
        classes[index].responseSum += (flow.responseSeconds + flow.responseSlope * seconds / 2) * flow.served * seconds
        let slow = SlowPart(flow, seconds: seconds, objective: objective)
        classes[index].slow += flow.served * seconds * slow.fraction
        let lossFraction = 1 - flow.yield
        // While nothing is offered, what leaves a queue may still be lost further on.
        if flow.lost > 0 {
            classes[index].lostToPlan += flow.lostToPlan * seconds
            classes[index].lostServiceSeconds += lossFraction * seconds
            classes[index].plannedLostServiceSeconds += (1 - flow.plannedYield) * seconds
            if flow.yield < outageYield { classes[index].outageSeconds += seconds }
            if flow.plannedYield < outageYield { classes[index].plannedOutageSeconds += seconds }
            extendCauses(of: index, to: flow.lostByCause.count)
            for (cause, rate) in flow.lostByCause.enumerated() { classes[index].lostByCause[cause] += rate * seconds }
        }
        classes[index].degradedSeconds += seconds * (flow.isShort ? 1 : slow.fraction)
    }

    mutating func addWhole(_ cluster: Cluster, flows: [ClassFlow], classes descriptions: [RequestClass], seconds: Double) {
        var (anyUp, readerUp, writerUp, anyWriter) = (false, false, false, false)
        var degraded = SlowPart()
        for (index, flow) in flows.enumerated() where flow.offered > 0 {
            let isUp = flow.yield >= outageYield
            anyUp = anyUp || isUp
            if flow.isShort {
                degraded.head = 1
            } else {
                degraded.unite(SlowPart(flow, seconds: seconds, objective: descriptions[index].objective.seconds))
            }
            if descriptions[index].writes {
                anyWriter = true
                writerUp = writerUp || isUp
            } else {
                readerUp = readerUp || isUp
            }
        }
        if !anyUp, flows.contains(where: { $0.offered > 0 }) { fullOutageSeconds += seconds }
        if anyWriter, !writerUp, readerUp { readOnlySeconds += seconds }
        degradedSeconds += seconds * degraded.fraction
        for tier in shardReadOnlySeconds.indices {
            for shard in shardReadOnlySeconds[tier].indices where cluster.isClosedNow[tier][shard] {
                shardReadOnlySeconds[tier][shard] += seconds
            }
        }
        var mixed = false
        for tier in mixedVersionSecondsByTier.indices where cluster.isMixedNow[tier] {
            mixed = true
            mixedVersionSecondsByTier[tier] += seconds
        }
        if mixed { mixedVersionSeconds += seconds }
        for tier in plannedNodeSecondsLost.indices { plannedNodeSecondsLost[tier] += Double(cluster.plannedOut[tier]) * seconds }
    }

    /// Counts requests that were waiting and are dropped.
    mutating func lose(_ requests: Double, ofClass index: Int, to cause: CauseID, in table: CauseTable) {
        extendCauses(of: index, to: table.entries.count)
        classes[index].refused += requests
        classes[index].lostByCause[cause.index] += requests
        if table.entries[cause.index].kind == .planned { classes[index].lostToPlan += requests }
    }

    /// Counts requests that were taken for served and fail.
    mutating func fail(_ requests: Double, ofClass index: Int, wereSlow: Bool, to cause: CauseID, in table: CauseTable) {
        extendCauses(of: index, to: table.entries.count)
        let failed = min(requests, classes[index].served)
        classes[index].served -= failed
        if wereSlow { classes[index].slow = max(0, classes[index].slow - failed) }
        classes[index].failed += failed
        classes[index].lostByCause[cause.index] += failed
    }

    /// Counts requests that waited for writes to open again.
    mutating func serveLate(_ requests: Double, ofClass index: Int) {
        classes[index].served += requests
        classes[index].slow += requests
    }

    private mutating func extendCauses(of index: Int, to count: Int) {
        while classes[index].lostByCause.count < count { classes[index].lostByCause.append(0) }
    }
}

/// The part of an interval in which a mean response time that grows or falls evenly is over its objective.
struct SlowPart {
    /// Fraction at the beginning.
    var head = 0.0
    /// Fraction at the end.
    var tail = 0.0

    /// No part.
    init() {}

    init(_ flow: ClassFlow, seconds: Double, objective: Double) {
        let (first, last) = (flow.responseSeconds, flow.responseSeconds + flow.responseSlope * seconds)
        if first > objective {
            head = last > objective ? 1 : (first - objective) / (first - last)
        } else if last > objective {
            tail = (last - objective) / (last - first)
        }
    }

    /// Fraction of the interval.
    var fraction: Double { min(1, head + tail) }

    /// Takes another part in.
    mutating func unite(_ other: SlowPart) { (head, tail) = (max(head, other.head), max(tail, other.tail)) }
}
