import RandomStreams
import Statistics
import Testing

/// Whether samples on which the t interval errs are recognised.
@Suite struct MeanIntervalDiagnosisTests {
    @Test func skewnessByHand() {
        // Deviations -2, -2, -2, 6: second moment 12, third (-24 + 216) / 4 = 48, over 12^1.5.
        #expect((SampleStatistics.skewness([1, 1, 1, 9]) - 48 / (12 * 12.0.squareRoot())).magnitude < 1e-14)
        #expect(SampleStatistics.skewness([-1e200, 0, 1e200]) == 0)
        #expect(SampleStatistics.skewness([7, 7]) == 0 && SampleStatistics.skewness([]).isNaN)
        #expect(SampleStatistics.skewness([1, .infinity]).isNaN)
    }

    @Test(arguments: [(0, 28), (1, 53), (-2, 128), (0.1, 29)]) func neededCount(skewness: Double, expected: Int) {
        #expect(SampleStatistics.countForMeanInterval(skewness: skewness) == expected)
    }

    /// With j of n values not zero and equal, the skewness is (n - 2 j) / sqrt(j (n - j)).
    @Test func zerosAreCounted() {
        let diagnosis = SampleStatistics.diagnoseMeanInterval(Array(repeating: 0, count: 96) + [5, 5, 5, 5])
        #expect(diagnosis.verdict == .tooSkew && diagnosis.mostFrequentValue == 0 && diagnosis.mostFrequentCount == 96)
        // 92^2 / (4 * 96) = 22.04..., times 25, plus 28: 579.04.
        #expect(diagnosis.count == 100 && diagnosis.neededCount == 580)
        let enough = SampleStatistics.diagnoseMeanInterval(Array(repeating: 0, count: 900) + Array(repeating: 5, count: 100))
        #expect(enough.verdict == .trustworthy)
    }

    @Test func otherVerdicts() {
        let equal = SampleStatistics.diagnoseMeanInterval([3, 3, 3])
        #expect(equal.verdict == .allEqual && equal.mostFrequentCount == 3 && equal.skewness == 0)
        #expect(SampleStatistics.diagnoseMeanInterval([1, .infinity]).verdict == .noInterval)
        #expect(SampleStatistics.diagnoseMeanInterval([]).verdict == .noInterval)
        #expect(SampleStatistics.diagnoseMeanInterval([4]).verdict == .noInterval)
        // The smallest of values that are equally frequent.
        let ties = SampleStatistics.diagnoseMeanInterval([9, 2, 9, 2, 5])
        #expect(ties.mostFrequentValue == 2 && ties.mostFrequentCount == 2)
    }

    /// Downtimes that are zero but for a share of replications, where the interval misses far too often: practically all samples are recognised.
    ///
    /// Measured coverage was 57, 76 and 87 %; bounds lie more than five standard errors away: a false alarm under one in a million.
    @Test(arguments: [(0.02, 60, 0.52...0.62), (0.05, 60, 0.72...0.81), (0.05, 200, 0.83...0.91)])
    func zeroInflated(share: Double, count: Int, coverage: ClosedRange<Double>) {
        let measured = measure(share: share, count: count)
        #expect(coverage.contains(measured.covered), "covered \(measured.covered)")
        #expect(measured.warned > 0.99)
    }

    /// Half of replications without a downtime are no reason to warn once there are enough.
    @Test func enoughObservationsAreTrusted() {
        let measured = measure(share: 0.5, count: 600)
        #expect(measured.covered > 0.925, "covered \(measured.covered)")
        #expect(measured.warned < 0.02, "warned \(measured.warned)")
    }

    /// One value of sixty that is not zero has the skewness 7.5, and asks for 1,400 observations. Of normal samples one in 500 is doubted, and more than five of 500 with a
    /// probability of one in a thousand.
    @Test func whatIsWorthAWarning() {
        #expect(SampleStatistics.diagnoseMeanInterval(Array(repeating: 0, count: 59) + [100]).isDoubtful)
        #expect(!SampleStatistics.diagnoseMeanInterval(Array(repeating: 5, count: 60)).isDoubtful)
        var stream = testStream("doubt")
        let doubted = (0..<500).count { _ in SampleStatistics.diagnoseMeanInterval((0..<30).map { _ in stream.normal() }).isDoubtful }
        #expect(doubted <= 5)
    }

    private func measure(share: Double, count: Int) -> (covered: Double, warned: Double) {
        var stream = testStream("zero-inflated", entity: UInt64(count))
        let trials = 2_000
        var (hits, warnings) = (0, 0)
        for _ in 0..<trials {
            let values = (0..<count).map { _ in stream.bernoulli(share) ? stream.exponential(mean: 40) : 0 }
            if contains(SampleStatistics.meanInterval(values, confidence: 0.95), share * 40) { hits += 1 }
            if SampleStatistics.diagnoseMeanInterval(values).verdict != .trustworthy { warnings += 1 }
        }
        return (Double(hits) / Double(trials), Double(warnings) / Double(trials))
    }
}
