import Statistics
import Testing

/// Coordinates as levels.
@Suite struct BinnedDesignTests {
    @Test func binsOfALatinHypercubeAreEquallyFull() throws {
        let design = try BinnedDesign(try LatinHypercube(points: 120, dimensions: 3, seed: 1), bins: 6)
        #expect(design.count == 120 && design.levelCounts == [6, 6, 6] && design.dimensions == 3)
        for factor in 0..<3 {
            var hits = [Int](repeating: 0, count: 6)
            for point in 0..<120 { hits[design.levelIndexes(at: point)[factor]] += 1 }
            #expect(hits.allSatisfy { $0 == 20 })
        }
    }

    @Test func theUpperEndBelongsToTheLastBin() throws {
        let base = try MorrisDesign(trajectories: 4, dimensions: 2, levels: 4, seed: 2)
        let design = try BinnedDesign(base, bins: 4)
        #expect((0..<base.count).allSatisfy { design.levelIndexes(at: $0) == base.levelIndexes(at: $0) })
    }

    @Test(arguments: [(1, 1), (7, 1), (8, 2), (26, 2), (27, 3), (999, 9), (1_000, 10), (1_000_000, 100)])
    func binsGrowAsTheCubeRoot(points: Int, expected: Int) throws {
        #expect(try BinnedDesign(try SobolSequence(points: points, dimensions: 1)).bins == expected)
    }

    @Test func noBinsOrMoreThanPointsAreRefused() throws {
        let base = try SobolSequence(points: 3, dimensions: 1)
        #expect(try BinnedDesign(base, bins: 3).levelCounts == [3])
        for bins in [-1, 0, 4] {
            #expect(throws: DesignError.binsOutOfRange(bins, points: 3)) { try BinnedDesign(base, bins: bins) }
        }
    }
}
