public import Requirements

/// A fixed-size record of something that happens at an instant.
///
/// Kinds below 16 belong to the kernel; a model numbers its own from 16 on.
public struct Event: Hashable, Sendable, BitwiseCopyable {
    /// What happens.
    public var kind: UInt16
    /// Whom it happens to.
    public var entity: UInt32
    /// First operand, of the model's choice.
    public var a: Int64
    /// Second operand.
    public var b: Int64
    /// Sequence number of the event that caused this one; 0 for none.
    public var cause: UInt64

    /// Makes an event.
    @inlinable public init(kind: UInt16, entity: UInt32, a: Int64 = 0, b: Int64 = 0, cause: UInt64 = 0) {
        self.kind = kind
        self.entity = entity
        self.a = a
        self.b = b
        self.cause = cause
    }
}

/// Kinds of events that the kernel itself handles.
public enum KernelEvent {
    /// A procedure's hold is over; the entity is its ticket.
    public static let wake: UInt16 = 1
}

/// Which of several events of one instant comes first; equal priorities keep the order in which they were scheduled.
public struct EventPriority: Hashable, Comparable, Sendable {
    /// 0 is the most urgent, 63 the least.
    public let rank: UInt8

    /// Makes a priority.
    ///
    /// - Precondition: `rank` is at most 63.
    @inlinable public init(rank: UInt8) {
        require(rank < 64, "priorities have ranks 0 ... 63, not \(rank)")
        self.rank = rank
    }

    /// Before everything else of the instant.
    @inlinable public static var first: EventPriority { EventPriority(rank: 0) }
    /// The usual one.
    @inlinable public static var normal: EventPriority { EventPriority(rank: 32) }
    /// After everything else of the instant.
    @inlinable public static var last: EventPriority { EventPriority(rank: 63) }

    /// More urgent comes first.
    @inlinable public static func < (left: EventPriority, right: EventPriority) -> Bool { left.rank < right.rank }
}

/// Names a scheduled event, to cancel or move it; harmless once the event is over.
public struct EventHandle: Hashable, Sendable {
    @usableFromInline let slot: UInt32
    @usableFromInline let sequence: UInt64

    @inlinable init(slot: UInt32, sequence: UInt64) {
        self.slot = slot
        self.sequence = sequence
    }
}
