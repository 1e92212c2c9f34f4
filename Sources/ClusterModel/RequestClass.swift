public import SimulationKernel

/// A class of requests: its rate, its path through the tiers, and whether it writes.
public struct RequestClass: Sendable {
    /// Name, as in the scenario.
    public var name: String
    /// Requests per unit of the base load.
    public var ratio: Double
    /// Whether it changes data; a class that writes is down while its shard takes no writes.
    public var writes: Bool
    /// Mean response time above which its requests count as slow.
    public var objective: SimulationDuration
    /// The steps that a request takes, in order.
    public var path: [PathStep]

    /// Makes a class.
    public init(name: String, ratio: Double, writes: Bool = false, objective: SimulationDuration, path: [PathStep]) {
        self.name = name
        self.ratio = ratio
        self.writes = writes
        self.objective = objective
        self.path = path
    }
}

/// One step on the path of a request.
///
/// A request that reaches the step makes `visits` visits of `demandCoreSeconds` each. Then the fraction `hit` of the requests is answered
/// and goes no further, as for a page found in a cache; the others take the next step. The hit ratio falls with the warmth of the tier
/// that keeps the cache.
public struct PathStep: Sendable, Hashable {
    /// Index of the tier that is visited.
    public var tier: Int
    /// Visits per request that reaches the step.
    public var visits: Double
    /// Reference core-seconds per visit.
    public var demandCoreSeconds: Double
    /// Fraction of the requests that are answered here when the cache is warm, 0 ... 1.
    public var hit: Double
    /// Index of the tier whose nodes keep the cache behind `hit`.
    public var cacheTier: Int
    /// Whether the visit goes to the primary of a shard and changes data.
    public var isWrite: Bool

    /// Makes a step.
    public init(tier: Int, visits: Double = 1, demandCoreSeconds: Double, hit: Double = 0, cacheTier: Int? = nil, isWrite: Bool = false) {
        self.tier = tier
        self.visits = visits
        self.demandCoreSeconds = demandCoreSeconds
        self.hit = hit
        self.cacheTier = cacheTier ?? tier
        self.isWrite = isWrite
    }
}
