public import CloudMarket
public import ClusterModel
public import RandomStreams

/// The second system and the market that it is leased from.
public struct ParallelPlan: Sendable {
    /// Its tiers, with the type of machine of each.
    public var tiers: [LeasedTier]
    /// Further machines, such as those that intercept and replay requests.
    public var helpers: [LeasedHelper]
    /// The market; nil if the machines are our own.
    public var market: MarketDescription?

    /// Makes a plan.
    public init(tiers: [LeasedTier], helpers: [LeasedHelper] = [], market: MarketDescription?) {
        self.tiers = tiers
        self.helpers = helpers
        self.market = market
    }

    /// Machines in all.
    public var nodeCount: Int { tiers.reduce(0) { $0 + $1.tier.nodes } + helpers.reduce(0) { $0 + $1.nodes } }
}

/// One tier of the second system.
public struct LeasedTier: Sendable {
    /// Where, how many and what machines.
    public var tier: ParallelTier
    /// Name of the instance type in the market's price list.
    public var instanceType: String

    /// Makes a tier.
    public init(tier: ParallelTier, instanceType: String) {
        self.tier = tier
        self.instanceType = instanceType
    }
}

/// Leased machines that serve no tier.
public struct LeasedHelper: Sendable {
    /// What they are for.
    public var name: String
    /// How many.
    public var nodes: Int
    /// Name of the instance type in the market's price list.
    public var instanceType: String

    /// Makes helpers.
    public init(name: String, nodes: Int, instanceType: String) {
        self.name = name
        self.nodes = nodes
        self.instanceType = instanceType
    }
}

/// What the market offers and how it bills.
public struct MarketDescription: Sendable {
    /// The price list.
    public var catalogue: PriceCatalogue
    /// Machines that may be leased at once, and what was asked for ahead.
    public var quota: Quota
    /// Unit and minimum of the bill for a machine.
    public var billing: BillingRule
    /// From the request to a machine that runs, seconds.
    public var bootTime: Distribution
    /// Probability that a launch fails.
    public var launchFailureProbability: Double
    /// Launches tried for one machine, the first included.
    public var launchAttempts: Int
    /// How often the interface takes a request for a machine.
    public var launchLimit: LaunchRateLimit
    /// Storage for the data of the second system.
    public var storage: StorageTariff?
    /// Bytes stored per byte of data, for copies and reserve.
    public var storagePerByte: Double
    /// Requests to the storage per second and database server.
    public var storageRequestsPerSecond: Double
    /// Into the market.
    public var transferIn: TransferTariff?
    /// Out of it.
    public var transferOut: TransferTariff?

    /// Makes a market.
    public init(
        catalogue: PriceCatalogue, quota: Quota, billing: BillingRule, bootTime: Distribution, launchFailureProbability: Double = 0,
        launchAttempts: Int = 3, launchLimit: LaunchRateLimit = .none, storage: StorageTariff? = nil, storagePerByte: Double = 1,
        storageRequestsPerSecond: Double = 0, transferIn: TransferTariff? = nil, transferOut: TransferTariff? = nil
    ) {
        self.catalogue = catalogue
        self.quota = quota
        self.billing = billing
        self.bootTime = bootTime
        self.launchFailureProbability = launchFailureProbability
        self.launchAttempts = launchAttempts
        self.launchLimit = launchLimit
        self.storage = storage
        self.storagePerByte = storagePerByte
        self.storageRequestsPerSecond = storageRequestsPerSecond
        self.transferIn = transferIn
        self.transferOut = transferOut
    }
}
