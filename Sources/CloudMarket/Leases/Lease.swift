public import SimulationKernel

/// One leased node, from the request to the release.
public struct Lease: Hashable, Sendable {
    /// Where a lease stands.
    public enum State: UInt8, CaseIterable, Sendable {
        /// Asked for and accepted; nothing is billed yet.
        case requested
        /// Launched and booting; billed.
        case launched
        /// Serving its purpose; billed.
        case inService
        /// Broken after its launch, and billed until somebody releases it.
        case failed
        /// Given back.
        case released
        /// Never launched, and never billed.
        case neverLaunched

        /// Whether the provider charges for it.
        public var isBilled: Bool { self == .launched || self == .inService || self == .failed }

        /// Whether it counts against the quota.
        public var isOpen: Bool { isBilled || self == .requested }
    }

    /// Its number, from 0 in the order of requests.
    public let id: Int

    /// The position of its type in the catalogue.
    public let typeIndex: Int

    /// Where it stands.
    public internal(set) var state: State

    /// When it was asked for.
    public let requestedAt: SimulationTime

    /// When the provider's rate limit lets it launch.
    public let acceptedAt: SimulationTime

    /// When it was launched and billing began.
    public internal(set) var launchedAt: SimulationTime?

    /// When it came into service.
    public internal(set) var inServiceAt: SimulationTime?

    /// When it broke.
    public internal(set) var failedAt: SimulationTime?

    /// When it was given back, or its launch failed.
    public internal(set) var endedAt: SimulationTime?
}
