import RandomStreams
import Statistics
import Testing

/// How often intervals contain the truth: simulated against exact sums, which are made here and not by the library.
///
/// Agreement is within three standard errors of the simulation, a false alarm of 0.3 % for each case.
@Suite struct CoverageTests {
    private let trials = 6_000

    @Test(arguments: [(20, 0.01), (20, 0.5), (60, 0.9), (150, 0.03), (400, 0.25)], [0.9, 0.95])
    func wilson(_ sample: (count: Int, probability: Double), confidence: Double) {
        let (count, probability) = sample
        // Scores: the bounds are where |p - x/n| = z sqrt(p (1 - p) / n), so that a truth is inside when the score is within z.
        let z = DeterministicMath.normalQuantile(0.5 + 0.5 * confidence)
        let spread = z * (probability * (1 - probability) * Double(count)).squareRoot()
        let exact = binomialProbabilities(trials: count, probability: probability).enumerated().reduce(0) { sum, outcome in
            (Double(outcome.offset) - Double(count) * probability).magnitude <= spread ? sum + outcome.element : sum
        }
        var stream = testStream("coverage of Wilson", entity: UInt64(count))
        var hits = 0
        for _ in 0..<trials {
            var successes = 0
            for _ in 0..<count where stream.bernoulli(probability) { successes += 1 }
            if contains(SampleStatistics.wilsonInterval(successes: successes, count: count, confidence: confidence), probability) {
                hits += 1
            }
        }
        #expect(agreesWithinThree(hits: hits, trials: trials, probability: exact))
    }

    /// Two strata: all pairs of outcomes, each with its probability, against simulation. Coverage is near the confidence, not exactly it.
    @Test func stratifiedWilson() {
        let (weights, counts, shares) = ([0.9, 0.1], [40, 25], [0.02, 0.4])
        let truth = weights[0] * shares[0] + weights[1] * shares[1]
        func covers(_ successes: [Int]) -> Bool {
            let strata = (0..<2).map { SampleStatistics.Stratum(weight: weights[$0], successes: successes[$0], count: counts[$0]) }
            return contains(SampleStatistics.stratifiedWilsonInterval(strata, confidence: 0.95), truth)
        }
        let outcomes = (0..<2).map { binomialProbabilities(trials: counts[$0], probability: shares[$0]) }
        var exact = 0.0
        for first in 0...counts[0] {
            for second in 0...counts[1] where covers([first, second]) { exact += outcomes[0][first] * outcomes[1][second] }
        }
        #expect(exact > 0.93 && exact < 0.99)
        var stream = testStream("coverage over strata")
        var hits = 0
        for _ in 0..<trials {
            var successes = [0, 0]
            for stratum in 0..<2 {
                for _ in 0..<counts[stratum] where stream.bernoulli(shares[stratum]) { successes[stratum] += 1 }
            }
            if covers(successes) { hits += 1 }
        }
        #expect(agreesWithinThree(hits: hits, trials: trials, probability: exact))
    }

    /// Of n uniform numbers, B lie under p: the k-th smallest is under p exactly if B >= k.
    @Test(arguments: [(0.5, 25), (0.95, 80), (0.95, 59), (0.9, 100)], [SampleStatistics.Sides.both, .lower, .upper])
    func orderStatistics(_ sample: (probability: Double, count: Int), sides: SampleStatistics.Sides) {
        let (probability, count) = sample
        let outcomes = binomialProbabilities(trials: count, probability: probability)
        let error = sides == .both ? 0.025 : 0.05
        let low = sides == .upper ? nil : (1...count).last { outcomes[..<$0].reduce(0, +) <= error }
        let high = sides == .lower ? nil : (1...count).first { outcomes[$0...].reduce(0, +) <= error }
        let exact = outcomes.enumerated().reduce(0) { sum, outcome in
            outcome.offset >= low ?? 0 && outcome.offset < high ?? count + 1 ? sum + outcome.element : sum
        }
        #expect(exact >= 0.95)
        var stream = testStream("coverage of order statistics", entity: UInt64(count))
        var hits = 0
        let trials = 2_000
        for _ in 0..<trials {
            let values = (0..<count).map { _ in stream.uniform() }
            let estimate = SampleStatistics.quantileInterval(values, probability: probability, confidence: 0.95, sides: sides)
            if contains(estimate, probability) { hits += 1 }
        }
        #expect(agreesWithinThree(hits: hits, trials: trials, probability: exact))
    }

    /// On normal values the interval is exact: 95 % are found within 93.5 ... 96.5 %, which 6,000 samples leave with a probability under 1e-6.
    @Test(arguments: [3, 10, 30]) func studentT(count: Int) {
        var stream = testStream("coverage of t", entity: UInt64(count))
        var (hits, pairedHits) = (0, 0)
        for _ in 0..<trials {
            let a = (0..<count).map { _ in 10 + stream.normal() }
            let b = a.map { $0 * 2 - 9 + stream.normal() }
            if contains(SampleStatistics.meanInterval(a, confidence: 0.95), 10) { hits += 1 }
            if contains(SampleStatistics.pairedDifference(a, b, confidence: 0.95), -1) { pairedHits += 1 }
        }
        for hits in [hits, pairedHits] {
            let share = Double(hits) / Double(trials)
            #expect(share > 0.935 && share < 0.965, "covered \(share)")
        }
    }
}
