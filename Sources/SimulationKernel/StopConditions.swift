internal import Synchronization

/// When a run ends although events are pending.
public struct Limits: Sendable, Hashable {
    /// Events at this instant or later are not executed; the clock stops there.
    public var maximumTime: SimulationTime
    /// Events executed at most.
    public var maximumEvents: UInt64
    /// Events executed at one instant at most; more mean that the model makes no progress.
    public var maximumEventsAtOneInstant: UInt64
    /// Times that procedures go on between two events at most; more mean that they keep one another going for ever.
    public var maximumStepsBetweenEvents: Int

    /// Makes limits; without arguments the run ends when nothing is pending.
    public init(
        maximumTime: SimulationTime = .distantFuture, maximumEvents: UInt64 = .max, maximumEventsAtOneInstant: UInt64 = 10_000_000,
        maximumStepsBetweenEvents: Int = 10_000_000
    ) {
        self.maximumTime = maximumTime
        self.maximumEvents = maximumEvents
        self.maximumEventsAtOneInstant = maximumEventsAtOneInstant
        self.maximumStepsBetweenEvents = maximumStepsBetweenEvents
    }
}

/// Why a run ended.
public enum StopReason: Hashable, Sendable, CustomStringConvertible {
    /// Nothing was pending.
    case finished
    /// The model asked for it.
    case stopped
    /// The next event lies at or after the limit.
    case timeLimit
    /// As many events as allowed were executed.
    case eventLimit
    /// Time stood still; the last event's kind and entity say where.
    ///
    /// Procedures that keep one another going without any event show as ``KernelEvent/wake`` with the entity `UInt32.max`.
    case noProgress(at: SimulationTime, kind: UInt16, entity: UInt32)
    /// Another thread set the flag.
    case interrupted

    /// In words.
    public var description: String {
        switch self {
        case .finished: "nothing left to do"
        case .stopped: "stopped by the model"
        case .timeLimit: "time limit reached"
        case .eventLimit: "event limit reached"
        case .noProgress(let time, let kind, let entity): "no progress at \(time): events of kind \(kind) for entity \(entity) repeat"
        case .interrupted: "interrupted"
        }
    }
}

/// Set from any thread to end the runs that watch it.
public final class InterruptFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Makes a flag that is not set.
    public init() {}

    /// Whether it is set.
    public var isSet: Bool { flag.load(ordering: .relaxed) }

    /// Sets it.
    public func set() { flag.store(true, ordering: .relaxed) }
}
