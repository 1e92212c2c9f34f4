import Statistics
import Testing

/// Elementary effects along trajectories.
@Suite struct MorrisEffectsTests {
    private func effects(_ design: MorrisDesign, _ measure: ([Double]) -> Double) -> MorrisEffects {
        MorrisEffects(design, values: (0..<design.count).map { measure(design.coordinates(at: $0)) })
    }

    /// Of a linear function every elementary effect is the coefficient; exactly so where delta is one and the coefficients are whole.
    @Test(arguments: [2, 4, 8]) func aLinearFunctionHasItsCoefficients(levels: Int) throws {
        let coefficients: [Double] = [3, -5, 0, 1]
        let result = effects(try MorrisDesign(trajectories: 10, dimensions: 4, levels: levels, seed: 1)) { point in
            zip(point, coefficients).reduce(7) { $0 + $1.0 * $1.1 }
        }
        let rounding = levels == 2 ? 0 : 1e-13
        for (effect, coefficient) in zip(result.factors, coefficients) {
            #expect((try #require(effect.mu).value - coefficient).magnitude <= rounding)
            #expect((try #require(effect.muStar).value - coefficient.magnitude).magnitude <= rounding)
            #expect(try #require(effect.sigma) <= rounding && #require(effect.muStar).count == 10)
            #expect(try #require(effect.muStar?.high) - #require(effect.muStar?.low) <= 10 * rounding)
        }
        #expect(result.factors.map(\.rank) == [2, 1, 4, 3] && result.missing == 0)
    }

    /// The means over all steps there are, with four levels: each factor's two pairs at each of sixteen points of the other two. Of a thousand
    /// trajectories, means are within 4.9 standard errors but for one in a million.
    @Test func theFunctionOfIshigami() throws {
        let function = Ishigami()
        let result = effects(try MorrisDesign(trajectories: 1_000, dimensions: 3, seed: 1)) { function($0) }
        for factor in 0..<3 {
            var all: [Double] = []
            for other in 0..<16 {
                for low in 0..<2 {
                    func value(_ level: Int) -> Double {
                        var levels = [other / 4, other % 4]
                        levels.insert(level, at: factor)
                        return function(levels.map { Double($0) / 3 })
                    }
                    all.append((value(low + 2) - value(low)) * 1.5)
                }
            }
            let effect = result.factors[factor]
            let mean = SampleStatistics.mean(all)
            let magnitude = SampleStatistics.mean(all.map(\.magnitude))
            let sigma = (SampleStatistics.variance(all) * 31 / 32).squareRoot()
            let limit = 4.9 * sigma / 1_000.0.squareRoot() + 1e-12
            #expect((try #require(effect.mu).value - mean).magnitude < limit)
            #expect((try #require(effect.muStar).value - magnitude).magnitude < limit)
            #expect((try #require(effect.sigma) - sigma).magnitude < 0.2 * sigma + 1e-12)
        }
        // The third factor acts through the first only: its effects cancel on average, and not in magnitude.
        #expect(try #require(result.factors[2].mu).excludesZero == false && #require(result.factors[2].muStar?.low) > 1)
    }

    @Test func aMissingPointCostsItsTwoSteps() throws {
        let design = try MorrisDesign(trajectories: 3, dimensions: 3, seed: 1)
        var values = (0..<12).map { design.coordinates(at: $0).reduce(0, +) }
        values[5] = .nan
        let result = MorrisEffects(design, values: values)
        let lost = design.steps(of: 1)[0...1].map(\.factor)
        #expect(result.missing == 1)
        for effect in result.factors { #expect(effect.mu?.count == (lost.contains(effect.factor) ? 2 : 3)) }
    }

    @Test func fewOrNoEffects() throws {
        let single = try MorrisDesign(trajectories: 1, dimensions: 2, levels: 2, seed: 1)
        let one = effects(single) { 2 * $0[0] }
        #expect(one.factors[0].muStar?.value == 2 && one.factors[0].muStar?.low == nil && one.factors[0].sigma == nil)
        let none = MorrisEffects(single, values: [.nan, .infinity, 1])
        #expect(none.factors.allSatisfy { $0.mu == nil && $0.muStar == nil && $0.sigma == nil && $0.rank == nil } && none.missing == 2)
        let constant = effects(try MorrisDesign(trajectories: 4, dimensions: 2, seed: 1)) { _ in 0.1 }
        #expect(constant.factors.allSatisfy { $0.muStar?.value == 0 && $0.sigma == 0 && $0.muStar?.high == 0 && $0.rank == 1 })
        #expect(MorrisEffects(try MorrisDesign(trajectories: 2, dimensions: 0, seed: 1), values: [1, 2]).factors == [])
    }

    @Test func theIntervalOfMagnitudesStaysAboveZero() throws {
        let design = try MorrisDesign(trajectories: 3, dimensions: 1, levels: 2, seed: 1)
        let result = MorrisEffects(design, values: [0, 0, 0, 0, 0, 9])
        #expect(result.factors[0].muStar?.value == 3 && result.factors[0].muStar?.low == 0)
    }

    @Test func refusesValuesOfOtherPoints() async {
        await #expect(processExitsWith: .failure) {
            _ = MorrisEffects(try MorrisDesign(trajectories: 1, dimensions: 1, seed: 1), values: [1])
        }
    }
}
