/// A design that was asked for and cannot be.
public enum DesignError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number of points exceeds what an index can count.
    case uncountable
    /// Fewer points, trajectories or rows than one.
    case noPoints(Int)
    /// A negative number of dimensions.
    case negativeDimensions(Int)
    /// A factor, counted from zero, with fewer levels than one.
    case noLevels(factor: Int)
    /// A base point without a level for each factor.
    case baseOfOtherFactors(levels: Int, base: Int)
    /// The base point names a level that the factor lacks.
    case baseOutOfRange(factor: Int, level: Int, levels: Int)
    /// Trajectories need an even number of levels, at least two.
    case oddLevels(Int)
    /// Bins are at least one, and no more than points.
    case binsOutOfRange(Int, points: Int)
    /// More dimensions than there are direction numbers for.
    case tooManyDimensions(Int, limit: Int)
    /// Elements of a sequence that lie beyond its end, or before its beginning.
    case beyondSequence(skip: Int, points: Int, limit: Int)

    /// What is wrong, and what is allowed.
    public var description: String {
        switch self {
        case .uncountable: "the design has more points than can be counted; use fewer levels or factors"
        case .noPoints(let count): "a design needs at least one point, not \(count)"
        case .negativeDimensions(let count): "a design has zero or more factors, not \(count)"
        case .noLevels(let factor): "factor \(factor) (counted from 0) has no levels; give it at least one"
        case .baseOfOtherFactors(let levels, let base): "the base point has \(base) levels for \(levels) factors; give one for each"
        case .baseOutOfRange(let factor, let level, let levels):
            "the base level of factor \(factor) (counted from 0) must be from 0 to \(levels - 1), not \(level)"
        case .oddLevels(let count): "trajectories need an even number of levels, at least 2, not \(count)"
        case .binsOutOfRange(let count, let points): "a factor of \(points) points is split into 1 to \(points) bins, not \(count)"
        case .tooManyDimensions(let count, let limit):
            "there are Sobol points in at most \(limit) dimensions, not \(count); use a Latin hypercube or fewer factors"
        case .beyondSequence(let skip, let points, let limit):
            "\(points) points after \(skip) left out do not lie within the \(limit) elements of the sequence"
        }
    }

    /// Refuses numbers of points and dimensions that no design has.
    static func check(points: Int, dimensions: Int) throws(DesignError) {
        guard points >= 1 else { throw .noPoints(points) }
        guard dimensions >= 0 else { throw .negativeDimensions(dimensions) }
    }

    /// Refuses factors without levels.
    static func check(levels: [Int]) throws(DesignError) {
        if let factor = levels.firstIndex(where: { $0 < 1 }) { throw .noLevels(factor: factor) }
    }

    /// The product, if it can be counted.
    static func product(_ a: Int, _ b: Int) throws(DesignError) -> Int {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        guard !overflow else { throw .uncountable }
        return product
    }

    /// The sum, if it can be counted.
    static func sum(_ a: Int, _ b: Int) throws(DesignError) -> Int {
        let (sum, overflow) = a.addingReportingOverflow(b)
        guard !overflow else { throw .uncountable }
        return sum
    }
}
