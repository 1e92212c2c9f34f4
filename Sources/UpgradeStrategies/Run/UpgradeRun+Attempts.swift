import ClusterModel
import SimulationKernel

/// The upgrade as a whole: attempts, pauses, deadline and soak.
extension UpgradeRun {
    func conduct() async throws {
        let operations = Operations(self)
        operations.watchWindows()
        while true {
            attempts += 1
            do {
                try await attempt(operations)
                if rehearsal.procedure.soak > .zero { try await simulation.hold(for: rehearsal.procedure.soak) }
                try await operations.restoreCapacity()
                if !strategy.isControl {
                    finishedAt = simulation.now
                    outcome = .finished(retries: attempts - 1)
                }
                return
            } catch let failure as UpgradeFailure {
                steps.append(
                    StepRecord(
                        label: "attempt \(attempts) failed: \(failure)", tier: nil, start: simulation.now, end: simulation.now,
                        isAttended: false, isFault: true))
                if case .neverConverges(let reason) = failure {
                    outcome = .neverConverges(reason)
                    finishedAt = simulation.now
                    return
                }
                if attempts >= rehearsal.procedure.attempts || !failure.allowsRetry {
                    // What was kept for this attempt.
                    if cluster.activeUniverse == .original, !operations.universeNodes.isEmpty { operations.releaseUniverse() }
                    outcome = .gaveUp("\(failure)")
                    finishedAt = simulation.now
                    return
                }
                try await simulation.hold(for: rehearsal.procedure.pauseBetweenAttempts)
            }
        }
    }

    /// One attempt, cut short at the deadline; what has begun is rolled back by the strategy before the failure gets here.
    private func attempt(_ operations: Operations) async throws {
        guard let deadline = rehearsal.calendar.deadline else { return try await perform(operations) }
        guard simulation.now < deadline else { throw UpgradeFailure.deadlinePassed }
        let procedure = simulation.launch("attempt \(attempts)") { [self] in try await perform(operations) }
        let watch = simulation.launch("deadline") { [self] in
            try await simulation.hold(until: deadline)
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
        do {
            try await strategy.perform(operations)
        } catch let error where !(error is SimulationEnded) {
            if pointOfNoReturn == nil {
                let strategy = strategy
                let triesAgain = attempts < rehearsal.procedure.attempts && (error as? UpgradeFailure)?.allowsRetry == true
                operations.keepsLeases = triesAgain && rehearsal.procedure.keep == .leases
                try await simulation.shielded { try await strategy.rollBack(operations) }
            } else {
                // The old version lacks what has been written since: there is no way back.
                operations.retireJobs()
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

    /// Whether another attempt could end otherwise.
    var allowsRetry: Bool {
        switch self {
        case .deadlinePassed, .impossible, .neverConverges: false
        case .leasesRefused: true
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
        }
    }
}
