public import CloudMarket
public import SimulationKernel

/// Times and rules of the procedure that are equal for all strategies.
public struct ProcedureRules: Sendable, Hashable {
    /// Attempts, the first included.
    public var attempts: Int
    /// What a failed attempt leaves for the next.
    public var keep: KeptThings
    /// Between a failed attempt and the next.
    public var pauseBetweenAttempts: SimulationDuration
    /// The new version must have served this long without trouble before the upgrade counts as finished.
    public var soak: SimulationDuration
    /// To check converted data before it serves.
    public var verifyData: SimulationDuration
    /// To make a replica the primary once its lag is zero.
    public var promotion: SimulationDuration
    /// Until requests in flight have ended when users are sent elsewhere.
    public var inFlight: SimulationDuration
    /// Until the name service or the balancers everywhere send users to the new place.
    public var redirect: SimulationDuration

    /// Makes the rules.
    public init(
        attempts: Int = 1, keep: KeptThings = .nothing, pauseBetweenAttempts: SimulationDuration = .hours(24),
        soak: SimulationDuration = .zero, verifyData: SimulationDuration = .zero, promotion: SimulationDuration = .seconds(30),
        inFlight: SimulationDuration = .seconds(10), redirect: SimulationDuration = .seconds(10)
    ) {
        self.attempts = attempts
        self.keep = keep
        self.pauseBetweenAttempts = pauseBetweenAttempts
        self.soak = soak
        self.verifyData = verifyData
        self.promotion = promotion
        self.inFlight = inFlight
        self.redirect = redirect
    }
}

/// What is kept of a failed attempt when another one is to follow. Own nodes go back to the old version in any case.
public enum KeptThings: String, Sendable, Hashable, CaseIterable {
    /// Nothing: the next attempt begins anew.
    case nothing
    /// Machines on lease that run: they are billed during the pause, and the next attempt asks only for those that are missing.
    case leases
}

/// When the tiers without data are halved in a big flip that has to wait for a conversion.
public enum HalvingTime: String, Sendable, Hashable, CaseIterable {
    /// Only for the flip.
    case late
    /// When the databases are.
    case early
}

/// What happens to writes while half of the servers convert in a big flip.
public enum ConversionWrites: String, Sendable, Hashable, CaseIterable {
    /// They stop.
    case readOnly = "read-only"
    /// They go on and are tracked.
    case tracked
}

/// Where a rolling upgrade converts data that old and new software cannot share.
public enum ConversionPlace: String, Sendable, Hashable, CaseIterable {
    /// On half of each shard's replicas, out of service; the others are built anew from them.
    case replicas
    /// On each primary in place, its replicas following; the new software reads both forms and is rolled before.
    case primary
}

/// What becomes of the second universe after the switchover.
public enum AfterSwitchover: String, Sendable, Hashable, CaseIterable {
    /// Owned nodes are installed anew, data is brought back, users are switched a second time, leases end.
    case `return`
    /// Users stay; leases run to the horizon.
    case stay
}

/// Choices within the strategies.
public struct StrategyOptions: Sendable, Hashable {
    /// Rolling: where data is converted.
    public var convertOn: ConversionPlace
    /// Big flip: when the other tiers are halved.
    public var halve: HalvingTime
    /// Big flip: what happens to writes meanwhile.
    public var conversionWrites: ConversionWrites
    /// Parallel universe: how long it is tested with live requests.
    public var testing: SimulationDuration
    /// Parallel universe: time of day of switchovers, or nil for as soon as possible.
    public var switchAt: SimulationDuration?
    /// Parallel universe: checks between the last converted row and the switch.
    public var finalChecks: SimulationDuration
    /// Parallel universe: replica lag that the last rows cause.
    public var finalLag: SimulationDuration
    /// Parallel universe: what becomes of it.
    public var afterSwitchover: AfterSwitchover
    /// Parallel universe: how long the old side, or the leased one after the return, is kept.
    public var keepOld: SimulationDuration
    /// Parallel universe: how long the own system, installed anew, is tested with live requests, if the new universe was; at least until its
    /// caches are warm.
    public var returnTesting: SimulationDuration
    /// Parallel universe: read-only time of the second switchover.
    public var returnSwitch: SimulationDuration
    /// Parallel universe: from the second switchover to the release of the leases.
    public var releaseAfter: SimulationDuration
    /// Parallel universe: from the last instance's start to a system that is installed and passes a smoke test.
    public var bootstrap: SimulationDuration
    /// Parallel universe: classes of requests that are replayed to it in the test, by index; nil for all.
    public var replayedClasses: [Int]?
    /// Parallel universe: bytes that a replayed request takes over the link to the second universe.
    public var replayBytesPerRequest: Double
    /// Parallel universe: bytes that a request answered by a leased universe sends to users.
    public var responseBytesPerRequest: Double

    /// Makes the choices.
    public init(
        convertOn: ConversionPlace = .replicas, halve: HalvingTime = .late, conversionWrites: ConversionWrites = .readOnly,
        testing: SimulationDuration = .hours(1),
        switchAt: SimulationDuration? = nil, finalChecks: SimulationDuration = .seconds(60), finalLag: SimulationDuration = .seconds(5),
        afterSwitchover: AfterSwitchover = .return, keepOld: SimulationDuration = .hours(24),
        returnTesting: SimulationDuration = .zero, returnSwitch: SimulationDuration = .seconds(30),
        releaseAfter: SimulationDuration = .minutes(30), bootstrap: SimulationDuration = .hours(1), replayedClasses: [Int]? = nil,
        replayBytesPerRequest: Double = 1000,
        responseBytesPerRequest: Double = 12_500
    ) {
        self.convertOn = convertOn
        self.halve = halve
        self.conversionWrites = conversionWrites
        self.testing = testing
        self.switchAt = switchAt
        self.finalChecks = finalChecks
        self.finalLag = finalLag
        self.afterSwitchover = afterSwitchover
        self.keepOld = keepOld
        self.returnTesting = returnTesting
        self.returnSwitch = returnSwitch
        self.releaseAfter = releaseAfter
        self.bootstrap = bootstrap
        self.replayedClasses = replayedClasses
        self.replayBytesPerRequest = replayBytesPerRequest
        self.responseBytesPerRequest = responseBytesPerRequest
    }
}

/// What own resources and losses cost; nil leaves the item out.
public struct OwnCosts: Sendable, Hashable {
    /// An own node, per hour.
    public var perNodeHour: UnitPrice?
    /// An operator, per hour.
    public var perOperatorHour: UnitPrice?
    /// A lost request, by class.
    public var perLostRequest: [UnitPrice?]

    /// Makes the prices.
    public init(perNodeHour: UnitPrice? = nil, perOperatorHour: UnitPrice? = nil, perLostRequest: [UnitPrice?] = []) {
        self.perNodeHour = perNodeHour
        self.perOperatorHour = perOperatorHour
        self.perLostRequest = perLostRequest
    }
}
