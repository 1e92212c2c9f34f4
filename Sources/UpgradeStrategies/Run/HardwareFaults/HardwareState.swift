import ClusterModel
import RandomStreams

/// What a node can be down by; by several at once.
struct FaultKinds: OptionSet, Sendable {
    let rawValue: UInt8

    /// It has crashed.
    static let crash = FaultKinds(rawValue: 1)
    /// Its disks have failed, or are not full again yet.
    static let disks = FaultKinds(rawValue: 2)
    /// Its rack is without power.
    static let rack = FaultKinds(rawValue: 4)
    /// Its rack's uplink is down.
    static let uplink = FaultKinds(rawValue: 8)

    /// One after the other.
    static let each: [FaultKinds] = [.crash, .disks, .rack, .uplink]
    /// Its software no longer runs when it is back.
    static let restarts: FaultKinds = [.crash, .disks, .rack]
}

/// What fails, as the first operand of ``RunEvent/hardwareFails`` says.
public enum HardwareKind: Int64, Sendable, CaseIterable {
    /// The disks of a node.
    case disks = 1
    /// The power of a rack; racks are numbered in the order of their first nodes.
    case rack = 2
    /// The uplink of a rack.
    case uplink = 3
    /// A link between sites.
    case link = 4

    /// Prefix of the names of its streams.
    var words: String {
        switch self {
        case .disks: "disk"
        case .rack: "rack"
        case .uplink: "uplink"
        case .link: "link"
        }
    }

    /// What it does to the nodes of a rack.
    var faultOfNodes: FaultKinds { self == .uplink ? .uplink : .rack }
}

/// A rack of a site.
struct RackPlace: Hashable, Sendable {
    let site: Int
    let rack: Int
}

/// A shard of a tier.
struct ShardPlace: Hashable, Sendable {
    let tier: Int
    let shard: Int
}

/// What is broken in a run, and by what. Nothing is kept of what has never failed but for the instant of its next failure.
///
/// Unchecked: confined to the thread of its run.
final class HardwareState: @unchecked Sendable {
    private struct StreamKey: Hashable {
        let kind: HardwareKind
        let entity: Int
        let isRepair: Bool
    }

    private var kinds: [Int: FaultKinds] = [:]
    private var suffered: [Int: FaultKinds] = [:]
    private var streams: [StreamKey: RandomStream] = [:]
    /// Racks that are watched, and the nodes of each.
    private(set) var racks: [RackPlace] = []
    private(set) var members: [[Int]] = []
    private var numbers: [RackPlace: Int] = [:]
    /// Nodes whose next disk failure is drawn, or that wait for new disks.
    var hasPendingDisks: Set<Int> = []
    /// Nodes whose disks have failed and do not hold their data again yet.
    var emptied: Set<Int> = []
    /// Of these, those that had data to lose.
    var needsData: Set<Int> = []
    /// Failures of the disks of each node, which tell one rebuilding from the next.
    var diskFailures: [Int: Int] = [:]
    /// Copies to nodes with new disks, by node.
    var rebuilds: [Int: RunningRebuild] = [:]
    /// Rows written to each shard of each tier up to the last backup.
    var backup: [[Double]] = []
    /// Rows that had been written to a shard when the last copy of it was lost.
    var lostAt: [ShardPlace: Double] = [:]
    /// What has gone wrong so far.
    var counts = HardwareCounts()

    /// Copies to nodes with new disks, by node in ascending order.
    var allRebuilds: [any BackgroundJob] {
        rebuilds.isEmpty ? [] : rebuilds.sorted { $0.key < $1.key }.map { $0.value as any BackgroundJob }
    }

    /// What a node is down by.
    func kinds(of index: Int, _ node: Node) -> FaultKinds {
        // A machine that was given back has taken its faults with it.
        node.faultCause == nil ? [] : kinds[index] ?? []
    }

    /// Everything that it has suffered since it was up.
    func suffered(by index: Int) -> FaultKinds { suffered[index] ?? [] }

    func add(_ kind: FaultKinds, to index: Int, _ node: Node) {
        kinds[index] = kinds(of: index, node).union(kind)
        suffered[index] = (node.faultCause == nil ? [] : suffered(by: index)).union(kind)
    }

    func remove(_ kind: FaultKinds, from index: Int) { kinds[index]?.subtract(kind) }

    /// Takes nodes into the racks where they stand.
    ///
    /// - Returns: Racks that were not known before.
    func watch(_ nodes: some Sequence<Int>, of cluster: Cluster) -> Range<Int> {
        let first = racks.count
        for index in nodes {
            let place = RackPlace(site: cluster.nodes[index].site, rack: cluster.nodes[index].rack)
            if let known = numbers[place] {
                // Machines that are leased once more are there already.
                if members[known].last.map({ $0 < index }) ?? true { members[known].append(index) }
            } else {
                numbers[place] = racks.count
                racks.append(place)
                members.append([index])
            }
        }
        return first..<racks.count
    }

    /// Draws from the stream of something; `make` makes it the first time.
    ///
    /// - Parameter keeps: Whether the stream will be needed again; one whose draw lies beyond the horizon is not.
    func draw(
        _ law: Distribution, _ kind: HardwareKind, _ entity: Int, isRepair: Bool, make: () -> RandomStream, keeps: (Double) -> Bool
    ) -> Double {
        let key = StreamKey(kind: kind, entity: entity, isRepair: isRepair)
        var stream = streams[key] ?? make()
        let value = law.sample(&stream)
        if keeps(value) { streams[key] = stream }
        return value
    }
}

/// How often hardware failed in a run, crashes of nodes apart.
public struct HardwareCounts: Hashable, Sendable {
    /// Nodes whose disks failed.
    public var diskFailures = 0
    /// Power failures of racks.
    public var rackFailures = 0
    /// Failures of racks' uplinks.
    public var uplinkFailures = 0
    /// Failures of links between sites.
    public var linkFailures = 0
    /// Shards of which no server had the data any more.
    public var lastCopiesLost = 0
    /// Rows written since the last backup of such a shard; the rows lost contain them.
    public var rowsNotBackedUp = 0.0
    /// Nodes that have been given their data again.
    public var rebuilds = 0
}
