import RandomStreams
import Requirements

// Of a factor with p levels 0, 1/(p-1), ..., 1, an elementary effect is taken between two values that are delta = p / (2 (p - 1)) apart, which
// is p/2 levels: each of the p/2 lower levels has its partner among the p/2 upper ones, and all levels are equally probable. A trajectory
// draws for each factor a pair and the end of it to begin at, moves the factors to the other end one after the other in random order, and so
// gives one elementary effect of each factor with d + 1 points.

/// Random trajectories through a grid, along which one factor changes at a time.
///
/// The design of Morris (1991, doi:10.1080/00401706.1991.10484804): r trajectories of d + 1 points each, those of a trajectory next to each
/// other. ``MorrisEffects`` evaluates it.
///
/// - Complexity: O(d) for a point.
public struct MorrisDesign: LevelDesign, UnitCubeDesign, Hashable {
    /// Two points that differ in one factor.
    public struct Step: Sendable, Hashable {
        /// The factor that changes.
        public let factor: Int
        /// The index of the point before the change; that after it is the next.
        public let before: Int
        /// Whether the factor grows by delta; else it falls by it.
        public let isIncrease: Bool

        /// The index of the point after the change.
        public var after: Int { before + 1 }
    }

    /// The number of trajectories.
    public let trajectories: Int
    /// The number of factors.
    public let dimensions: Int
    /// The number of levels of each factor.
    public let levels: Int
    /// The number of points.
    public let count: Int
    private let seed: UInt64

    /// Draws trajectories; throws without one, with a number of levels that is not even, or with more points than can be counted.
    public init(trajectories: Int, dimensions: Int, levels: Int = 4, seed: UInt64) throws(DesignError) {
        try DesignError.check(points: trajectories, dimensions: dimensions)
        guard levels >= 2, levels.isMultiple(of: 2) else { throw .oddLevels(levels) }
        count = try DesignError.product(trajectories, try DesignError.sum(dimensions, 1))
        self.trajectories = trajectories
        self.dimensions = dimensions
        self.levels = levels
        self.seed = seed
    }

    /// The number of levels of each factor.
    public var levelCounts: [Int] { Array(repeating: levels, count: dimensions) }

    /// How far a factor moves in a step, in the unit cube.
    public var delta: Double { Double(levels) / Double(2 * (levels - 1)) }

    /// The steps of a trajectory in their order, one for each factor.
    public func steps(of trajectory: Int) -> [Step] {
        let first = trajectory * (dimensions + 1)
        let drawn = draw(trajectory)
        return drawn.order.enumerated().map { position, factor in
            Step(factor: factor, before: first + position, isIncrease: drawn.start[factor] < levels / 2)
        }
    }

    /// The level of each factor at a point.
    public func levelIndexes(at point: Int) -> [Int] {
        require(point >= 0 && point < count, "point \(point) of trajectories with \(count)")
        let (trajectory, position) = point.quotientAndRemainder(dividingBy: dimensions + 1)
        let drawn = draw(trajectory)
        var indexes = drawn.start
        for factor in drawn.order[..<position] {
            indexes[factor] += indexes[factor] < levels / 2 ? levels / 2 : -levels / 2
        }
        return indexes
    }

    /// The coordinates of a point: level / (levels - 1).
    public func coordinates(at point: Int) -> [Double] {
        levelIndexes(at: point).map { Double($0) / Double(levels - 1) }
    }

    /// Where a trajectory starts and in which order the factors move.
    private func draw(_ trajectory: Int) -> (start: [Int], order: [Int]) {
        require(trajectory >= 0 && trajectory < trajectories, "trajectory \(trajectory) of \(trajectories)")
        var stream = RandomStream(rootSeed: seed, replication: UInt64(trajectory), entity: 0, purpose: "trajectory of a Morris design")
        let start = (0..<dimensions).map { _ in Int(stream.integer(below: UInt64(levels))) }
        var order = Array(0..<dimensions)
        stream.shuffle(&order)
        return (start, order)
    }
}
