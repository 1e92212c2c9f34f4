/// A fault that is made to happen.
public struct Injection: Sendable, Hashable {
    /// What breaks.
    public enum Subject: Sendable, Hashable {
        /// A component of the graph, by position; the type decides how well the ways of detection see it.
        case component(Int, UpgradeFaultType)
        /// A defect of the new version in a tier.
        case defect(VersionDefect, tier: Int)
    }

    /// Where, or when.
    public enum Point: Sendable, Hashable {
        /// At one of the strategy's operations of a class, counted from 0 over the first attempt.
        case operation(OperationClass, index: Int)
        /// At the first operation that touches the component in a step whose label contains this.
        case step(String)
        /// At the first operation that touches the component on this node.
        case node(Int)
        /// At the first operation that touches the component on this shard.
        case shard(Int)
        /// All its instances, so many seconds after the start.
        case instant(Double)
        /// At the first operation that touches the component.
        case anywhere
    }

    /// What breaks.
    public var subject: Subject
    /// Where, or when.
    public var point: Point
    /// Tells the draws of its life (who sees it, how long the repair takes) from those of others.
    public var salt: UInt64

    /// Makes an injection.
    public init(_ subject: Subject, at point: Point = .anywhere, salt: UInt64 = 0) {
        self.subject = subject
        self.point = point
        self.salt = salt
    }
}
