import RandomStreams
import Statistics
import Testing

/// The bootstrap interval of a share of variance.
@Suite struct ShareIntervalTests {
    /// Levels drawn at random, independently of each other.
    private struct RandomLevels: LevelDesign {
        let levelCounts: [Int]
        let points: [[Int]]
        var count: Int { points.count }

        init(_ count: Int, levelCounts: [Int], stream: inout RandomStream) {
            self.levelCounts = levelCounts
            points = (0..<count).map { _ in levelCounts.map { Int(stream.integer(below: UInt64($0))) } }
        }

        func levelIndexes(at point: Int) -> [Int] { points[point] }
    }

    /// The first factor has three levels -d, 0, d, the second two of no effect, and noise has variance one: shares are 2/3 d^2 / (2/3 d^2 + 1)
    /// and 0. Percentile intervals of 60 values cover less often than they promise, by two or three in a hundred here. Of 300 that cover with a
    /// probability of 0.92, fewer than 254 do with one of 8e-6.
    @Test(arguments: [0.3, 1.0, 3.0]) func covers(distance: Double) throws {
        var stream = testStream("share coverage", entity: UInt64(10 * distance))
        let share = 2 * distance * distance / 3
        let truth = [share / (share + 1), 0]
        var hits = [0, 0]
        var width = 0.0
        for seed in 0..<300 {
            let design = RandomLevels(60, levelCounts: [3, 2], stream: &stream)
            let values = design.points.map { Double($0[0] - 1) * distance + stream.normal() }
            let result = MainEffects(design, values: values, resamples: 100, seed: UInt64(seed))
            for factor in 0..<2 {
                let estimate = try #require(result.factors[factor].shareOfVariance)
                let low = try #require(estimate.low)
                let high = try #require(estimate.high)
                #expect(0 <= low && low <= estimate.value && estimate.value <= high && high <= 1)
                if low <= truth[factor] && truth[factor] <= high { hits[factor] += 1 }
                if factor == 1 { width += high / 300 }
            }
        }
        #expect(hits.allSatisfy { $0 >= 254 })
        // Not by being of no use: a factor without effect is known to have little.
        #expect(width < 0.2)
    }

    /// More points than groups, in a grid whose index modulo a thousand tells the last three factors: groups made so would each hold all levels of
    /// the first, and what it adds to means at levels of the last would not show.
    @Test func groupsDoNotFollowTheGrid() throws {
        let design = try FullGrid(levels: [4, 10, 10, 10])
        let values = (0..<design.count).map { point in
            let levels = design.levelIndexes(at: point)
            return Double(10 * levels[0] + levels[3])
        }
        let share = try #require(MainEffects(design, values: values, resamples: 200, seed: 1).factors[3].shareOfVariance)
        // Variances are 125 and 8.25. The error of a squared correlation is about 2 r (1 - r^2) / N^(1/2) = 0.0074, the interval 0.029 wide; with
        // groups that follow the grid it would be 0.009.
        let width = try #require(share.high) - #require(share.low)
        #expect((share.value - 8.25 / 133.25).magnitude < 1e-12 && width > 0.023 && width < 0.039)
    }

    @Test func followsFromTheSeed() throws {
        let design = try FullGrid(levels: [3, 4])
        let values = (0..<12).map { Double($0 * $0 % 7) }
        func share(_ seed: UInt64) -> Estimate? {
            MainEffects(design, values: values, resamples: 50, seed: seed).factors[1].shareOfVariance
        }
        #expect(share(1) == share(1) && share(1) != share(2) && share(1)?.low != nil)
    }

    @Test func tooFewValuesHaveNoInterval() throws {
        let result = MainEffects(try FullGrid(levels: [3, 3]), values: [1, 2, 4, 3, 1, 7, 2, 9, 1], seed: 1)
        #expect(result.factors.allSatisfy { $0.shareOfVariance != nil && $0.shareOfVariance?.low == nil })
        let saturated = MainEffects(try FullGrid(levels: [12]), values: (0..<12).map(Double.init), seed: 1)
        #expect(saturated.factors[0].shareOfVariance?.value == 1 && saturated.factors[0].shareOfVariance?.high == nil)
    }
}
