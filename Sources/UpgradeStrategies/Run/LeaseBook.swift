import CloudMarket
import SimulationKernel

/// The leases of a run and what their use is billed by.
struct LeaseBook {
    /// The market; nil if the second system is our own or there is none.
    let market: LeaseMarket?
    /// What each lease is for, in the order of the ledger.
    var purposes: [String] = []
    /// Data kept in the market.
    var storage = StorageMeter()
    /// Bytes sent into the market.
    var bytesIn = 0.0
    /// Bytes sent out of it.
    var bytesOut = 0.0
    /// From when to when data is kept there.
    private var storedFrom: SimulationTime?
    private var storedTo: SimulationTime?
    /// Own machines that stand in for leased ones.
    var borrowed = 0

    init(_ plan: ParallelPlan?) {
        market = plan?.market.map {
            LeaseMarket(catalogue: $0.catalogue, quota: $0.quota, launchLimit: $0.launchLimit, billing: $0.billing)
        }
    }

    /// Begins to keep data in the market.
    mutating func store(bytes: Double, at time: SimulationTime) {
        storage.set(bytes: Int64(bytes.rounded()), at: time)
        if storedFrom == nil { storedFrom = time }
        storedTo = nil
    }

    /// How long data has been kept there, seconds.
    func storageHeldSeconds(until horizon: SimulationTime) -> Double {
        storedFrom.map { ((storedTo ?? horizon) - $0).seconds } ?? 0
    }

    /// Gives everything back.
    mutating func releaseAll(at time: SimulationTime) {
        borrowed = 0
        storage.set(bytes: 0, at: time)
        if storedFrom != nil, storedTo == nil { storedTo = time }
        guard let market else { return }
        for lease in market.ledger.leases where lease.state.isOpen { market.ledger.release(lease.id, at: time) }
    }

    /// The leases as the results show them.
    func records(horizon: SimulationTime) -> [LeaseRecord] {
        guard let market else { return [] }
        return market.ledger.leases.map { lease in
            LeaseRecord(
                instanceType: market.catalogue.types[lease.typeIndex].name, purpose: purposes[lease.id], requested: lease.requestedAt,
                launched: lease.launchedAt, released: lease.endedAt, failed: lease.failedAt != nil)
        }
    }
}
