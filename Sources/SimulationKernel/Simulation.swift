public import Requirements

/// Handles the events of a run.
public protocol EventHandler {
    /// Something happens now.
    func handle(_ event: Event, in simulation: Simulation)
}

/// Sees every event of a run before its handler does.
public protocol EventObserver: AnyObject {
    /// An event is about to be handled.
    func observe(_ event: Event, sequence: UInt64, at time: SimulationTime)
}

/// The clock, the pending events and the procedures of one run.
///
/// A model schedules ``Event`` records and handles them in ``EventHandler/handle(_:in:)``; what an operator does is written as a procedure
/// (``launch(_:_:)``) that holds in simulated time. Before each event all procedures that can go on do so, in the order in which they
/// became ready. One run is one thread.
///
/// State lies behind a pointer: class properties would pay for an exclusivity check at each access.
///
/// Example: a customer every second, ten times.
///
///     struct Arrivals: EventHandler {
///         func handle(_ event: Event, in simulation: Simulation) {
///             if event.a < 10 { simulation.schedule(Event(kind: 16, entity: 0, a: event.a + 1), after: .seconds(1)) }
///         }
///     }
///     let simulation = Simulation()
///     simulation.schedule(Event(kind: 16, entity: 0), at: .zero)
///     let reason = simulation.run(Arrivals())
///
/// Unchecked: confined to the thread that calls ``run(_:)``.
public final class Simulation: @unchecked Sendable {
    @usableFromInline struct State: ~Copyable {
        @usableFromInline var pending = PendingEventSet()
        @usableFromInline var now = SimulationTime.zero
        @usableFromInline var eventCount: UInt64 = 0
        @usableFromInline var currentSequence: UInt64 = 0
        /// Events executed before the first of the present instant.
        @usableFromInline var instantBegan: UInt64 = 0
        @usableFromInline var fingerprint = Fingerprint()
        @usableFromInline var isStopping = false
        @usableFromInline var hasBegun = false
        @usableFromInline var hasEnded = false

        init() {}
    }

    @usableFromInline let state: UnsafeMutablePointer<State>
    /// When the run ends although events are pending.
    public let limits: Limits
    /// Sees every event; set before the run.
    public var observer: (any EventObserver)?
    @usableFromInline let procedures: ProcedureTable
    @usableFromInline let interruptFlag: InterruptFlag?

    /// Makes a run at time zero with nothing pending.
    public init(limits: Limits = Limits(), interruptFlag: InterruptFlag? = nil) {
        state = .allocate(capacity: 1)
        state.initialize(to: State())
        self.limits = limits
        procedures = ProcedureTable(stepLimit: limits.maximumStepsBetweenEvents)
        self.interruptFlag = interruptFlag
    }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// The present instant.
    @inlinable public var now: SimulationTime { state.pointee.now }
    /// Events executed so far.
    @inlinable public var eventCount: UInt64 { state.pointee.eventCount }
    /// Number of pending events.
    @inlinable public var pendingCount: Int { state.pointee.pending.count }
    /// Sequence number of the event being handled, to name it as a cause.
    @inlinable public var currentSequence: UInt64 { state.pointee.currentSequence }
    /// Hash over everything that has happened.
    @inlinable public var fingerprint: Fingerprint { state.pointee.fingerprint }
    /// Whether ``run(_:)`` has returned or is about to.
    @inlinable public var hasEnded: Bool { state.pointee.hasEnded }

    /// Adds an integer of the model's to the fingerprint.
    @inlinable public func mixIntoFingerprint(_ value: Int64) { state.pointee.fingerprint.mix(value) }

    /// Schedules an event.
    ///
    /// - Precondition: `time` is not in the past.
    @discardableResult
    public func schedule(_ event: Event, at time: SimulationTime, priority: EventPriority = .normal) -> EventHandle {
        require(time >= state.pointee.now, Self.pastMessage(event, time, state.pointee.now))
        var event = event
        event.cause = state.pointee.currentSequence
        return state.pointee.pending.insert(event, at: time, priority: priority)
    }

    /// Schedules an event after a delay.
    @discardableResult
    public func schedule(_ event: Event, after delay: SimulationDuration, priority: EventPriority = .normal) -> EventHandle {
        schedule(event, at: state.pointee.now + delay, priority: priority)
    }

    /// Takes an event back; whether it was still to come.
    @inlinable @discardableResult public func cancel(_ handle: EventHandle) -> Bool { state.pointee.pending.cancel(handle) }

    /// Moves a pending event to another time, as if it were scheduled only now; nil if it is over.
    @inlinable public func reschedule(_ handle: EventHandle, at time: SimulationTime) -> EventHandle? {
        require(
            time >= state.pointee.now, "an event is moved to \(time.nanoseconds) ns, before the present \(state.pointee.now.nanoseconds) ns"
        )
        return state.pointee.pending.move(handle, to: time)
    }

    /// Ends the run after the event being handled.
    public func stop() { state.pointee.isStopping = true }

    @usableFromInline static func pastMessage(_ event: Event, _ time: SimulationTime, _ now: SimulationTime) -> String {
        "event of kind \(event.kind) for entity \(event.entity) is scheduled at \(time.nanoseconds) ns, before the present \(now.nanoseconds) ns"
    }
}
