import RandomStreams
import Statistics
import Testing

/// Shares of variance by pairs of points.
@Suite struct SobolIndicesTests {
    private func values(_ design: SaltelliDesign, _ measure: ([Double]) -> Double) -> [Double] {
        (0..<design.count).map { measure(design.coordinates(at: $0)) }
    }

    @Test func theFunctionOfIshigamiAsPublished() {
        let function = Ishigami()
        for (value, published) in zip(function.first + function.total, [0.3139, 0.4424, 0, 0.5576, 0.4424, 0.2437]) {
            #expect((value - published).magnitude < 5.1e-5)
        }
    }

    /// Rows fill the cube so evenly that a fixed sequence of 4,096 errs by less than 0.01; independent ones would by 0.02 or more.
    @Test(arguments: 1...3 as ClosedRange<UInt64>) func findsTheIndicesOfIshigami(seed: UInt64) throws {
        let function = Ishigami()
        let design = try SaltelliDesign(base: 4_096, dimensions: 3, seed: seed)
        let result = SobolIndices(design, values: values(design) { function($0) }, resamples: 100, seed: seed)
        #expect(result.missing == 0 && result.factors.map(\.rows) == [4_096, 4_096, 4_096])
        for (factor, indices) in result.factors.enumerated() {
            let first = try #require(indices.first)
            let total = try #require(indices.total)
            #expect((first.value - function.first[factor]).magnitude < 0.01)
            #expect((total.value - function.total[factor]).magnitude < 0.01)
            #expect(try #require(first.low) < function.first[factor] && #require(first.high) > function.first[factor])
            #expect(try #require(total.low) < function.total[factor] && #require(total.high) > function.total[factor])
            #expect(first.method == .bootstrapPercentile && first.count == 4_096)
        }
    }

    /// Of a + 2 b + 0 c with uniform factors, shares are 1/5, 4/5, 0, alone and in total; c changes nothing at all.
    @Test func aLinearFunction() throws {
        let design = try SaltelliDesign(base: 1_024, dimensions: 3, seed: 1)
        let result = SobolIndices(design, values: values(design) { 5 + $0[0] + 2 * $0[1] }, resamples: 50, seed: 1)
        for (indices, share) in zip(result.factors, [0.2, 0.8, 0]) {
            #expect((try #require(indices.first).value - share).magnitude < 5e-3)
            #expect((try #require(indices.total).value - share).magnitude < 5e-3)
        }
        #expect(result.factors[2].first?.value == 0 && result.factors[2].total?.value == 0 && result.factors[2].total?.high == 0)
    }

    /// Rows of independent numbers, for which the interval is meant: y = a + 2 b + a b with normal factors has V = 1 + 4 + 1, first-order
    /// indices 1/6, 4/6 and total ones 2/6, 5/6. Of 200 intervals from 100 rows that cover with a probability of 0.92, fewer than 166 do with one
    /// of 1e-5.
    @Test func intervalsCover() throws {
        var stream = testStream("coverage of Sobol indices")
        let design = try SaltelliDesign(base: 100, dimensions: 2, seed: 1)
        let truth = [1.0 / 6, 4.0 / 6, 2.0 / 6, 5.0 / 6]
        var hits = [0, 0, 0, 0]
        var width = 0.0
        func measure(_ a: Double, _ b: Double) -> Double { a + 2 * b + a * b }
        for seed in 0..<200 as Range<UInt64> {
            let values = (0..<100).flatMap { _ in
                let a = (stream.normal(), stream.normal())
                let b = (stream.normal(), stream.normal())
                return [measure(a.0, a.1), measure(b.0, b.1), measure(b.0, a.1), measure(a.0, b.1)]
            }
            let result = SobolIndices(design, values: values, resamples: 100, seed: seed)
            for (index, estimate) in (result.factors.map(\.first) + result.factors.map(\.total)).enumerated() {
                let low = try #require(estimate?.low)
                let high = try #require(estimate?.high)
                if low <= truth[index] && truth[index] <= high { hits[index] += 1 }
                width += (high - low) / 800
            }
        }
        #expect(hits.allSatisfy { $0 >= 166 })
        #expect(width < 0.6)
    }

    @Test func missingValuesCostTheirRow() throws {
        let design = try SaltelliDesign(base: 256, dimensions: 2, seed: 1)
        var values = values(design) { $0[0] + 2 * $0[1] }
        values[design.index(of: .a, row: 3)] = .nan
        values[design.index(of: .b, row: 4)] = .infinity
        values[design.index(of: .mixed(factor: 1), row: 5)] = .nan
        let result = SobolIndices(design, values: values, resamples: 20, seed: 1)
        #expect(result.missing == 3 && result.factors.map(\.rows) == [254, 253])
        for (indices, share) in zip(result.factors, [0.2, 0.8]) {
            #expect((try #require(indices.total).value - share).magnitude < 0.03)
        }
    }

    @Test func nothingVariesOrNothingIsThere() throws {
        let design = try SaltelliDesign(base: 16, dimensions: 2, seed: 1)
        for value in [0.1, .nan, -1e300] {
            let result = SobolIndices(design, values: Array(repeating: value, count: 64), resamples: 20, seed: 1)
            #expect(result.factors.count == 2 && result.factors.allSatisfy { $0.first == nil && $0.total == nil })
        }
        #expect(SobolIndices(try SaltelliDesign(base: 2, dimensions: 0, seed: 1), values: [1, 2, 3, 4], seed: 1).factors == [])
        let single = SobolIndices(try SaltelliDesign(base: 1, dimensions: 1, seed: 1), values: [1, 3, 2], seed: 1)
        // V = 1; y_B (y_AB - y_A) = 1 and (y_A - y_AB)^2 / 2 = 1/2, where 2 is the mean.
        #expect(single.factors[0].first?.value == 1 && single.factors[0].total?.value == 0.5 && single.factors[0].first?.low == nil)
    }

    @Test func followsFromTheSeed() throws {
        let design = try SaltelliDesign(base: 32, dimensions: 2, seed: 1)
        let values = values(design) { $0[0] + 2 * $0[1] * $0[1] }
        let first = SobolIndices(design, values: values, resamples: 30, seed: 1)
        #expect(first == SobolIndices(design, values: values, resamples: 30, seed: 1))
        #expect(first.factors[0].first?.low != SobolIndices(design, values: values, resamples: 30, seed: 2).factors[0].first?.low)
    }

    @Test func refusesValuesOfOtherPoints() async {
        await #expect(processExitsWith: .failure) {
            _ = SobolIndices(try SaltelliDesign(base: 1, dimensions: 1, seed: 1), values: [1, 2], seed: 1)
        }
    }
}
