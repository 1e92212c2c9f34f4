/// How far replicas are behind with the chunks of a conversion that goes on on their primary.
///
/// These come beside the live writes of ``lagRows(of:)``, and at another cost a row; so what is added up is seconds. Readers avoid a replica by
/// the same rule whatever it is behind with: from the tier's lag limit on, until it has come back to half of it. The lag is told at the ends of
/// chunks and where somebody looks, so readers leave and come back then.
extension Cluster {
    /// How far a server is behind, seconds: its live writes and the chunks of a conversion.
    public func lagSeconds(of index: Int) -> Double {
        let rate = applyRate(of: index)
        return (rate.isFinite ? lagRows(of: index) / rate : 0) + nodes[index].conversionLagSeconds
    }

    /// Says how far a replica is behind with converted chunks, seconds.
    public func setConversionLag(_ seconds: Double, of index: Int) {
        guard nodes[index].conversionLagSeconds != seconds else { return }
        if nodes[index].conversionLagSeconds == 0 { behindConversions.append(index) }
        if seconds == 0 { behindConversions.removeAll { $0 == index } }
        nodes[index].conversionLagSeconds = seconds
        let (lag, limit) = (lagSeconds(of: index), lagLimitSeconds(of: index))
        if nodes[index].state == .inService, isReachable(nodes[index]) { longestLagSeconds = max(longestLagSeconds, lag) }
        if nodes[index].isBeyondLagLimit {
            if lag <= 0.5 * limit * (1 + 1e-9) { setBeyondLagLimit(false, index) }
        } else if seconds > 0, isReachable(nodes[index]), lag >= limit * (1 - 1e-9) {
            setBeyondLagLimit(true, index)
        }
        // Live writes that grow meanwhile reach the limit at another time.
        if lagging.contains(index) { touch(index) }
    }
}
