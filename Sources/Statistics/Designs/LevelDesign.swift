/// A design whose factors have a few levels each.
public protocol LevelDesign: Design {
    /// The number of levels of each factor, at least one.
    var levelCounts: [Int] { get }

    /// The level of each factor, counted from zero, at the point with an index from zero to `count - 1`.
    func levelIndexes(at point: Int) -> [Int]
}

extension LevelDesign {
    /// The number of factors.
    public var dimensions: Int { levelCounts.count }
}
