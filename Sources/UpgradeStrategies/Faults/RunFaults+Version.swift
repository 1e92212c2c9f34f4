import ClusterModel
import RandomStreams
import SimulationKernel
import UpgradeFaults

/// Defects of the new version: in the version and not on a node, so that every node has them that runs it.
extension RunFaults {
    /// Users come to meet what is wrong with the version as soon as a node of it serves them; it shows when the traffic comes that triggers it.
    func meetDefects() {
        for index in defects.indices.reversed() where isServedByNew(defects[index].tier) {
            begin(defects.remove(at: index))
        }
    }

    private func isServedByNew(_ tier: Int) -> Bool {
        cluster.nodes(of: tier, in: cluster.activeUniverse).contains {
            cluster.nodes[$0].version == .new && cluster.nodes[$0].state == .inService
        }
    }

    private func begin(_ defect: Defect) {
        let tier = run.rehearsal.system.tiers[defect.tier].name
        let number = addRecord("bad version, \(defect.defect.rawValue): \(tier)", defect: defect.defect)
        let fault = ActiveFault(
            number: number, cause: records[number].cause, type: nil, defect: defect.defect, script: nil, breakages: [], graph: graph,
            stream: run.stream(ofDrawn: defect.salt, "fault", "life"), detection: rules.detection)
        fault.defective = (defect.tier, severity(of: defect.defect))
        fault.mayBeUnhealthy = severity(of: defect.defect).failedReads >= rules.detection.healthThreshold
        active.append(fault)
        run.record("fault: \(records[number].label)", tier: defect.tier)
        let delay = max(0, rules.version.trigger?.sample(&fault.stream) ?? 0)
        guard delay > 0 else { return trigger(fault) }
        simulation.schedule(
            Event(kind: RunEvent.fault, entity: UInt32(number), a: FaultEvent.trigger.rawValue),
            at: simulation.now.advanced(by: .seconds(saturating: delay)))
    }

    /// The traffic has come that triggers it.
    func trigger(_ fault: ActiveFault) {
        guard let (tier, severity) = fault.defective else { return }
        for universe in Universe.allCases {
            cluster.impair(
                Impairment(
                    cause: fault.cause, tier: tier, universe: universe,
                    extent: fault.defect == .mixed ? .bothVersions(severity) : .newVersion(severity)))
        }
    }

    /// What a node of the new version does with a defect.
    func severity(of defect: VersionDefect) -> Severity {
        let version = rules.version
        switch defect {
        case .outage: return .total
        case .slow: return Severity(slowdown: version.slowdown)
        case .misses: return Severity(missedHits: version.missedHits)
        case .mixed: return Severity(failedReads: version.failedWhileMixed, failedWrites: version.failedWhileMixed)
        case .corruption: return Severity(corruption: version.corruptedRows)
        case .errors: return Severity(failedReads: version.failedRequests, failedWrites: version.failedRequests)
        }
    }
}
