import Requirements

/// A number that stands for one cause of lost requests in a ``CauseTable``.
public struct CauseID: Hashable, Comparable, Sendable {
    /// Position in the table, 0 ..< 64.
    public let index: Int

    /// The bit that stands for this cause in a set of causes.
    public var bit: UInt64 { 1 << UInt64(index) }

    /// Orders causes by their position in the table.
    public static func < (left: CauseID, right: CauseID) -> Bool { left.index < right.index }
}

/// Whether a loss was part of the plan.
public enum CauseKind: UInt8, Sendable, CaseIterable {
    /// Ordinary shortage that would be there without any upgrade and any fault.
    case baseline
    /// A step of the plan.
    case planned
    /// A fault.
    case unplanned
}

/// The causes known to a run, and which of them are at work, in order of onset.
///
/// Causes are the names of steps and of kinds of faults, not of single nodes, so that a run has a handful of them. They are bits in a
/// 64-bit set: the service model answers "what would be lost if only these causes were at work".
public struct CauseTable: Sendable {
    /// One cause.
    public struct Entry: Sendable {
        /// What a reader of the results sees.
        public let label: String
        /// Planned or not.
        public let kind: CauseKind
        /// How many nodes, shards or caches it holds back at present.
        public fileprivate(set) var uses: Int
    }

    /// Ordinary shortage: always the first entry.
    public static let baseline = CauseID(index: 0)

    /// All causes that the run has met.
    public private(set) var entries: [Entry] = [Entry(label: "baseline", kind: .baseline, uses: 0)]
    /// Those at work, in order of onset.
    public private(set) var active: [CauseID] = []

    /// Makes a table that knows only the baseline.
    public init() {}

    /// The cause of this label, made if it is new.
    ///
    /// A system of many tiers has more steps than a set has bits: those that find no place share one cause for steps and one for faults.
    public mutating func cause(_ label: String, _ kind: CauseKind) -> CauseID {
        if let index = entries.firstIndex(where: { $0.label == label && $0.kind == kind }) { return CauseID(index: index) }
        let shared = kind == .planned ? "other steps" : "other faults"
        guard entries.count < 62 || label == shared else { return cause(shared, kind) }
        entries.append(Entry(label: label, kind: kind, uses: 0))
        return CauseID(index: entries.count - 1)
    }

    /// Counts one more node, shard or cache that the cause holds back.
    mutating func use(_ cause: CauseID) {
        if entries[cause.index].uses == 0 { active.append(cause) }
        entries[cause.index].uses += 1
    }

    /// Counts one fewer.
    mutating func release(_ cause: CauseID) {
        require(entries[cause.index].uses > 0, "cause `\(entries[cause.index].label)` released more often than used")
        entries[cause.index].uses -= 1
        if entries[cause.index].uses == 0 { active.removeAll { $0 == cause } }
    }

    /// The set of all causes at work.
    public var activeMask: UInt64 { active.reduce(0) { $0 | $1.bit } }

    /// The set of those at work that are part of the plan.
    public var plannedMask: UInt64 { active.reduce(0) { entries[$1.index].kind == .planned ? $0 | $1.bit : $0 } }
}
