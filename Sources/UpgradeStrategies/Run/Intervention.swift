public import SimulationKernel

/// A change of mind in the middle of a run: up to its instant the run is the same as without it.
public struct Intervention: Sendable {
    /// When it takes effect, before everything else of that instant.
    public var time: SimulationTime
    /// What is done.
    public var change: Change

    /// What can be done in the middle of a run.
    public enum Change: Sendable {
        /// The operator gives the attempt up: it is rolled back like one that has failed, and no other is made.
        case rollBack
        /// The operator gives the attempt up and makes another, after the scenario's pause between attempts.
        case retry
        /// Values are different from now on, for what begins afterwards.
        case set(Rehearsal)
    }

    /// Makes an intervention.
    public init(time: SimulationTime, change: Change) {
        self.time = time
        self.change = change
    }
}

/// What became of an intervention.
public enum InterventionOutcome: Hashable, Sendable {
    /// It took effect.
    case done
    /// The run went on as it would have without, for this reason.
    case refused(String)
}

extension UpgradeRun {
    /// Schedules what is to be changed, if anything is.
    func scheduleIntervention() {
        guard let intervention else { return }
        let code: Int64 =
            switch intervention.change {
            case .rollBack: 1
            case .retry: 2
            case .set: 3
            }
        simulation.schedule(Event(kind: RunEvent.intervention, entity: 0, a: code), at: intervention.time, priority: .first)
    }

    func intervene() {
        switch intervention?.change {
        case .rollBack: giveUp(thenRetry: false)
        case .retry: giveUp(thenRetry: true)
        case .set(let changed): set(changed)
        case nil: break
        }
    }

    private func giveUp(thenRetry retries: Bool) {
        if let reason = refusal(thenRetry: retries) {
            interventionOutcome = .refused(reason)
            return note("intervention: refused, \(reason)")
        }
        interventionOutcome = .done
        note(retries ? "intervention: give up and try again" : "intervention: roll back")
        decision = retries ? .retry : .rollBack
        (attemptProcedure ?? conductor)?.cancel()
    }

    /// Why an attempt cannot be given up now; nil if it can.
    private func refusal(thenRetry retries: Bool) -> String? {
        if strategy.isControl { return "nothing is upgraded" }
        if let finishedAt { return "the upgrade had ended after \(Self.wholeSeconds(finishedAt))" }
        if let pointOfNoReturn {
            return
                "the point of no return was passed after \(Self.wholeSeconds(pointOfNoReturn)), and the old version lacks what has been written since"
        }
        if isRollingBack { return "the attempt is being rolled back already" }
        if retries, isPausing { return "no attempt is under way, the next one is to come" }
        return nil
    }

    /// A time without what nobody wants to know of it.
    private static func wholeSeconds(_ time: SimulationTime) -> SimulationDuration {
        .nanoseconds(time.nanoseconds / 1_000_000_000 * 1_000_000_000)
    }

    private func set(_ changed: Rehearsal) {
        interventionOutcome = .done
        note("intervention: values are changed")
        let isThrottled =
            changed.utilisationCeiling != rehearsal.utilisationCeiling || changed.interference != rehearsal.interference
        rehearsal = changed
        if isThrottled { throttle() }
    }

    private func note(_ label: String) {
        let event = simulation.currentSequence
        steps.append(
            StepRecord(
                label: label, tier: nil, start: simulation.now, end: simulation.now, isAttended: false, isFault: false, startEvent: event,
                endEvent: event))
    }
}
