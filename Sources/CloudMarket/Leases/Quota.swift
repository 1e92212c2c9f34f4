import Requirements
public import SimulationKernel

/// How many instances may be leased at once, and increases that were asked for.
public struct Quota: Hashable, Sendable {
    /// A request to raise the quota.
    public struct Increase: Hashable, Sendable {
        /// The quota asked for, in all.
        public let instances: Int

        /// How long before the start of the run it was asked for.
        public let leadTime: SimulationDuration

        /// How long the provider takes to grant it.
        public let grantDelay: SimulationDuration

        /// Creates an increase.
        public init(to instances: Int, leadTime: SimulationDuration, grantDelay: SimulationDuration) {
            self.instances = instances
            self.leadTime = leadTime
            self.grantDelay = grantDelay
        }

        /// When it counts: at once if it was asked for early enough, otherwise when the provider grants it.
        public var grantedAt: SimulationTime { grantDelay > leadTime ? .zero + (grantDelay - leadTime) : .zero }
    }

    /// What is allowed without an increase.
    public let initial: Int

    /// Increases in any order; the largest that is granted counts.
    public let increases: [Increase]

    /// Creates a quota.
    public init(initial: Int, increases: [Increase] = []) {
        require(initial >= 0, "a quota of \(initial) instances is negative")
        self.initial = initial
        self.increases = increases
    }

    /// The quota at an instant.
    public func limit(at time: SimulationTime) -> Int {
        increases.reduce(initial) { limit, increase in increase.grantedAt <= time ? max(limit, increase.instances) : limit }
    }

    /// When the quota first reaches `instances`, nil when no increase does.
    public func firstInstant(allowing instances: Int) -> SimulationTime? {
        instances <= initial ? .zero : increases.filter { $0.instances >= instances }.map(\.grantedAt).min()
    }
}
