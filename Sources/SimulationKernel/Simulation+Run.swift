public import Requirements

/// The run loop.
extension Simulation {
    /// Executes events until nothing is pending or a limit is reached, then ends all procedures.
    ///
    /// At the time limit the clock stands at the limit.
    @inlinable public func run<Handler: EventHandler>(_ handler: Handler) -> StopReason {
        require(!state.pointee.hasBegun, "a simulation runs once")
        state.pointee.hasBegun = true
        let reason = loop(handler)
        if reason == .timeLimit { state.pointee.now = limits.maximumTime }
        end()
        return reason
    }

    @inlinable func loop<Handler: EventHandler>(_ handler: Handler) -> StopReason {
        let state = state
        while true {
            if procedures.hasReady, !procedures.drain() { return .noProgress(at: state.pointee.now, kind: KernelEvent.wake, entity: .max) }
            if state.pointee.isStopping { return .stopped }
            guard let next = state.pointee.pending.earliestTime else { return .finished }
            if next >= limits.maximumTime { return .timeLimit }
            if state.pointee.eventCount >= limits.maximumEvents { return .eventLimit }
            if state.pointee.eventCount & 1023 == 0, let interruptFlag, interruptFlag.isSet { return .interrupted }
            let (event, time, sequence) = state.pointee.pending.takeEarliest()
            if time > state.pointee.now {
                state.pointee.now = time
                state.pointee.atThisInstant = 1
            } else {
                state.pointee.atThisInstant &+= 1
                if state.pointee.atThisInstant > limits.maximumEventsAtOneInstant {
                    return .noProgress(at: time, kind: event.kind, entity: event.entity)
                }
            }
            state.pointee.eventCount &+= 1
            state.pointee.currentSequence = sequence
            state.pointee.fingerprint.mix(event, at: time)
            if let observer { observer.observe(event, sequence: sequence, at: time) }
            if event.kind == KernelEvent.wake {
                procedures.wake(event.entity, sequence: UInt64(bitPattern: event.a))
            } else {
                handler.handle(event, in: self)
            }
        }
    }

    /// Ends every procedure: those that wait are told that the run is over, and get to unwind.
    @usableFromInline func end() {
        state.pointee.hasEnded = true
        procedures.endAll()
    }
}
