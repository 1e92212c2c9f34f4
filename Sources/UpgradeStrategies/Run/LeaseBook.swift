import CloudMarket
import SimulationKernel

/// The leases of a run and what their use is billed by.
struct LeaseBook {
    /// The market; nil if the second system is our own or there is none.
    let market: LeaseMarket?
    /// What each lease is for, in the order of the ledger.
    var purposes: [String] = []
    /// The node that it stands for, likewise; nil for a helper.
    var nodes: [Int?] = []
    /// When each of them changed, likewise.
    var events: [LeaseEvents] = []
    /// Data kept in the market.
    var storage = StorageMeter()
    /// Bytes that are kept there.
    private(set) var storedBytes = 0.0
    /// Since when data is kept there, and for how long it was kept before.
    private var storedFrom: SimulationTime?
    private var storedBefore = SimulationDuration.zero
    /// Own machines that stand in for leased ones.
    var borrowed = 0

    init(_ plan: ParallelPlan?) {
        market = plan?.market.map {
            LeaseMarket(catalogue: $0.catalogue, quota: $0.quota, launchLimit: $0.launchLimit, billing: $0.billing)
        }
    }

    /// Keeps so many bytes in the market from now on.
    mutating func store(bytes: Double, at time: SimulationTime) {
        storedBytes = bytes
        storage.set(bytes: Int64(min(bytes.rounded(), 9e18)), at: time)
        if storedFrom == nil { storedFrom = time }
    }

    /// How long data has been kept there, seconds.
    func storageHeldSeconds(until horizon: SimulationTime) -> Double {
        storedBefore.seconds + (storedFrom.map { (horizon - $0).seconds } ?? 0)
    }

    /// Notes what new leases are for.
    mutating func add(purpose: String, node: Int?, event: UInt64) {
        purposes.append(purpose)
        nodes.append(node)
        events.append(LeaseEvents(requested: event))
    }

    /// The nodes whose machines have been kept from an earlier attempt.
    var runningNodes: Set<Int> {
        Set((market?.ledger.leases ?? []).lazy.filter { $0.state == .inService }.compactMap { nodes[$0.id] })
    }

    /// Helpers of a purpose that have been kept from an earlier attempt.
    func runningHelpers(_ purpose: String) -> Int {
        market?.ledger.leases.count { $0.state == .inService && nodes[$0.id] == nil && purposes[$0.id] == purpose } ?? 0
    }

    /// Gives everything back.
    ///
    /// - Parameter keepingRunning: But for machines that run.
    mutating func releaseAll(at time: SimulationTime, event: UInt64, keepingRunning: Bool = false) {
        borrowed = 0
        storedBytes = 0
        storage.set(bytes: 0, at: time)
        if let storedFrom { storedBefore = storedBefore + (time - storedFrom) }
        storedFrom = nil
        guard let market else { return }
        for lease in market.ledger.leases where lease.state.isOpen && !(keepingRunning && lease.state == .inService) {
            market.ledger.release(lease.id, at: time)
            events[lease.id].released = event
        }
    }

    /// The leases as the results show them.
    func records(horizon: SimulationTime) -> [LeaseRecord] {
        guard let market else { return [] }
        return market.ledger.leases.map { lease in
            LeaseRecord(
                instanceType: market.catalogue.types[lease.typeIndex].name, purpose: purposes[lease.id], requested: lease.requestedAt,
                launched: lease.launchedAt, released: lease.endedAt, failed: lease.failedAt != nil,
                events: events[lease.id])
        }
    }
}
