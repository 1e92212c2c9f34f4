import Statistics
import Testing

/// What one factor alone does, at levels.
@Suite struct MainEffectsTests {
    private func effects(
        _ design: some LevelDesign, resamples: Int = 20, _ measure: ([Int]) -> Double
    ) -> MainEffects {
        let values = (0..<design.count).map { measure(design.levelIndexes(at: $0)) }
        return MainEffects(design, values: values, resamples: resamples, seed: 1)
    }

    /// Values 0 1 2 | 10 11 12: means 1 and 11 of the rows, 5, 6, 7 of the columns; squares about 6 add up to 4 of columns and 150 of rows.
    @Test func anAdditiveFunctionByHand() throws {
        let result = effects(try FullGrid(levels: [2, 3])) { Double(10 * $0[0] + $0[1]) }
        #expect(result.mean == 6 && result.count == 6 && result.missing == 0)
        #expect(result.factors.map { $0.levelMeans.map { $0?.value } } == [[1, 11], [5, 6, 7]])
        #expect(result.factors.map { $0.span?.value } == [10, 2] && result.factors.map(\.rank) == [1, 2])
        let shares = result.factors.map { $0.shareOfVariance?.value ?? .nan }
        #expect((shares[0] - 150.0 / 154).magnitude < 1e-14 && (shares[1] - 4.0 / 154).magnitude < 1e-14)
        #expect(result.factors.map(\.shareByChance) == [1.0 / 5, 2.0 / 5])
        #expect(result.factors.allSatisfy { $0.confounding == 0 && $0.confoundedWith == nil })
    }

    /// In a full grid the effects of an additive function of any levels are found exactly, and their shares add up to one.
    @Test(arguments: [[2, 2], [3, 4, 5], [1, 7, 2], [6, 6, 6, 6]]) func additiveFunctionsAreFoundExactly(levels: [Int]) throws {
        func part(_ factor: Int, _ level: Int) -> Double { Double((level + 1) * (level + 3 * factor) % 7) / Double(factor + 1) }
        let result = effects(try FullGrid(levels: levels)) { $0.enumerated().reduce(0) { $0 + part($1.offset, $1.element) } }
        let average = levels.enumerated().reduce(0) { sum, factor in
            sum + (0..<factor.element).reduce(0) { $0 + part(factor.offset, $1) } / Double(factor.element)
        }
        var sum = 0.0
        for (factor, count) in levels.enumerated() {
            let own = (0..<count).map { part(factor, $0) }
            let mean = own.reduce(0, +) / Double(count)
            for (level, estimate) in result.factors[factor].levelMeans.enumerated() {
                #expect((try #require(estimate).value - (average + own[level] - mean)).magnitude < 1e-12)
            }
            if count == 1 {
                #expect(result.factors[factor].span == nil && result.factors[factor].rank == nil)
                #expect(result.factors[factor].shareOfVariance == nil && result.factors[factor].shareByChance == nil)
            } else {
                let range = try #require(own.max()) - #require(own.min())
                #expect((try #require(result.factors[factor].span).value - range).magnitude < 1e-12)
                sum += try #require(result.factors[factor].shareOfVariance).value
            }
        }
        #expect((sum - 1).magnitude < 1e-12)
    }

    @Test func whatOnlyActsTogetherHasNoEffectAlone() throws {
        let result = effects(try FullGrid(levels: [2, 2, 2])) { ($0[0] + $0[1]).isMultiple(of: 2) ? 1 : -1 }
        #expect(result.factors.allSatisfy { $0.span?.value == 0 && $0.rank == 1 && $0.shareOfVariance?.value == 0 })
    }

    /// Welch's interval by hand: means 2 and 6, variances 1 and 4 of three values each; standard error (5/3)^(1/2) = 1.290994; degrees of freedom
    /// (5/3)^2 / ((1/3)^2/2 + (4/3)^2/2) = 50/17; t(0.975) = 3.218759.
    @Test func theSpanOfTwoLevelsHasWelchsInterval() throws {
        let design = try FullGrid(levels: [2, 3])
        let result = MainEffects(design, values: [1, 2, 3, 4, 6, 8], seed: 1)
        let span = try #require(result.factors[0].span)
        #expect(span.value == 4 && span.method == .differenceByWelchT && span.count == 6)
        #expect((try #require(span.high) - 4 - 3.218758615 * (5.0 / 3).squareRoot()).magnitude < 1e-8)
        #expect(span.low == 0)
        // Three levels make three pairs: t(1 - 0.05/6). The extreme ones have two values each, of variances 9/2 and 25/2.
        let columns = try #require(result.factors[1].span)
        let t = ReferenceDistributions.studentTQuantile(1 - 0.05 / 6, degreesOfFreedom: 17.0 * 17 / (4.5 * 4.5 + 12.5 * 12.5))
        #expect(columns.value == 3)
        #expect((try #require(columns.high) - 3 - t * 8.5.squareRoot()).magnitude < 1e-12)
    }

    @Test func meansOfLevelsHaveStudentsInterval() throws {
        let result = MainEffects(try FullGrid(levels: [2, 3]), values: [1, 2, 3, 4, 6, 8], seed: 1)
        for (level, values) in [[1.0, 2, 3], [4, 6, 8]].enumerated() {
            let expected = SampleStatistics.meanInterval(values, confidence: 0.95)
            let estimate = try #require(result.factors[0].levelMeans[level])
            #expect((estimate.value - expected.value).magnitude < 1e-14 && estimate.count == 3)
            #expect((try #require(estimate.low) - #require(expected.low)).magnitude < 1e-13)
            #expect((try #require(estimate.high) - #require(expected.high)).magnitude < 1e-13)
        }
    }

    /// Without one of four corners, the means of an additive function are off: 0 and 1/2 where the truth is one apart, and the association says so.
    @Test func missingValuesConfound() throws {
        let design = try FullGrid(levels: [2, 2])
        let result = MainEffects(design, values: [0, 1, 1, .nan], seed: 1)
        #expect(result.count == 3 && result.missing == 1)
        #expect(result.factors[0].levelMeans.map { $0?.value } == [0.5, 1])
        // Of the table 1 1 | 1 0, V^2 = 1/4 + 1/2 + 1/2 - 1 = 1/4.
        #expect(result.factors.allSatisfy { (($0.confounding ?? .nan) - 0.5).magnitude < 1e-14 })
        #expect(result.factors.map(\.confoundedWith) == [1, 0])
        #expect(result.factors[0].levelMeans[1]?.low == nil && result.factors[0].span?.high == nil)
    }

    @Test func factorsThatAreOneAreTold() throws {
        let result = MainEffects(try FullGrid(levels: [2, 2, 2]), values: [1, 2, .nan, .nan, .nan, .nan, 3, 4], seed: 1)
        #expect(result.factors.map(\.confounding) == [1, 1, 0] && result.factors.map(\.confoundedWith) == [1, 0, nil])
    }

    /// Two factors of 2,100 levels have 4,410,000 pairs of levels, and means at levels all the same.
    @Test func tooManyLevelsAreNotHeldAgainstEachOther() throws {
        let design = try OneAtATime(levels: [2_100, 2_100], base: [0, 0])
        let result = MainEffects(design, values: (0..<design.count).map(Double.init), resamples: 2, seed: 1)
        #expect(result.factors.allSatisfy { $0.confounding == nil && $0.confoundedWith == nil })
        #expect(result.factors[1].levelMeans[2_099]?.value == 4_198 && result.factors[0].shareOfVariance?.low != nil)
    }

    @Test func levelsWithoutValuesHaveNoMean() throws {
        let result = MainEffects(try FullGrid(levels: [3, 2]), values: [1, 2, .nan, .infinity, 5, 6], seed: 1)
        #expect(result.factors[0].levelMeans.map { $0?.value } == [1.5, nil, 5.5])
        #expect(result.factors[0].span?.value == 4 && result.factors[0].shareByChance == 1.0 / 3)
    }

    @Test func nothingVariesOrNothingIsThere() throws {
        let design = try FullGrid(levels: [2, 5])
        for value in [0.1, 1.0 / 3, -7e300] {
            let constant = MainEffects(design, values: Array(repeating: value, count: 10), seed: 1)
            #expect(constant.mean == value && constant.factors.allSatisfy { $0.shareOfVariance == nil && $0.span?.value == 0 })
            #expect(constant.factors.allSatisfy { $0.span?.low == 0 && $0.span?.high == 0 })
        }
        let empty = MainEffects(design, values: Array(repeating: .nan, count: 10), seed: 1)
        #expect(empty.mean == nil && empty.count == 0 && empty.missing == 10)
        #expect(empty.factors.allSatisfy { $0.span == nil && $0.shareOfVariance == nil && $0.levelMeans.allSatisfy { $0 == nil } })
        #expect(MainEffects(try FullGrid(levels: []), values: [3], seed: 1).factors == [])
        let single = MainEffects(try FullGrid(levels: [1]), values: [3], seed: 1)
        #expect(single.factors[0].levelMeans[0]?.value == 3 && single.factors[0].shareOfVariance == nil)
    }

    @Test func refusesValuesOfOtherPoints() async {
        await #expect(processExitsWith: .failure) { _ = MainEffects(try FullGrid(levels: [2]), values: [1], seed: 1) }
    }
}
