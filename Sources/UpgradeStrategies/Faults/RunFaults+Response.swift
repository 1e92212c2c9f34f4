import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import UpgradeFaults

/// What is done about faults that have been noticed.
///
/// A person repairs one thing at a time. Before the point of no return an attempt that users suffer from is rolled back, which takes what is wrong along,
/// unless a mistake leaves it in place; afterwards, and in a universe that no user sees, somebody finds out what is wrong and repairs it.
extension RunFaults {
    func respond(to fault: ActiveFault) async throws {
        try await operators.acquire()
        defer { operators.release() }
        guard !fault.hasEnded else { return }
        if mayRollBack, concernsUsers(fault) {
            run.abort(because: .faultFound(records[fault.number].label))
            while !fault.hasEnded, !fault.outlivesRollback { try await ended.wait() }
            guard !fault.hasEnded else { return }
        }
        try await repair(fault)
    }

    /// Whether there is an attempt to give up, and somewhere to go back to.
    private var mayRollBack: Bool {
        rules.response.rollsBack && run.isPerforming && run.pointOfNoReturn == nil && !run.isRollingBack
    }

    /// Whether users meet it, or will before the strategy's own tests: a fault in a universe that nobody sees can wait.
    private func concernsUsers(_ fault: ActiveFault) -> Bool {
        if fault.defective != nil { return true }
        return fault.breakages.contains { $0.universe == cluster.activeUniverse || graph.components[$0.component].place == .shared }
            || fault.consequences.contains { $0.universe == cluster.activeUniverse }
    }

    private func repair(_ fault: ActiveFault) async throws {
        let seconds = rules.response.identification.sample(&fault.stream) + rules.response.fix.sample(&fault.stream)
        run.beginRepair()
        defer { run.endRepair() }
        try await simulation.hold(for: .seconds(saturating: max(1, seconds)))
        guard !fault.hasEnded else { return }
        end(fault, .repaired)
        try await restore(fault)
    }

    /// Rows that were written wrongly come from the backup; the shards take no writes meanwhile.
    private func restore(_ fault: ActiveFault) async throws {
        let damaged = records[fault.number].rowsDamaged
        let rate = rules.response.restoreBytesPerSecond
        guard damaged > 0, rate > 0, let dataset = run.rehearsal.dataset else { return }
        let bytes = dataset.tables.reduce(0) { $0 + $1.rows * $1.bytesPerRow }
        let shares = run.rehearsal.system.tiers[dataset.tier].shards.map(\.shareOfData)
        let seconds = bytes * (shares.max() ?? 1) / rate
        let operations = Operations(run)
        let shards = Array(shares.indices)
        run.settle(to: simulation.now)
        operations.closeWrites(tier: dataset.tier, shards: shards, cause: fault.cause)
        run.record("restore \(Int(damaged)) rows from the backup", tier: dataset.tier)
        try await simulation.hold(for: .seconds(saturating: seconds))
        operations.openWrites(tier: dataset.tier, shards: shards, cause: fault.cause)
        update(fault.number) { $0.rowsRestored = damaged }
    }

    /// A rollback is complete: what was done wrongly in the attempt is gone, but for what a mistake has left.
    func rolledBack() {
        for fault in active where !fault.hasEnded {
            if fault.defective != nil {
                // The old version does not have it; the next attempt will, unless it has been corrected by then.
                continue
            }
            undo(fault)
        }
        for fault in active where !fault.hasEnded && fault.defective != nil { fault.outlivesRollback = true }
        ended.fire()
    }

    private func undo(_ fault: ActiveFault) {
        guard fault.stream.bernoulli(rules.response.rollbackMistake) else { return end(fault, .rolledBack) }
        fault.outlivesRollback = true
        run.record("the rollback leaves in place: \(records[fault.number].label)")
        if fault.isNoticed, !fault.isAnswered { answer(fault) }
    }

    /// Users have been sent back to where they were, and what the switch did wrongly is undone.
    func switchUndone() {
        for fault in active where !fault.hasEnded && fault.isNoticed && !fault.isAnswered { undo(fault) }
        ended.fire()
    }

    /// Somebody takes care of what has been noticed.
    func answer(_ fault: ActiveFault) {
        fault.isAnswered = true
        _ = simulation.launch("response") { [self] in try await respond(to: fault) }
    }

    /// There is no way back any more: whoever waits for a rollback has to repair.
    func stay() {
        for fault in active where fault.isNoticed { fault.outlivesRollback = true }
        ended.fire()
    }

    /// The new universe is given back, or what was installed replaced: what was wrong with it goes along.
    func discard(_ universe: Universe) {
        for fault in active where !fault.hasEnded && fault.defective == nil {
            let isGone = fault.breakages.allSatisfy { $0.universe == universe && graph.components[$0.component].place != .shared }
            if isGone { end(fault, .discarded) }
        }
    }

    /// Waits until what has been noticed is repaired: nobody tries again before.
    func untilRepaired() async throws {
        while active.contains(where: { $0.isNoticed && !$0.hasEnded }) { try await ended.wait() }
    }

    /// Whether something that has been noticed in a universe is not repaired yet.
    func hasKnownFault(in universe: Universe) -> Bool {
        active.contains { fault in
            fault.isNoticed && !fault.hasEnded && fault.defective == nil && fault.breakages.contains { $0.universe == universe }
        }
    }

    /// A fault is over.
    func end(_ fault: ActiveFault, _ ending: FaultEnding) {
        run.settle(to: simulation.now)
        fault.hasEnded = true
        for event in [fault.report, fault.healthCheck].compactMap(\.self) { _ = simulation.cancel(event) }
        for tier in run.rehearsal.system.tiers.indices {
            for universe in Universe.allCases { cluster.heal(fault.cause, tier: tier, universe: universe) }
        }
        let out = fault.barred.sorted().filter { cluster.nodes[$0].plannedCause == fault.cause }
        Operations(run).returnToService(out, cause: fault.cause)
        close(fault, ending)
        run.record("\(ending.rawValue): \(records[fault.number].label)")
        active.removeAll { $0 === fault }
        ended.fire()
    }

    /// Takes down what a fault has done up to now.
    private func close(_ fault: ActiveFault, _ ending: FaultEnding?) {
        let damage = run.service.damage[fault.cause]
        update(fault.number) { record in
            record.ended = ending.map { _ in simulation.now }
            record.ending = ending
            record.rowsDamaged = damage?.rows ?? 0
            if record.noticed == nil { record.requestsExposed = damage?.requests ?? 0 }
            record.requestsLost = run.service.measures.classes.map {
                $0.lostByCause.indices.contains(fault.cause.index) ? $0.lostByCause[fault.cause.index] : 0
            }
        }
    }

    /// The run is over: takes down what the faults have done that are still there, and what those have cost that are not.
    func finish() {
        for fault in active { close(fault, nil) }
        for number in records.indices {
            let cause = records[number].cause.index
            update(number) { record in
                record.requestsLost = run.service.measures.classes.map {
                    $0.lostByCause.indices.contains(cause) ? $0.lostByCause[cause] : 0
                }
            }
        }
    }
}
