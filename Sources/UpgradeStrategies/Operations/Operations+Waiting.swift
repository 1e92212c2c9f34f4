public import SimulationKernel

/// Waiting, with what it is for: an explanation of the run names it.
extension Operations {
    /// From when a time counts that is waited for, and so what would move it.
    enum HoldOrigin {
        /// From the beginning of the wait: who begins later, ends later.
        case now
        /// It is an instant of the calendar: who begins later, waits less, and goes on at once if it is past.
        case calendar
        /// It is an hour that comes once a day: who misses it waits for the next.
        case hour
        /// From an earlier event.
        case event(UInt64)
    }

    /// Waits on the run's clock.
    ///
    /// - Parameter purpose: What for, in a few words.
    public func hold(for duration: SimulationDuration, as purpose: @autoclosure () -> String = "wait") async throws {
        let event = simulation.currentSequence
        try await simulation.hold(for: duration)
        run.history?.waited(purpose(), from: event)
    }

    /// Waits until an instant; at once if it is past.
    func hold(until time: SimulationTime, counted origin: HoldOrigin = .now, as purpose: @autoclosure () -> String = "wait") async throws {
        guard time > now else { return }
        let event = simulation.currentSequence
        try await simulation.hold(until: time)
        noteWait(purpose(), from: event, counted: origin)
    }

    /// Waits for something that others bring about.
    func wait(for signal: Signal) async throws {
        let event = simulation.currentSequence
        try await signal.wait()
        run.history?.join(.waited, from: event)
    }

    /// Notes that a wait which began at an event is over.
    func noteWait(_ purpose: @autoclosure () -> String, from event: UInt64, counted origin: HoldOrigin) {
        guard let history = run.history, event != simulation.currentSequence else { return }
        history.waited(purpose(), from: event)
        switch origin {
        case .now: break
        case .calendar, .hour:
            history.join(.waited, from: event)
            if case .hour = origin { history.join(.appointment, from: event) }
            history.join(.instead, from: 0)
        case .event(let earlier):
            history.join(.waited, from: event)
            history.join(.instead, from: earlier)
        }
    }
}
