public import ClusterModel
public import RandomStreams

/// When a broken dependency shows.
public enum Manifestation: Sendable {
    /// At once.
    case atOnce
    /// When the dependent is next started.
    case atRestart
    /// When something kept has expired, or somebody comes by a rare path: after a time that is drawn once for each fault, seconds.
    case later(Distribution)
    /// Never by itself: somebody has to look.
    case never
}

/// One component needs another.
public struct Dependency: Sendable {
    /// Position in the graph of the one that needs the other.
    public var dependent: Int
    /// Position of the one that is needed.
    public var dependency: Int
    /// What the dependent suffers when the dependency does nothing at all.
    public var effect: Severity
    /// When it shows.
    public var shows: Manifestation
    /// Whether nobody knows of it: checks that the plan contains do not look for it.
    public var isHidden: Bool

    /// Makes an edge.
    public init(
        _ dependent: Int, needs dependency: Int, effect: Severity = .total, shows: Manifestation = .atOnce, isHidden: Bool = false
    ) {
        self.dependent = dependent
        self.dependency = dependency
        self.effect = effect
        self.shows = shows
        self.isHidden = isHidden
    }
}
