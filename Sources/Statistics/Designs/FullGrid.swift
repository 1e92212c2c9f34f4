import Requirements

/// Every combination of levels, the last factor varying fastest.
///
/// The index of a point is a number in the mixed radix of the levels:
///
///     index = ((l_1) n_2 + l_2) n_3 + l_3 ...
///
/// ```swift
/// let grid = try FullGrid(levels: [2, 3])
/// grid.levelIndexes(at: 4)  // [1, 1]
/// ```
///
/// Without factors there is one point.
///
/// - Complexity: O(d) for a point.
public struct FullGrid: LevelDesign, Hashable {
    /// The number of levels of each factor.
    public let levelCounts: [Int]
    /// The product of the numbers of levels.
    public let count: Int

    /// Creates the grid; throws where a factor has no level, or where the combinations cannot be counted.
    public init(levels: [Int]) throws(DesignError) {
        try DesignError.check(levels: levels)
        var product = 1
        for level in levels { product = try DesignError.product(product, level) }
        levelCounts = levels
        count = product
    }

    /// The level of each factor at a point.
    public func levelIndexes(at point: Int) -> [Int] {
        require(point >= 0 && point < count, "point \(point) of a grid of \(count)")
        var rest = point
        var indexes = levelCounts
        for factor in levelCounts.indices.reversed() {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: levelCounts[factor])
            indexes[factor] = remainder
            rest = quotient
        }
        return indexes
    }

    /// The index of the point with these levels.
    public func index(of levelIndexes: [Int]) -> Int {
        require(levelIndexes.count == levelCounts.count, "\(levelIndexes.count) levels for \(levelCounts.count) factors")
        return zip(levelIndexes, levelCounts).reduce(0) { index, factor in
            require(factor.0 >= 0 && factor.0 < factor.1, "level \(factor.0) of \(factor.1)")
            return index * factor.1 + factor.0
        }
    }
}
