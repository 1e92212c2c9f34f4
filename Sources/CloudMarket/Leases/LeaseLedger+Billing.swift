public import SimulationKernel

extension LeaseLedger {
    /// What one lease is billed for up to the horizon: until its release, or to the horizon if nobody released it before.
    public func billed(_ lease: Lease, rule: BillingRule, horizon: SimulationTime) -> SimulationDuration {
        guard let launchedAt = lease.launchedAt, launchedAt < horizon else { return .zero }
        return rule.billed(from: launchedAt, to: min(lease.endedAt ?? horizon, horizon))
    }

    /// Billed node-hours, of one type or of all.
    public func billedNodeHours(rule: BillingRule, horizon: SimulationTime, typeIndex: Int? = nil) -> Quantity {
        sum(typeIndex) { billed($0, rule: rule, horizon: horizon).nanoseconds }
    }

    /// Node-hours as they passed, from launch to release, before any rounding up.
    public func usedNodeHours(horizon: SimulationTime, typeIndex: Int? = nil) -> Quantity {
        sum(typeIndex) { lease in
            guard let launchedAt = lease.launchedAt, launchedAt < horizon else { return 0 }
            return (min(lease.endedAt ?? horizon, horizon) - launchedAt).nanoseconds
        }
    }

    private func sum(_ typeIndex: Int?, _ nanoseconds: (Lease) -> Int64) -> Quantity {
        .hours(
            nanoseconds: leases.reduce(into: Int128(0)) { sum, lease in
                if typeIndex == nil || lease.typeIndex == typeIndex { sum += Int128(nanoseconds(lease)) }
            })
    }
}
