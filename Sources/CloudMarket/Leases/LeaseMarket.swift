import Requirements
public import SimulationKernel

/// A cloud provider as one run sees it: prices, quota, rate limit and billing, and the book of leases.
///
/// Chance is the caller's: boot times and failed launches are drawn there and reported here.
///
/// ```swift
/// let market = LeaseMarket(catalogue: catalogue, quota: Quota(initial: 350), launchLimit: .init(launchesPerSecond: 2), billing: .startedHour)
/// if case .accepted(let leases) = market.request("m1.large", count: 350, at: now) {
///     for lease in leases { schedule(launch: lease, at: market.ledger.leases[lease].acceptedAt) }
/// }
/// ```
///
/// Unchecked `Sendable`: confined to the thread of the run that owns it.
public final class LeaseMarket: @unchecked Sendable {
    /// What is sold.
    public let catalogue: PriceCatalogue

    /// How many instances may be leased at once.
    public let quota: Quota

    /// How long a lease is charged for.
    public let billing: BillingRule

    /// The book of leases; it is updated through it.
    public var ledger = LeaseLedger()

    private var launchLimit: LaunchRateLimit

    /// Creates a market without leases.
    public init(catalogue: PriceCatalogue, quota: Quota, launchLimit: LaunchRateLimit = .none, billing: BillingRule) {
        self.catalogue = catalogue
        self.quota = quota
        self.launchLimit = launchLimit
        self.billing = billing
    }

    /// How many more instances may be asked for.
    public func available(at time: SimulationTime) -> Int { max(0, quota.limit(at: time) - ledger.openCount) }

    /// Asks for nodes of a type, all or none.
    ///
    /// - Parameter planned: what the caller wants to have open in the end, these and the open ones included; advice about the quota says this
    ///   number, so that one increase is enough.
    public func request(_ typeName: String, count: Int, at time: SimulationTime, planned: Int? = nil) -> LeaseDecision {
        require(count >= 1, "a request for \(count) instances at \(time.nanoseconds) ns")
        guard let index = catalogue.index(of: typeName) else { return .refused(.unknownType(name: typeName)) }
        guard catalogue.types[index].pricePerHour != nil else { return .refused(.notSold(name: typeName)) }
        guard count <= available(at: time) else {
            let needed = max(planned ?? 0, ledger.openCount + count)
            return .refused(
                .overQuota(
                    limit: quota.limit(at: time), open: ledger.openCount, requested: count, needed: needed,
                    allowedFrom: quota.firstInstant(allowing: needed)))
        }
        let first = ledger.leases.count
        for _ in 0..<count { _ = ledger.request(typeIndex: index, at: time, acceptedAt: launchLimit.accept(at: time)) }
        return .accepted(first..<first + count)
    }

    /// One line for each type that was leased, in the order of the catalogue.
    public func items(horizon: SimulationTime) throws(AmountError) -> [BillItem] {
        var leased = [Bool](repeating: false, count: catalogue.types.count)
        for lease in ledger.leases where lease.launchedAt != nil { leased[lease.typeIndex] = true }
        var items: [BillItem] = []
        for (index, type) in catalogue.types.enumerated() where leased[index] {
            guard let price = type.pricePerHour else { requirementFailure("leases of `\(type.name)`, which is not sold") }
            let hours = ledger.billedNodeHours(rule: billing, horizon: horizon, typeIndex: index)
            items.append(try BillItem(section: .leases, name: type.name, unit: "node-hour", quantity: hours, price: price))
        }
        return items
    }
}
