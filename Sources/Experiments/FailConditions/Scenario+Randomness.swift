import CloudMarket
import ClusterModel
import DataConversion
import RandomStreams
public import Scenarios
import UpgradeFaults
import UpgradeStrategies

/// Whether replications can differ at all.
extension Scenario {
    /// Whether anything is drawn by chance: faults of the procedure and the version, crashes and other faults of hardware, times that vary from
    /// node to node, the cost of a row, boot times, failed launches.
    ///
    /// Without chance one replication is as good as a thousand. With it, replications that agree do not say that the next one does: a crash
    /// that comes once in a hundred runs is seen in none of thirty.
    public var isRandom: Bool {
        let system = rehearsal.system
        let faults = rehearsal.hardwareFaults
        if rehearsal.faults.isDrawn { return true }
        if let crashes = faults.timeToFailure, !Self.isConstant(crashes) { return true }
        if let disks = faults.disks, !Self.isConstant(disks.timeToFailure) || !Self.isConstant(disks.replacement) { return true }
        for outages in [faults.racks, faults.uplinks, faults.links].compactMap(\.self)
        where !Self.isConstant(outages.timeToFailure) || !Self.isConstant(outages.timeToRepair) { return true }
        if system.tiers.contains(where: { $0.isUpgraded && ($0.software.variation > 0 || $0.software.spread == .exponential) }) {
            return true
        }
        if let dataset = rehearsal.dataset, dataset.costVariation > 0 { return true }
        guard let market = rehearsal.parallel?.market else { return false }
        return market.launchFailureProbability > 0 || !Self.isConstant(market.bootTime)
    }

    private static func isConstant(_ law: Distribution) -> Bool {
        if case .constant = law { true } else { false }
    }
}
