/// What a station of the service model stands for.
enum StationRole {
    /// All nodes of a tier without shards.
    case tier
    /// Servers of a shard that answer reads from data in the old format (or in any, while formats do not matter).
    case oldReaders
    /// Servers of a shard that answer reads from data in the new format.
    case newReaders
    /// The primary of a shard.
    case primary

    /// Stations that each shard has.
    static let perShard = 3
    /// Position of the primary among them.
    static let primaryOffset = 2
}

/// A place where requests are served at a common capacity: a tier, the readers of a shard, or a shard's primary.
struct Station {
    let tier: Int
    let shard: Int
    let role: StationRole
    /// Cores of one node, for waiting times.
    var servers = 1
    /// Speed of a core relative to the reference core.
    var speed = 1.0
    /// Reference core-seconds per second if every member were in service.
    var fullCapacity = 0.0
    /// Of that, on nodes that run the new version.
    var fullNewCapacity = 0.0
    /// What is missing, by the set of causes of which each alone keeps it out.
    var losses: [(causes: UInt64, capacity: Double, newCapacity: Double)] = []
    /// Whether the shard's primary is one of these readers: then its writes come first.
    var includesPrimary = false
    /// Causes that close the station to writes.
    var closedBy: UInt64 = 0
    /// Whether writes wait while it is closed.
    var holds = false
    /// What faults do to those who are served here.
    var impairments: [StationImpairment] = []

    /// Capacity with only these causes at work.
    func capacity(under causes: UInt64) -> Double {
        var result = fullCapacity
        for loss in losses where loss.causes & causes != 0 { result -= loss.capacity }
        return impairments.isEmpty ? max(0, result) : max(0, result) / (1 + slowdown(under: causes))
    }

    /// Fraction of that capacity on nodes of the new version.
    func newShare(under causes: UInt64) -> Double {
        var (all, new) = (fullCapacity, fullNewCapacity)
        for loss in losses where loss.causes & causes != 0 {
            all -= loss.capacity
            new -= loss.newCapacity
        }
        return all > 0 ? min(1, max(0, new / all)) : (fullNewCapacity > 0 ? 1 : 0)
    }

    mutating func reset() {
        (fullCapacity, fullNewCapacity, closedBy, holds, includesPrimary) = (0, 0, 0, false, false)
        losses.removeAll(keepingCapacity: true)
    }

    /// Takes in the nodes of a tier without shards, which are all alike.
    mutating func fill(_ tally: TierTally, hardware: HardwareDescription) {
        fullCapacity = Double(tally.nodes) * hardware.capacity
        fullNewCapacity = Double(tally.newNodes) * hardware.capacity
        (servers, speed) = (hardware.cores, hardware.coreSpeed)
        for absence in tally.absences {
            losses.append((absence.causes, Double(absence.nodes) * hardware.capacity, Double(absence.newNodes) * hardware.capacity))
        }
    }

    /// Takes in a server of a shard.
    ///
    /// - Parameter lag: The cause that keeps readers away from a server in service.
    mutating func add(_ node: Node, lag: CauseID? = nil) {
        let new = node.version == .new ? node.capacity : 0
        fullCapacity += node.capacity
        fullNewCapacity += new
        (servers, speed) = (node.hardware.cores, node.hardware.coreSpeed)
        guard node.state != .inService || lag != nil else { return }
        let causes = node.state == .inService ? lag?.bit ?? .max : node.causesOfAbsence | (lag?.bit ?? 0)
        if let index = losses.firstIndex(where: { $0.causes == causes }) {
            losses[index].capacity += node.capacity
            losses[index].newCapacity += new
        } else {
            losses.append((causes, node.capacity, new))
        }
    }
}
