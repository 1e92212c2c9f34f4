public import SimulationKernel

/// What the market answers to a request for nodes.
public enum LeaseDecision: Hashable, Sendable {
    /// The numbers of the new leases; ``Lease/acceptedAt`` says when each may launch.
    case accepted(Range<Int>)

    /// Nothing was leased.
    case refused(Refusal)

    /// Why nothing was leased.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// More than the quota allows; `needed` is what the caller wants to have open in all, and `allowedFrom` is when an increase
        /// lets it have that, nil if none does.
        case overQuota(limit: Int, open: Int, requested: Int, needed: Int, allowedFrom: SimulationTime?)
        /// The type is not in the price list.
        case unknownType(name: String)
        /// The type is in the price list without a price.
        case notSold(name: String)

        /// What is wrong.
        public var description: String {
            switch self {
            case .overQuota(let limit, let open, let requested, _, _):
                "\(requested) more instances beside \(open) exceed the quota of \(limit)"
            case .unknownType(let name): "instance type `\(name)` is not in the price list"
            case .notSold(let name): "instance type `\(name)` is listed, but not sold"
            }
        }

        /// What to do about it.
        public var hint: String {
            switch self {
            case .overQuota(_, _, _, _, let instant?):
                "an increase of the quota is granted \(Self.text(instant)) after the start"
            case .overQuota(let limit, _, _, let needed, nil):
                "raise the quota from \(limit) to \(needed) ahead of the upgrade"
            case .unknownType: "name a type of the price list"
            case .notSold: "choose a type with a price"
            }
        }

        /// The time since the start, such as `36 h 30 min`.
        private static func text(_ instant: SimulationTime) -> String {
            let seconds = instant.nanoseconds / 1_000_000_000
            let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")].filter { $0.0 > 0 }
            return parts.isEmpty ? "0 s" : parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
        }
    }
}
