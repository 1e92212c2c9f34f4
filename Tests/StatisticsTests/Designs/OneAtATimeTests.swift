import Statistics
import Testing

/// A base, and single changes of it.
@Suite struct OneAtATimeTests {
    @Test func theBaseComesFirstAndOnce() throws {
        let design = try OneAtATime(levels: [3, 1, 2], base: [1, 0, 0])
        #expect((0..<design.count).map { design.levelIndexes(at: $0) } == [[1, 0, 0], [0, 0, 0], [2, 0, 0], [1, 0, 1]])
    }

    @Test(arguments: [([], []), ([1], [0]), ([1, 1], [0, 0]), ([4], [3]), ([2, 5, 3], [1, 2, 0]), ([9, 1, 1, 9], [0, 0, 0, 8])])
    func eachOtherLevelComesOnce(levels: [Int], base: [Int]) throws {
        let design = try OneAtATime(levels: levels, base: base)
        #expect(design.count == 1 + levels.reduce(0) { $0 + $1 - 1 })
        var seen = Set<[Int]>()
        for point in 0..<design.count {
            let indexes = design.levelIndexes(at: point)
            let changed = indexes.indices.filter { indexes[$0] != base[$0] }
            #expect(zip(indexes, levels).allSatisfy { $0 >= 0 && $0 < $1 } && changed.count == (point == 0 ? 0 : 1))
            #expect(design.change(at: point)?.factor == changed.first)
            #expect(design.change(at: point)?.level == changed.first.map { indexes[$0] })
            seen.insert(indexes)
        }
        #expect(seen.count == design.count)
    }

    @Test func whatIsNoBaseIsRefused() {
        #expect(throws: DesignError.baseOfOtherFactors(levels: 2, base: 1)) { try OneAtATime(levels: [2, 2], base: [0]) }
        #expect(throws: DesignError.baseOutOfRange(factor: 1, level: 2, levels: 2)) { try OneAtATime(levels: [2, 2], base: [0, 2]) }
        #expect(throws: DesignError.baseOutOfRange(factor: 0, level: -1, levels: 2)) { try OneAtATime(levels: [2], base: [-1]) }
        #expect(throws: DesignError.noLevels(factor: 0)) { try OneAtATime(levels: [0], base: [0]) }
        #expect(throws: DesignError.uncountable) { try OneAtATime(levels: [Int.max, 3], base: [0, 0]) }
    }

    @Test func refusesPointsOutside() async {
        await #expect(processExitsWith: .failure) { _ = try OneAtATime(levels: [2, 3], base: [0, 0]).levelIndexes(at: 4) }
    }
}
