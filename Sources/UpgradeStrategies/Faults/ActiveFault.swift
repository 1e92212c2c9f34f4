import ClusterModel
import RandomStreams
import SimulationKernel
import UpgradeFaults

/// A fault that has occurred and has not come to its end.
///
/// Unchecked: confined to the thread of its run.
final class ActiveFault: @unchecked Sendable {
    /// Its place in the records.
    let number: Int
    let cause: CauseID
    let type: UpgradeFaultType?
    let defect: VersionDefect?
    /// The step that is wrong, if it is wrong wherever it is done.
    let script: Opportunity?
    /// What is broken, and what shows of it. Empty for a defect of the version.
    var breakages: [Breakage]
    var shown: ShownEdges
    /// What services suffer at present.
    var consequences: [ServiceConsequence] = []
    /// The tier of a defect, and what its nodes suffer.
    var defective: (tier: Int, severity: Severity)?
    var stream: RandomStream
    /// Nodes that the health checks have taken out.
    var barred: Set<Int> = []
    var healthCheck: EventHandle?
    /// Seconds of whole failure that users bear before they are heard, how many they have borne, and since when how much.
    let patience: Double
    var borne = 0.0
    var bearing = 0.0
    var bearingSince = SimulationTime.zero
    var report: EventHandle?
    var isNoticed = false
    /// Whether somebody has been called to repair it or to roll back.
    var isAnswered = false
    var hasEnded = false
    /// Whether a rollback left it in place.
    var outlivesRollback = false
    /// What users lost to it, and met of it, up to the last look.
    var hasShown = false

    init(
        number: Int, cause: CauseID, type: UpgradeFaultType?, defect: VersionDefect?, script: Opportunity?, breakages: [Breakage],
        graph: DependencyGraph, stream: RandomStream, detection: DetectionRules
    ) {
        self.number = number
        self.cause = cause
        self.type = type
        self.defect = defect
        self.script = script
        self.breakages = breakages
        shown = ShownEdges(graph)
        var stream = stream
        let corrupts = defect == .corruption
        patience = (corrupts ? detection.corruptionReports : detection.userReports).sample(&stream)
        self.stream = stream
    }

    /// Whether some node may fail its health checks: worked out when consequences change.
    var mayBeUnhealthy = false
    /// Whether consequences change with the nodes that serve and the form of their data.
    var dependsOnWhoServes = false

    /// How likely one look of a verification sees it.
    func verification(_ rules: DetectionRules) -> Double { type.map { rules.verification[$0] ?? 0 } ?? rules.versionVerification }

    /// How likely one replayed request that meets it shows it.
    func comparison(_ rules: DetectionRules) -> Double { type.map { rules.comparison[$0] ?? 0 } ?? rules.versionComparison }
}
