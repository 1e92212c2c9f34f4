public import ClusterModel
public import SimulationKernel

/// How much of a fleet the load needs: what may be taken away from each tier at the peak without losing a request.
///
/// # The arithmetic
///
/// A class arrives at rate λ and reaches its steps with r1 = λ and r' = r (1 - h), h the hit ratio of a warm cache. A station's load is
/// L = sum of r v d over its steps, with visits v and demand d. A node gives C core-seconds per second, so that the peak needs
///
///     m = ceil(L / C)
///
/// nodes, and of n nodes n - m can leave together. The readers of a shard are its replicas (and its primary, if it always answers reads);
/// writes go to the primary alone. Retries of refused users do not count: at these bounds nobody is refused.
public struct Headroom: Sendable {
    /// One tier, or the readers of its tightest shard.
    public struct Tier: Sendable, Hashable {
        /// Name of the tier.
        public let name: String
        /// Name of the shard that can spare least, for a tier with shards; all numbers but those of the fleet are its.
        public let shard: String?
        /// Nodes that serve together: the tier's, or the readers of the shard.
        public let nodes: Int
        /// Nodes of the whole tier.
        public let fleet: Int
        /// Load over capacity at the peak.
        public let peakUtilisation: Double
        /// Most that can leave at once and nothing is lost; negative if the peak is too much already.
        public let largestBatch: Int
        /// Fewest nodes of the whole tier that lose nothing, primaries included.
        public let smallestFleet: Int
        /// Nodes that leave together in a rolling upgrade of the scenario.
        public let batch: Int
        /// Whether the upgrade touches the tier.
        public let isUpgraded: Bool
        /// Whether the shard's primary is asked for more writes than it can take, which no number of nodes helps.
        public let isWriteBound: Bool
    }

    /// The tiers, in the scenario's order.
    public let tiers: [Tier]
    /// The largest base rate within the horizon, per second.
    public let peakRate: Double

    /// Computes the headroom of a system over a horizon.
    public init(_ system: SystemDescription, horizon: SimulationDuration) {
        let peak = Self.peak(of: system.load, within: horizon)
        var reads = [Double](repeating: 0, count: system.tiers.count)
        var writes = reads
        for requestClass in system.classes {
            var flow = requestClass.ratio * peak
            for step in requestClass.path {
                let load = flow * step.visits * step.demandCoreSeconds
                if step.isWrite { writes[step.tier] += load } else { reads[step.tier] += load }
                flow *= 1 - step.hit
            }
        }
        peakRate = peak
        tiers = system.tiers.indices.map { index in
            let tier = system.tiers[index]
            return tier.isSharded
                ? Self.sharded(tier, reads: reads[index], writes: writes[index]) : Self.plain(tier, load: reads[index] + writes[index])
        }
    }

    /// The tier of the highest utilisation at the peak; nil if no tier has any load.
    public var binding: Tier? {
        tiers.filter { $0.peakUtilisation > 0 }.max { $0.peakUtilisation < $1.peakUtilisation }
    }

    /// One line about the tier that binds, and about upgraded tiers whose batch is too large.
    public var line: String {
        guard let tier = binding else { return "headroom: no tier has any load" }
        let place = tier.shard.map { "`\(tier.name)`, shard `\($0)`," } ?? "`\(tier.name)`"
        let rank = tier.shard == nil ? "busiest" : "tightest"
        var text = "headroom: \(place) is \(rank), \(Readable.percent(tier.peakUtilisation)) at the peak; "
        if tier.isWriteBound {
            text += "its primary cannot take all writes even without an upgrade, however many nodes there are"
        } else if tier.largestBatch < 0 {
            text += "it is too small by \(Readable.counted(-tier.largestBatch, "node")) even without an upgrade"
        } else {
            text +=
                "largest batch that loses nothing \(FixedDecimal.text(tier.largestBatch)) of \(FixedDecimal.text(tier.nodes)), smallest fleet "
                + Readable.counted(tier.smallestFleet, "node")
        }
        for other in tiers where other.isUpgraded && other.largestBatch >= 0 && other.batch > other.largestBatch {
            text += "; `\(other.name)` rolls \(other.batch) at a time and can spare \(other.largestBatch)"
        }
        return text
    }

    private static func peak(of load: LoadProfile, within horizon: SimulationDuration) -> Double {
        let steps = ((load.offset + horizon).nanoseconds + load.step.nanoseconds - 1) / load.step.nanoseconds
        return load.ratesPerSecond.prefix(Int(max(1, min(steps, Int64(load.ratesPerSecond.count))))).max() ?? 0
    }

    /// Nodes that a load needs. A quotient that rounding lifts over a whole number by its last bits is that number.
    private static func needed(_ load: Double, capacity: Double) -> Int {
        guard load > 0, capacity > 0 else { return 0 }
        return Int((load / capacity * (1 - 1e-12)).rounded(.up))
    }

    private static func plain(_ tier: TierDescription, load: Double) -> Tier {
        let capacity = tier.hardware.capacity
        let needed = needed(load, capacity: capacity)
        return Tier(
            name: tier.name, shard: nil, nodes: tier.nodes, fleet: tier.nodes,
            peakUtilisation: tier.nodes > 0 ? load / (capacity * Double(tier.nodes)) : 0, largestBatch: tier.nodes - needed,
            smallestFleet: max(1, needed), batch: tier.software.batch, isUpgraded: tier.isUpgraded, isWriteBound: false)
    }

    private static func sharded(_ tier: TierDescription, reads: Double, writes: Double) -> Tier {
        let capacity = tier.hardware.capacity
        // A primary that is asked for too much comes first, then the shard that can spare least, then the busiest.
        var (fleet, tightest) = (0, (shard: 0, isWriteBound: false, spare: Int.max, utilisation: -1.0, readers: 0))
        for (index, shard) in tier.shards.enumerated() {
            let primaryReads = tier.primaryReads == .always || (tier.primaryReads == .whenNeeded && shard.nodes == 1)
            let readers = shard.nodes - (primaryReads ? 0 : 1)
            // The primary's writes come first.
            let load = (reads + (primaryReads ? writes : 0)) * shard.shareOfLoad
            let needed = needed(load, capacity: capacity)
            // A primary cannot be shared out: writes beyond one node are lost whatever the fleet.
            let readUtilisation = readers > 0 ? load / (capacity * Double(readers)) : (needed > 0 ? .infinity : 0)
            let utilisation = max(readUtilisation, writes * shard.shareOfLoad / capacity)
            fleet += max(1, needed + (primaryReads ? 0 : 1))
            let isWriteBound = writes * shard.shareOfLoad > capacity * (1 + 1e-12)
            let spare = readers - needed
            let isTighter =
                isWriteBound != tightest.isWriteBound
                ? isWriteBound : spare != tightest.spare ? spare < tightest.spare : utilisation > tightest.utilisation
            if isTighter { tightest = (index, isWriteBound, spare, utilisation, readers) }
        }
        return Tier(
            name: tier.name, shard: tier.shards[tightest.shard].name, nodes: tightest.readers, fleet: tier.nodes,
            peakUtilisation: tightest.utilisation, largestBatch: tightest.spare, smallestFleet: fleet, batch: tier.software.batch,
            isUpgraded: tier.isUpgraded, isWriteBound: tightest.isWriteBound)
    }
}
