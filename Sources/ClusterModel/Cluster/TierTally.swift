/// What the nodes of a tier add up to, kept up to date node by node: an event that touches one node of 100,000 costs no look at the others.
///
/// Everything is counted in whole numbers (warmth in units of 2⁻³²), so that a sum does not depend on the order of what led to it.
struct TierTally {
    /// What one node adds.
    struct Share: Equatable {
        /// Whether it is there at all: requested machines and those that boot or were given back are not.
        var isThere = false
        var isInService = false
        var isNew = false
        var isPlannedOut = false
        /// Whether its cache is not full.
        var isCold = false
        /// The causes of which each alone keeps it out of service.
        var causes: UInt64 = 0
        /// How warm its cache is, while it is in service.
        var warmth: Int64 = 0

        init() {}

        init(_ node: Node) {
            isPlannedOut = node.plannedCause != nil
            isNew = node.version == .new
            isCold = node.warmth < 1
            switch node.state {
            case .provisioning, .booting, .released: return
            default: isThere = true
            }
            isInService = node.state == .inService
            if isInService {
                warmth = Int64((node.warmth * TierTally.unitsOfWarmth).rounded())
            } else {
                causes = node.causesOfAbsence
            }
        }
    }

    /// Nodes out of service for the same causes.
    struct Absence {
        var causes: UInt64
        var nodes: Int
        var newNodes: Int
    }

    static let unitsOfWarmth = 4_294_967_296.0

    private(set) var nodes = 0
    private(set) var newNodes = 0
    private(set) var inService = 0
    private(set) var newInService = 0
    private(set) var plannedOut = 0
    private(set) var cold = 0
    private(set) var absences: [Absence] = []
    private var warmth: Int64 = 0

    /// Mean warmth of the nodes that serve.
    var meanWarmth: Double { inService > 0 ? Double(warmth) / Self.unitsOfWarmth / Double(inService) : 1 }

    /// Whether both versions serve.
    var isMixed: Bool { newInService > 0 && newInService < inService }

    /// Counts a node in (1) or out (-1).
    mutating func count(_ share: Share, _ sign: Int) {
        if share.isPlannedOut { plannedOut += sign }
        if share.isCold { cold += sign }
        guard share.isThere else { return }
        nodes += sign
        if share.isNew { newNodes += sign }
        if share.isInService {
            inService += sign
            if share.isNew { newInService += sign }
            warmth += Int64(sign) * share.warmth
            return
        }
        let position = absences.firstIndex { $0.causes == share.causes } ?? absences.count
        if position == absences.count { absences.append(Absence(causes: share.causes, nodes: 0, newNodes: 0)) }
        absences[position].nodes += sign
        if share.isNew { absences[position].newNodes += sign }
        if absences[position].nodes == 0 { absences.remove(at: position) }
    }
}

extension Cluster {
    /// What the nodes of a tier add up to in a universe.
    func tally(_ tier: Int, _ universe: Universe) -> TierTally { tallies[isShared[tier] ? 0 : Int(universe.rawValue)][tier] }

    /// Takes in what has become of a node.
    func recount(_ index: Int) {
        let (old, new) = (counted[index], TierTally.Share(nodes[index]))
        guard old != new else { return }
        counted[index] = new
        let (universe, tier) = (Int(nodes[index].universe.rawValue), nodes[index].tier)
        tallies[universe][tier].count(old, -1)
        tallies[universe][tier].count(new, 1)
    }
}

extension Node {
    /// The causes of which each alone keeps it out of service; all if none is known.
    var causesOfAbsence: UInt64 {
        let causes = (plannedCause?.bit ?? 0) | (faultCause?.bit ?? 0) | furtherFaults
        return causes == 0 ? .max : causes
    }
}
