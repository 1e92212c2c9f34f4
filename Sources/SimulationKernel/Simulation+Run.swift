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
        // What cannot change during the run is looked up once.
        let (state, limits, readyJobs, observer, interruptFlag) = (state, limits, procedures.readyJobs, observer, interruptFlag)
        let end = min(limits.maximumTime, .distantFuture).nanoseconds
        // The number of events at which it is next asked whether there are too many, or someone has interrupted.
        var nextCheck: UInt64 = 0
        while true {
            if readyJobs.pointee != 0, !procedures.drain() {
                return .noProgress(at: state.pointee.now, kind: KernelEvent.wake, entity: .max)
            }
            if state.pointee.isStopping { return .stopped }
            let key = state.pointee.pending.earliestKey()
            let time = EventKey.time(key)
            // Where nothing is pending the key is one that lies beyond any limit.
            if time >= end { return key == EventKey.none ? .finished : .timeLimit }
            let eventCount = state.pointee.eventCount
            if eventCount == nextCheck {
                if eventCount >= limits.maximumEvents { return .eventLimit }
                if let interruptFlag, interruptFlag.isSet { return .interrupted }
                nextCheck = min(eventCount &+ 1024, limits.maximumEvents)
            }
            let event = state.pointee.pending.take(key)
            let now = SimulationTime(nanoseconds: time)
            if now > state.pointee.now {
                state.pointee.now = now
                state.pointee.instantBegan = eventCount
            } else if eventCount &- state.pointee.instantBegan >= limits.maximumEventsAtOneInstant {
                return .noProgress(at: now, kind: event.kind, entity: event.entity)
            }
            state.pointee.eventCount = eventCount &+ 1
            let sequence = EventKey.sequence(key)
            state.pointee.currentSequence = sequence
            state.pointee.fingerprint.mix(event, at: now)
            if let observer { observer.observe(event, sequence: sequence, at: now) }
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
