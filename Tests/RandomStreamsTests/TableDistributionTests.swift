import CGSL
import RandomStreams
import Testing

/// Distributions over tables of values. False alarms: one in a million for each p-value, seeds fixed.
@Suite struct TableDistributionTests {
    @Test(
        arguments: [
            [1], [1, 1], [0.5, 0.2, 0.3], [0, 1, 0, 2, 0], [1e-9, 1, 1e9], (1...500).map { 1 / Double($0) },
        ] as [[Double]])
    func discreteFollowsItsWeights(weights: [Double]) throws {
        let distribution = try DiscreteDistribution(weights: weights)
        var stream = testStream("discrete", entity: UInt64(weights.count))
        var counts = [Int](repeating: 0, count: weights.count)
        for _ in 0..<200_000 { counts[distribution.index(&stream)] += 1 }
        let total = weights.reduce(0, +)
        for (weight, count) in zip(weights, counts) where weight == 0 { #expect(count == 0) }
        // Chi-squared needs an expectation of five or more in each cell: the rare values share one.
        var cells: [(count: Int, probability: Double)] = [(0, 0)]
        for (weight, count) in zip(weights, counts) {
            if weight / total * 200_000 >= 5 {
                cells.append((count, weight / total))
            } else {
                cells[0] = (cells[0].count + count, cells[0].probability + weight / total)
            }
        }
        if cells[0].probability * 200_000 < 5 {
            #expect(cells[0].count < 20)
            cells.removeFirst()
        }
        guard cells.count > 1 else { return }
        let statistic = chiSquared(cells.map(\.count), probabilities: cells.map(\.probability))
        #expect(gsl_cdf_chisq_Q(statistic, Double(cells.count - 1)) > 1e-6)
        let mean = zip(weights.indices, weights).reduce(0) { $0 + Double($1.0) * $1.1 } / total
        #expect((distribution.mean - mean).magnitude <= 1e-12 * mean)
    }

    /// The guided search against a search from the beginning.
    @Test func discreteFindsTheFirstPositionThatExceeds() throws {
        for count in [1, 2, 3, 7, 64, 333] {
            var stream = testStream("guide", entity: UInt64(count))
            let weights = (0..<count).map { $0 % 5 == 3 ? 0 : DeterministicMath.exp(20 * (stream.uniform() - 0.5)) }
            let distribution = try DiscreteDistribution(weights: weights)
            var numbers = stream
            for _ in 0..<5_000 {
                let u = numbers.uniform()
                #expect(distribution.index(&stream) == distribution.cumulative.firstIndex { $0 > u })
            }
        }
    }

    @Test func discreteReturnsItsValues() throws {
        let distribution = try Distribution.discrete(values: [10, -4], weights: [3, 1])
        var stream = testStream("values")
        let draws = Set((0..<100).map { _ in distribution.sample(&stream) })
        #expect(draws == [10, -4])
        #expect(distribution.mean == 6.5)
    }

    @Test func empiricalStepsReturnEachValueEquallyOften() throws {
        let values: [Double] = [5, 1, 3, 2, 8, 13]
        let distribution = try EmpiricalDistribution(values, interpolated: false)
        #expect(distribution.values == values.sorted())
        #expect((distribution.mean - 32.0 / 6).magnitude < 1e-15)
        var stream = testStream("steps")
        var counts: [Double: Int] = [:]
        for _ in 0..<60_000 { counts[distribution.sample(&stream), default: 0] += 1 }
        #expect(Set(counts.keys) == Set(values))
        let statistic = chiSquared(Array(counts.values), probabilities: Array(repeating: 1.0 / 6, count: 6))
        #expect(gsl_cdf_chisq_Q(statistic, 5) > 1e-6)
    }

    @Test(arguments: [true, false]) func empiricalOfOneValueIsConstant(interpolated: Bool) throws {
        let distribution = try EmpiricalDistribution([7], interpolated: interpolated)
        var stream = testStream("single")
        for _ in 0..<100 { #expect(distribution.sample(&stream) == 7) }
        #expect(distribution.mean == 7)
    }

    @Test func empiricalStaysWithinItsRange() throws {
        let distribution = try EmpiricalDistribution([1, 1, 2, 100], interpolated: true)
        var stream = testStream("within")
        for _ in 0..<100_000 {
            let value = distribution.sample(&stream)
            #expect(value >= 1 && value <= 100)
        }
    }

    @Test func bernoulliIsCertainAtItsEndsAndFairInBetween() throws {
        var stream = testStream("bernoulli")
        let never = try BernoulliDistribution(probability: 0)
        let always = try BernoulliDistribution(probability: 1)
        let rarely = try BernoulliDistribution(probability: 0.152)
        var count = 0
        for _ in 0..<100_000 {
            #expect(!never.occurs(&stream))
            #expect(always.occurs(&stream))
            if rarely.occurs(&stream) { count += 1 }
        }
        let score = (Double(count) - 15_200) / (100_000 * 0.152 * 0.848).squareRoot()
        #expect(score.magnitude < 4.9)
        #expect(rarely.mean == 0.152)
    }

    @Test func constantTakesNothingFromItsStream() throws {
        var stream = testStream("constant")
        var untouched = stream
        #expect(try Distribution.constant(4).sample(&stream) == 4)
        #expect(stream.next() == untouched.next())
    }
}
