import DataConversion
public import SimulationKernel
public import UpgradeFaults

/// One operation of a run at which something can go wrong.
public struct TimedOpportunity: Sendable, Hashable {
    /// What is done.
    public var opportunity: Opportunity
    /// Its number among the operations of its class, from 0.
    public var index: Int
    /// When.
    public var time: SimulationTime
    /// Position of the step that began last before it; -1 if none had.
    public var step: Int
}

/// What faults ask of a run.
extension UpgradeRun {
    /// Bytes: a sixteenth of the events that chunks of 64 MB take, which are most of a run's time.
    private static let pilotChunk = 1e9

    /// The same run without faults of the procedure and the version, up to the end of its first attempt: it tells what the strategy does in
    /// which order. It converts in large chunks: an upgrade's operations are the same whatever their size, unless replicas are waited for.
    func pilot() -> UpgradeRun {
        var rehearsal = rehearsal
        if let dataset = rehearsal.dataset, dataset.pipeline.lagThrottle == nil {
            rehearsal.dataset?.chunkBytes = max(dataset.chunkBytes, Self.pilotChunk)
        }
        rehearsal.faults.isDrawn = false
        rehearsal.injections = []
        let pilot = UpgradeRun(rehearsal, strategy: strategy, seed: seed, replication: replication, isPaired: isPaired)
        pilot.isPilot = true
        _ = pilot.run()
        return pilot
    }

    /// The operations of the first attempt at which something can go wrong, in order; what a strategy does without any fault is what its pilot did.
    public var opportunities: [TimedOpportunity] { faults?.opportunities ?? [] }

    /// Gives the attempt under way up because of a fault: it is rolled back like one that has failed.
    func abort(because failure: UpgradeFailure) {
        abortion = failure
        (attemptProcedure ?? conductor)?.cancel()
    }

    /// Somebody repairs something: an operator's time.
    func beginRepair() {
        if attendedSteps == 0 { attendedSince = simulation.now }
        attendedSteps += 1
    }

    func endRepair() {
        attendedSteps -= 1
        if attendedSteps == 0 { operatorSeconds += (simulation.now - attendedSince).seconds }
    }
}
