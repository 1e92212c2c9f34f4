import RandomStreams
import Statistics
import Testing

/// Wilson's interval for a probability.
@Suite struct WilsonTests {
    /// Values of Newcombe (1998, table I).
    @Test(arguments: [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)])
    func publishedValues(successes: Int, count: Int, low: Double, high: Double) throws {
        let estimate = SampleStatistics.wilsonInterval(successes: successes, count: count, confidence: 0.95)
        #expect(estimate.value == Double(successes) / Double(count))
        #expect(try (#require(estimate.low) - low).magnitude < 5.1e-5)
        #expect(try (#require(estimate.high) - high).magnitude < 5.1e-5)
    }

    @Test func endsAreExact() {
        for count in 1...100 {
            let none = SampleStatistics.wilsonInterval(successes: 0, count: count, confidence: 0.95)
            let all = SampleStatistics.wilsonInterval(successes: count, count: count, confidence: 0.95)
            #expect(none.low == 0 && all.high == 1)
            #expect((none.high! - (1 - all.low!)).magnitude < 1e-14)
        }
        let empty = SampleStatistics.wilsonInterval(successes: 0, count: 0, confidence: 0.95)
        #expect(empty.value.isNaN && empty.low == 0 && empty.high == 1)
    }

    /// The share of true probabilities' outcomes whose interval contains the truth, summed over all outcomes without any chance.
    private func coverage(count: Int, probability: Double) -> Double {
        let outcomes = binomialProbabilities(trials: count, probability: probability)
        return (0...count).reduce(0) { sum, successes in
            let estimate = SampleStatistics.wilsonInterval(successes: successes, count: count, confidence: 0.95)
            return estimate.low! <= probability && estimate.high! >= probability ? sum + outcomes[successes] : sum
        }
    }

    @Test(arguments: [10, 30, 100]) func coversAtItsConfidenceOnAverage(count: Int) {
        let all = (1..<200).map { coverage(count: count, probability: Double($0) / 200) }
        #expect((SampleStatistics.mean(all) - 0.95).magnitude < 0.01)
        #expect(all.min()! > 0.82)
    }

    /// Simulated coverage against the exact one.
    @Test(arguments: [(30, 0.95), (100, 0.152)]) func simulationFindsTheSameCoverage(count: Int, probability: Double) {
        var stream = testStream("Wilson", entity: UInt64(count))
        var hits = 0
        for _ in 0..<20_000 {
            var successes = 0
            for _ in 0..<count where stream.bernoulli(probability) { successes += 1 }
            let estimate = SampleStatistics.wilsonInterval(successes: successes, count: count, confidence: 0.95)
            if estimate.low! <= probability && estimate.high! >= probability { hits += 1 }
        }
        #expect(agrees(hits: hits, trials: 20_000, probability: coverage(count: count, probability: probability)))
    }
}
