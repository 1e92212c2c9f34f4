/// The heading of a group of lines on a bill, in the order in which they are printed.
public enum BillSection: Int, CaseIterable, Comparable, Sendable {
    /// Leased instances.
    case leases
    /// Stored data.
    case storage
    /// Requests to storage.
    case requests
    /// Data moved into, out of and between sites.
    case transfer
    /// Use of nodes that the operator owns.
    case ownHardware
    /// Hours of operators' work.
    case operators
    /// Revenue that lost requests would have brought.
    case lostRevenue

    /// The heading in words.
    public var title: String {
        switch self {
        case .leases: "leased compute"
        case .storage: "storage"
        case .requests: "storage requests"
        case .transfer: "data transfer"
        case .ownHardware: "own hardware"
        case .operators: "operators"
        case .lostRevenue: "lost revenue"
        }
    }

    /// Orders as printed.
    public static func < (left: BillSection, right: BillSection) -> Bool { left.rawValue < right.rawValue }
}
