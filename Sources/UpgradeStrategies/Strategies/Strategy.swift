/// A way to take the system from one version to the next, written as the operator's runbook.
///
/// A strategy says what is done in which order. It holds no outcome: durations, losses and costs follow from what its operations do to the model.
public protocol Strategy: Sendable {
    /// Name on the command line and in results.
    var name: String { get }
    /// Whether it is the control that does nothing.
    var isControl: Bool { get }
    /// Does the upgrade.
    func perform(_ operations: Operations) async throws
    /// Goes back to the old version after a failure; leases end whatever happens.
    func rollBack(_ operations: Operations) async throws
}

extension Strategy {
    /// Only the control is one.
    public var isControl: Bool { false }
}

/// The strategies that can be asked for by name.
public enum StrategyCatalogue {
    /// All strategies that upgrade, in the order of the tables.
    public static let all: [any Strategy] = [RollingUpgrade(), BigFlip(), ParallelUniverse(), FastReboot()]
    /// Does nothing; the others are compared with it.
    public static let control: any Strategy = NoUpgrade()

    /// The strategy of a name, the control included.
    public static func strategy(named name: String) -> (any Strategy)? { (all + [control]).first { $0.name == name } }
}

/// The control: nothing is done, and the system is observed all the same.
public struct NoUpgrade: Strategy {
    /// Makes the control.
    public init() {}
    /// `none`.
    public var name: String { "none" }
    /// True.
    public var isControl: Bool { true }
    /// Does nothing.
    public func perform(_ operations: Operations) async throws {}
    /// Nothing was done.
    public func rollBack(_ operations: Operations) async throws {}
}
