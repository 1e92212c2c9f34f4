import ClusterModel
import SimulationKernel

/// The upgrade as a whole: attempts, pauses, deadline and soak.
extension UpgradeRun {
    func conduct(_ operations: Operations) async throws {
        // Nothing is asked of a pilot after its first attempt.
        defer { if isPilot { simulation.stop() } }
        do {
            while true {
                attempts += 1
                faults?.beginAttempt(attempts)
                do {
                    try await faults?.untilRepaired()
                    try await attempt(operations)
                    try await completeUpgrade(operations)
                    return
                } catch let failure as UpgradeFailure {
                    guard goesOn(after: failure, operations), !isPilot else { return }
                    // A task that has been cancelled cannot wait any more.
                    if Task.isCancelled {
                        conductor = simulation.launch(strategy.name) { [self] in
                            try await pause(operations)
                            try await conduct(operations)
                        }
                        return
                    }
                    try await pause(operations)
                }
            }
        } catch let error as CancellationError {
            // Between two attempts there is nothing to roll back.
            guard decision == .rollBack else { throw error }
            _ = goesOn(after: .givenUp(.rollBack), operations)
        }
    }

    private func completeUpgrade(_ operations: Operations) async throws {
        if rehearsal.procedure.soak > .zero { try await operations.hold(for: rehearsal.procedure.soak, as: "soak") }
        try await operations.restoreCapacity()
        if !strategy.isControl {
            end()
            outcome = .finished(retries: attempts - 1)
        }
    }

    /// Takes down why an attempt failed; whether there will be another.
    private func goesOn(after failure: UpgradeFailure, _ operations: Operations) -> Bool {
        decision = nil
        steps.append(
            StepRecord(
                label: "attempt \(attempts) failed: \(failure)", tier: nil, start: simulation.now, end: simulation.now,
                isAttended: false, isFault: true, startEvent: simulation.currentSequence, endEvent: simulation.currentSequence))
        if case .neverConverges(let reason) = failure {
            outcome = .neverConverges(reason)
            end()
            return false
        }
        if triesAgain(after: failure) { return true }
        // What was kept for this attempt.
        if cluster.activeUniverse == .original, !operations.universeNodes.isEmpty { operations.releaseUniverse() }
        outcome = .gaveUp("\(failure)")
        end()
        return false
    }

    private func triesAgain(after failure: UpgradeFailure) -> Bool {
        failure == .givenUp(.retry) || (attempts < rehearsal.procedure.attempts && failure.allowsRetry)
    }

    private func pause(_ operations: Operations) async throws {
        isPausing = true
        defer { isPausing = false }
        try await operations.hold(for: rehearsal.procedure.pauseBetweenAttempts, as: "pause between attempts")
    }

    private func end() {
        finishedAt = simulation.now
        endEvent = simulation.currentSequence
    }

    /// One attempt, cut short at the deadline; what has begun is rolled back by the strategy before the failure gets here.
    private func attempt(_ operations: Operations) async throws {
        guard let deadline = rehearsal.calendar.deadline else { return try await perform(operations) }
        guard simulation.now < deadline else { throw UpgradeFailure.deadlinePassed }
        let procedure = simulation.launch("attempt \(attempts)") { [self] in try await perform(operations) }
        attemptProcedure = procedure
        defer { attemptProcedure = nil }
        let watch = simulation.launch("deadline") { [self] in
            try await simulation.hold(until: deadline)
            history?.join(.instead, from: 0)
            if pointOfNoReturn == nil { procedure.cancel() }
        }
        do {
            try await procedure.wait()
            watch.cancel()
        } catch is CancellationError {
            throw UpgradeFailure.deadlinePassed
        } catch {
            watch.cancel()
            throw error
        }
    }

    private func perform(_ operations: Operations) async throws {
        isPerforming = true
        defer { isPerforming = false }
        do {
            try await strategy.perform(operations)
            // Found in the very instant in which there was nothing left to give up.
            if let failure = abortion { throw failure }
        } catch let cause where !(cause is SimulationEnded) {
            let error = decision.map { UpgradeFailure.givenUp($0) } ?? abortion ?? cause
            abortion = nil
            if pointOfNoReturn == nil {
                let strategy = strategy
                let triesAgain = (error as? UpgradeFailure).map { self.triesAgain(after: $0) } ?? false
                operations.keepsLeases = triesAgain && rehearsal.procedure.keep == .leases
                try await simulation.shielded { try await strategy.rollBack(operations) }
                faults?.rolledBack()
            } else {
                // The old version lacks what has been written since: there is no way back.
                operations.retireJobs()
                faults?.stay()
            }
            throw error
        }
    }
}

/// Why an attempt failed.
public enum UpgradeFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The market did not give the machines.
    case leasesRefused(String)
    /// A conversion gets no nearer to its end.
    case neverConverges(String)
    /// The time by which the work had to be done has come.
    case deadlinePassed
    /// The plan cannot be carried out on this system.
    case impossible(String)
    /// The operator has thought better of it.
    case givenUp(Decision)
    /// Something is wrong that users suffer from.
    case faultFound(String)

    /// What the operator wants instead of an attempt.
    public enum Decision: Hashable, Sendable {
        /// Nothing more.
        case rollBack
        /// Another attempt.
        case retry
    }

    /// Whether another attempt could end otherwise.
    var allowsRetry: Bool {
        switch self {
        case .deadlinePassed, .impossible, .neverConverges, .givenUp: false
        case .leasesRefused, .faultFound: true
        }
    }

    /// In words.
    public var description: String {
        switch self {
        case .leasesRefused(let why): "leases refused: \(why)"
        // The monitor's sentence begins with these words.
        case .neverConverges(let why): why
        case .deadlinePassed: "the deadline passed before the work was done"
        case .impossible(let why): why
        case .givenUp: "the operator gave it up"
        case .faultFound(let what): "\(what)"
        }
    }
}
