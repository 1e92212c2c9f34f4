import Statistics
import Testing

/// Every combination of levels, once.
@Suite struct FullGridTests {
    @Test func theLastFactorVariesFastest() throws {
        let grid = try FullGrid(levels: [2, 1, 3])
        #expect(grid.count == 6 && grid.dimensions == 3)
        #expect(
            (0..<6).map { grid.levelIndexes(at: $0) } == [[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2]])
    }

    @Test(arguments: [[], [1], [7], [1, 1, 1], [2, 3, 4], [5, 1, 2, 3], [10, 10, 10]])
    func indexesAndLevelsAreOneToOne(levels: [Int]) throws {
        let grid = try FullGrid(levels: levels)
        #expect(grid.count == levels.reduce(1, *))
        var seen = Set<[Int]>()
        for point in 0..<grid.count {
            let indexes = grid.levelIndexes(at: point)
            #expect(zip(indexes, levels).allSatisfy { $0 >= 0 && $0 < $1 } && indexes.count == levels.count)
            #expect(grid.index(of: indexes) == point)
            seen.insert(indexes)
        }
        #expect(seen.count == grid.count)
    }

    @Test func aMillionPointsNeedNoMemory() throws {
        let grid = try FullGrid(levels: Array(repeating: 2, count: 20))
        #expect(grid.count == 1 << 20)
        #expect(grid.levelIndexes(at: 1 << 20 - 1) == Array(repeating: 1, count: 20))
        // Binary digits of 700,000.
        #expect(grid.levelIndexes(at: 700_000) == [1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0])
    }

    @Test func countsUpToTheLargestInteger() throws {
        let grid = try FullGrid(levels: [Int.max, 1])
        #expect(grid.count == Int.max && grid.levelIndexes(at: Int.max - 1) == [Int.max - 1, 0])
        #expect(throws: DesignError.uncountable) { try FullGrid(levels: [Int.max, 2]) }
        #expect(throws: DesignError.uncountable) { try FullGrid(levels: Array(repeating: 2, count: 63)) }
    }

    @Test func everyFactorHasALevel() {
        #expect(throws: DesignError.noLevels(factor: 1)) { try FullGrid(levels: [2, 0, 3]) }
        #expect(throws: DesignError.noLevels(factor: 0)) { try FullGrid(levels: [-1]) }
    }

    @Test func refusesPointsOutside() async {
        await #expect(processExitsWith: .failure) { _ = try FullGrid(levels: [2, 3]).levelIndexes(at: 6) }
        await #expect(processExitsWith: .failure) { _ = try FullGrid(levels: [2, 3]).index(of: [1, 3]) }
    }
}
