import RandomStreams
import Statistics
import Testing

@Suite("the difference of two estimates by their intervals") struct IndependentDifferenceTests {
    private func mean(_ value: Double, half: Double, count: Int) -> Estimate {
        Estimate(value: value, low: value - half, high: value + half, confidence: 0.95, method: .meanByStudentT, count: count)
    }

    private func share(_ successes: Int, of count: Int) -> Estimate {
        SampleStatistics.wilsonInterval(successes: successes, count: count, confidence: 0.95)
    }

    /// Half widths 2 and 1 make the root of 5.
    @Test func ofTwoMeans() throws {
        let test = SampleStatistics.independentDifference(
            mean(13, half: 1, count: 11), minus: mean(10, half: 2, count: 11), confidence: 0.95)
        let half = 5.0.squareRoot()
        #expect(
            try (#require(test.estimate.low) - (3 - half)).magnitude < 1e-9 && (#require(test.estimate.high) - (3 + half)).magnitude < 1e-9)
        let t = 3 / half * ReferenceDistributions.studentTQuantile(0.975, degreesOfFreedom: 10)
        #expect(try (#require(test.pValue) - 2 * ReferenceDistributions.studentTUpperTail(t, degreesOfFreedom: 10)).magnitude < 1e-9)
    }

    /// Newcombe's example (1998, Statistics in Medicine 17, 873-890, table II, method 10).
    @Test func ofTwoShares() throws {
        let test = SampleStatistics.independentDifference(share(56, of: 70), minus: share(48, of: 80), confidence: 0.95)
        #expect((test.estimate.value - 0.2).magnitude < 1e-12)
        #expect(try (#require(test.estimate.low) - 0.0524).magnitude < 5e-5 && (#require(test.estimate.high) - 0.3339).magnitude < 5e-5)
    }

    @Test("at the confidence that the p-value says, the interval ends at zero", arguments: [false, true])
    func pValue(isDownwards: Bool) throws {
        let pairs = [
            (mean(13, half: 1, count: 6), mean(10, half: 2, count: 30)), (mean(10.1, half: 1, count: 3), mean(10, half: 2, count: 4)),
            (share(30, of: 30), share(22, of: 30)), (share(7, of: 9), share(1, of: 40)),
            (share(12, of: 20), mean(0.3, half: 0.1, count: 20)),
        ]
        for pair in pairs {
            let (b, a) = isDownwards ? (pair.1, pair.0) : pair
            let p = try #require(SampleStatistics.independentDifference(b, minus: a, confidence: 0.95).pValue)
            #expect(p > 1e-8 && p < 1)
            let there = SampleStatistics.independentDifference(b, minus: a, confidence: 1 - p).estimate
            let end = try #require(isDownwards ? there.high : there.low)
            #expect(end.magnitude < 1e-6 * max(a.value, b.value), "\(a.value) and \(b.value): \(end)")
        }
    }

    /// Unequal degrees of freedom, from one to a million: the search goes far into the tails, and every answer is a probability that falls as the difference grows.
    @Test(arguments: [2, 3, 5, 30, 1_000, 1_000_000], [2, 4, 7, 31, 999, 999_999])
    func everyCount(first: Int, second: Int) throws {
        var last = 1.0
        for step in [0.01, 0.3, 1, 3, 30, 1e4, 1e9] {
            let test = SampleStatistics.independentDifference(
                mean(step, half: 1, count: first), minus: mean(0, half: 0.5, count: second), confidence: 0.95)
            let p = try #require(test.pValue)
            #expect(p > 0 && p <= last, "\(step): \(p) after \(last)")
            last = p
        }
        #expect(last <= 1e-8)
    }

    @Test func whatHasNoInterval() {
        let alone = Estimate(value: 3, low: nil, high: nil, confidence: 0.95, method: .meanByStudentT, count: 1)
        let test = SampleStatistics.independentDifference(mean(1, half: 1, count: 5), minus: alone, confidence: 0.95)
        #expect(test.estimate.value == -2 && test.estimate.low == nil && test.estimate.high == nil && test.pValue == nil)
        #expect(!test.isCertain)
    }

    @Test func withoutChance() {
        let test = SampleStatistics.independentDifference(
            mean(116, half: 0, count: 5), minus: mean(115, half: 0, count: 5), confidence: 0.95)
        #expect(test.isCertain && test.estimate.low == 1 && test.pValue == nil)
        let half = SampleStatistics.independentDifference(
            mean(116, half: 0.1, count: 5), minus: mean(115, half: 0, count: 5), confidence: 0.95)
        #expect(!half.isCertain && half.pValue.map { $0 < 1e-4 } == true)
    }

    @Test func whatCannotBeTold() {
        let far = SampleStatistics.independentDifference(share(0, of: 900_000), minus: share(900_000, of: 900_000), confidence: 0.95)
        #expect(far.pValue == 1e-9)
        #expect(
            SampleStatistics.independentDifference(mean(3, half: 1, count: 5), minus: mean(3, half: 2, count: 9), confidence: 0.9).pValue
                == 1)
    }

    /// Ten values that spread by 1 and twenty that spread by 3. Square-and-add has at least the confidence, 95 %, here some 96 %; of 6,000 samples 93.5 % to 98 % cover the truth but for a probability under 1e-6.
    @Test func coverageOfMeans() {
        var stream = testStream("coverage of square-and-add")
        var (hits, alarms) = (0, 0)
        let trials = 6_000
        for _ in 0..<trials {
            let a = SampleStatistics.meanInterval((0..<10).map { _ in 5 + stream.normal() }, confidence: 0.95)
            let b = SampleStatistics.meanInterval((0..<20).map { _ in 5 + 3 * stream.normal() }, confidence: 0.95)
            let test = SampleStatistics.independentDifference(b, minus: a, confidence: 0.95)
            if contains(test.estimate, 0) { hits += 1 }
            if test.pValue.map({ $0 <= 0.01 }) ?? false { alarms += 1 }
        }
        let covered = Double(hits) / Double(trials)
        #expect(covered > 0.935 && covered < 0.98, "covered \(covered)")
        // At most 1 % of samples in truth; 1.65 % would take luck of under one in a million.
        #expect(Double(alarms) / Double(trials) < 0.0165 && alarms > 0, "\(alarms) of \(trials)")
    }

    /// All outcomes, each with its probability: no chance in it. Wilson's intervals hold on average, and so does this.
    @Test(arguments: [(30, 0.95, 20, 0.7), (20, 0.5, 20, 0.5), (40, 0.02, 60, 0.1)])
    func coverageOfShares(_ sample: (countA: Int, shareA: Double, countB: Int, shareB: Double)) {
        let a = binomialProbabilities(trials: sample.countA, probability: sample.shareA)
        let b = binomialProbabilities(trials: sample.countB, probability: sample.shareB)
        var covered = 0.0
        for (first, probabilityA) in a.enumerated() {
            for (second, probabilityB) in b.enumerated() {
                let test = SampleStatistics.independentDifference(
                    share(second, of: sample.countB), minus: share(first, of: sample.countA), confidence: 0.95)
                if contains(test.estimate, sample.shareB - sample.shareA) { covered += probabilityA * probabilityB }
            }
        }
        #expect(covered > 0.93 && covered < 0.99, "covered \(covered)")
    }
}
