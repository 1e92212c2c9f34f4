/// Kinds of the events of this module, for the dispatcher of a run; 0 ..< 16 are the kernel's.
public enum ClusterEvent {
    /// The base load takes its next step.
    public static let loadChange: UInt16 = 16
    /// Something changed at this instant: the service model and the shared rates are solved once, after everything else.
    public static let resolve: UInt16 = 17
    /// A piece of an activity is done; the entity is its slot.
    public static let pieceDone: UInt16 = 18
    /// A queue is full or empty.
    public static let queueChange: UInt16 = 19
}
