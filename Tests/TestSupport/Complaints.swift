public import ClusterModel
import DataConversion
import SimulationKernel
public import UpgradeStrategies

/// What is wrong with a run, in words; nothing if all is well.
public enum Complaints {
    /// What should be so at the end but is not.
    ///
    /// - Parameter version: What every upgraded node of the universe that serves should run, and the form of the data it should hold.
    public static func aboutEnd(_ run: UpgradeRun, _ result: RunResult, version: Version, universe: Universe = .original) -> [String] {
        var complaints: [String] = []
        let cluster = run.cluster
        if cluster.activeUniverse != universe { complaints.append("users reach the \(cluster.activeUniverse) universe") }
        for (index, node) in cluster.nodes.enumerated() where node.universe == universe {
            let tier = run.rehearsal.system.tiers[node.tier]
            let name = "\(tier.name) node \(index)"
            if node.state != .inService || node.plannedCause != nil || node.faultCause != nil {
                complaints.append("\(name) is \(node.state)")
            }
            let expected = tier.isUpgraded ? version : .old
            if node.version != expected { complaints.append("\(name) runs the \(node.version) version") }
            guard tier.isSharded else { continue }
            if run.rehearsal.dataset?.hasChange == true, node.format != version { complaints.append("\(name) holds \(node.format) data") }
            if !node.isFollowing { complaints.append("\(name) does not follow its primary") }
        }
        for (tier, description) in run.rehearsal.system.tiers.enumerated() {
            for shard in description.shards.indices {
                let primaries = cluster.nodes(of: tier, shard: shard, in: universe).count { cluster.nodes[$0].isPrimary }
                if primaries != 1 { complaints.append("shard \(shard) has \(primaries) primaries") }
                if cluster.isClosed(tier: tier, shard: shard) { complaints.append("shard \(shard) takes no writes") }
            }
        }
        if cluster.formatSeparation != nil { complaints.append("formats are still apart") }
        if !cluster.causes.active.isEmpty {
            complaints.append("still at work: \(cluster.causes.active.map { cluster.causes.entries[$0.index].label })")
        }
        if universe == .original { complaints += aboutSecondSystem(run, result) }
        return complaints
    }

    private static func aboutSecondSystem(_ run: UpgradeRun, _ result: RunResult) -> [String] {
        var complaints: [String] = []
        for (index, node) in run.cluster.nodes.enumerated() where node.universe == .parallel && node.state != .released {
            complaints.append("parallel node \(index) is \(node.state)")
        }
        let open = result.leases.count { $0.released == nil }
        if open > 0 { complaints.append("\(open) leases are open") }
        return complaints
    }

    /// Sums that do not add up: requests offered and accounted for, losses and their causes.
    public static func aboutSums(_ run: UpgradeRun, _ result: RunResult) -> [String] {
        var complaints: [String] = []
        for (index, measured) in result.measures.classes.enumerated() {
            let name = run.rehearsal.system.classes[index].name
            let rest = measured.offered - measured.served - measured.lost - result.waiting[index]
            if abs(rest) > 1e-9 * measured.offered { complaints.append("\(rest) requests of \(name) are unaccounted for") }
            let uncaused = measured.lostByCause.reduce(0, +) - measured.lost
            if abs(uncaused) > 1e-9 * measured.offered { complaints.append("\(uncaused) losses of \(name) too many have a cause") }
            if measured.lostToPlan > measured.lost * (1 + 1e-9) { complaints.append("\(name): more is lost to the plan than lost") }
        }
        if run.simulation.liveProcedureCount > 0 { complaints.append("\(run.simulation.liveProcedureCount) procedures are alive") }
        return complaints
    }
}
