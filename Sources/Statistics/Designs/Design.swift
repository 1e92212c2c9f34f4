/// Which points of a space of factors an experiment visits.
///
/// A design knows numbers of points and of factors, and no names or ranges. Each point follows from its index alone: nothing holds all
/// points, and parts of an experiment on several machines compute their own.
public protocol Design: Sendable {
    /// The number of points.
    var count: Int { get }
    /// The number of factors.
    var dimensions: Int { get }
}
