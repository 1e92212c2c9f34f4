import Requirements

/// A base point, and each other level of each factor with all other factors at their base.
///
/// It costs 1 + sum of (n_k - 1) points and cannot see that factors act together. The base comes first, then the first factor's levels
/// upward, without the base level, then the second factor's.
///
/// - Complexity: O(d) for a point.
public struct OneAtATime: LevelDesign, Hashable {
    /// The number of levels of each factor.
    public let levelCounts: [Int]
    /// The level of each factor at the first point.
    public let base: [Int]
    /// The number of points.
    public let count: Int

    /// Creates the design; throws where a factor has no level, or the base is not a point of the grid.
    public init(levels: [Int], base: [Int]) throws(DesignError) {
        try DesignError.check(levels: levels)
        guard levels.count == base.count else { throw .baseOfOtherFactors(levels: levels.count, base: base.count) }
        var total = 1
        for (factor, level) in base.enumerated() {
            guard level >= 0 && level < levels[factor] else {
                throw .baseOutOfRange(factor: factor, level: level, levels: levels[factor])
            }
            total = try DesignError.sum(total, levels[factor] - 1)
        }
        levelCounts = levels
        self.base = base
        count = total
    }

    /// The level of each factor at a point.
    public func levelIndexes(at point: Int) -> [Int] {
        var indexes = base
        if let change = change(at: point) { indexes[change.factor] = change.level }
        return indexes
    }

    /// Which factor leaves its base level at a point, and for which level; nil at the base point.
    public func change(at point: Int) -> (factor: Int, level: Int)? {
        require(point >= 0 && point < count, "point \(point) of \(count), one factor at a time")
        var rest = point - 1
        guard rest >= 0 else { return nil }
        for (factor, levels) in levelCounts.enumerated() {
            if rest < levels - 1 { return (factor, rest < base[factor] ? rest : rest + 1) }
            rest -= levels - 1
        }
        requirementFailure("point \(point) of \(count) belongs to no factor")
    }
}
