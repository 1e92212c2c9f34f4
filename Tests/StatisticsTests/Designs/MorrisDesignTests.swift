import Statistics
import Testing

/// Trajectories along which one factor changes at a time.
@Suite struct MorrisDesignTests {
    @Test(arguments: [1, 2, 5], [0, 1, 3, 8]) func eachStepChangesOneFactor(trajectories: Int, dimensions: Int) throws {
        for levels in [2, 4, 10] {
            let design = try MorrisDesign(trajectories: trajectories, dimensions: dimensions, levels: levels, seed: 5)
            #expect(design.count == trajectories * (dimensions + 1) && design.dimensions == dimensions)
            for trajectory in 0..<trajectories {
                let steps = design.steps(of: trajectory)
                #expect(steps.map(\.factor).sorted() == Array(0..<dimensions))
                #expect(steps.map(\.before) == (0..<dimensions).map { trajectory * (dimensions + 1) + $0 })
                for step in steps {
                    var expected = design.levelIndexes(at: step.before)
                    expected[step.factor] += step.isIncrease ? levels / 2 : -levels / 2
                    #expect(design.levelIndexes(at: step.after) == expected)
                    #expect(expected.allSatisfy { (0..<levels).contains($0) })
                    let change =
                        design.coordinates(at: step.after)[step.factor] - design.coordinates(at: step.before)[step.factor]
                    #expect((change - (step.isIncrease ? design.delta : -design.delta)).magnitude < 1e-15)
                }
            }
        }
    }

    @Test func deltaIsThatOfThePaper() throws {
        #expect(try MorrisDesign(trajectories: 1, dimensions: 1, levels: 4, seed: 1).delta == 2.0 / 3)
        #expect(try MorrisDesign(trajectories: 1, dimensions: 1, levels: 2, seed: 1).delta == 1)
        #expect(try MorrisDesign(trajectories: 1, dimensions: 1, levels: 4, seed: 1).levelCounts == [4])
    }

    /// Each level is where half of the steps begin, each factor as often first as the others. Each count agrees with its probability but for one
    /// in a million.
    @Test func levelsAndOrdersAreEquallyProbable() throws {
        let design = try MorrisDesign(trajectories: 4_000, dimensions: 3, seed: 9)
        var levels = [Int](repeating: 0, count: 4)
        var first = [Int](repeating: 0, count: 3)
        var increases = 0
        for trajectory in 0..<4_000 {
            let steps = design.steps(of: trajectory)
            first[steps[0].factor] += 1
            levels[design.levelIndexes(at: steps[2].before)[1]] += 1
            increases += steps[0].isIncrease ? 1 : 0
        }
        #expect(levels.allSatisfy { agrees(hits: $0, trials: 4_000, probability: 0.25) })
        #expect(first.allSatisfy { agrees(hits: $0, trials: 4_000, probability: 1.0 / 3) })
        #expect(agrees(hits: increases, trials: 4_000, probability: 0.5))
    }

    /// A trajectory does not depend on how many there are, and is the same on every machine.
    @Test func knownPoints() throws {
        let few = try MorrisDesign(trajectories: 3, dimensions: 3, seed: 42)
        let many = try MorrisDesign(trajectories: 250_000, dimensions: 3, seed: 42)
        #expect((0..<12).allSatisfy { few.levelIndexes(at: $0) == many.levelIndexes(at: $0) })
        #expect((700_000..<700_004).map { many.levelIndexes(at: $0) } == [[2, 1, 2], [0, 1, 2], [0, 1, 0], [0, 3, 0]])
    }

    @Test func whatHasNoTrajectoryIsRefused() {
        #expect(throws: DesignError.noPoints(0)) { try MorrisDesign(trajectories: 0, dimensions: 1, seed: 1) }
        for levels in [-2, 0, 1, 3, 5] {
            #expect(throws: DesignError.oddLevels(levels)) { try MorrisDesign(trajectories: 1, dimensions: 1, levels: levels, seed: 1) }
        }
        #expect(throws: DesignError.uncountable) { try MorrisDesign(trajectories: Int.max, dimensions: 1, seed: 1) }
        #expect(throws: DesignError.uncountable) { try MorrisDesign(trajectories: 1, dimensions: Int.max, seed: 1) }
    }

    @Test func refusesPointsOutside() async {
        await #expect(processExitsWith: .failure) {
            _ = try MorrisDesign(trajectories: 2, dimensions: 1, seed: 1).levelIndexes(at: 4)
        }
        await #expect(processExitsWith: .failure) { _ = try MorrisDesign(trajectories: 2, dimensions: 1, seed: 1).steps(of: 2) }
    }
}
