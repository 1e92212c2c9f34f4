import RandomStreams
import Statistics
import Testing

/// Means, variances, and intervals by Student's t.
@Suite struct MeanTests {
    @Test func handWorkedSample() throws {
        // Deviations from 5: -3, -1, -1, -1, 0, 0, 2, 4; squares add up to 32.
        let values: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]
        #expect(SampleStatistics.mean(values) == 5)
        #expect((SampleStatistics.variance(values) - 32.0 / 7).magnitude < 1e-15)
        let estimate = SampleStatistics.meanInterval(values, confidence: 0.95)
        // t(0.975, 7) = 2.364624; standard error sqrt(32/7/8) = 0.755929.
        let low = try #require(estimate.low)
        let high = try #require(estimate.high)
        #expect((high - 5 - 2.364624252 * 0.755928946).magnitude < 1e-8)
        #expect((low + high - 10).magnitude < 1e-14)
        #expect(estimate.count == 8 && estimate.confidence == 0.95 && estimate.method == .meanByStudentT)
    }

    /// Percentage points from published tables.
    @Test(arguments: [
        (0.975, 1, 12.7062), (0.975, 2, 4.3027), (0.975, 7, 2.3646), (0.975, 29, 2.0452), (0.995, 10, 3.1693), (0.95, 120, 1.6577),
        (0.975, 1_000_000, 1.9600), (0.5, 3, 0),
    ])
    func quantilesOfStudentT(probability: Double, degreesOfFreedom: Double, expected: Double) {
        let t = ReferenceDistributions.studentTQuantile(probability, degreesOfFreedom: degreesOfFreedom)
        #expect((t - expected).magnitude < 5.1e-5)
        let tail = ReferenceDistributions.studentTUpperTail(t, degreesOfFreedom: degreesOfFreedom)
        #expect((tail - (1 - probability)).magnitude < 1e-12)
    }

    @Test(arguments: [(0.975, 1.959963984540054), (0.5, 0), (0.05, -1.6448536269514722), (0.9995, 3.2905267314918945)])
    func quantilesOfTheNormalDistribution(probability: Double, expected: Double) {
        #expect((ReferenceDistributions.normalQuantile(probability) - expected).magnitude < 1e-12)
    }

    @Test func fewObservationsGiveNoInterval() {
        #expect(SampleStatistics.mean([]).isNaN)
        #expect(SampleStatistics.variance([3]).isNaN)
        for values in [[], [3.5]] as [[Double]] {
            let estimate = SampleStatistics.meanInterval(values, confidence: 0.95)
            #expect(estimate.low == nil && estimate.high == nil && estimate.count == values.count && !estimate.excludesZero)
        }
        #expect(SampleStatistics.meanInterval([3.5], confidence: 0.95).value == 3.5)
    }

    @Test func equalObservationsGiveAnIntervalOfNoWidth() {
        for value in [0.1, 1.0 / 3, 76_800, 0] {
            for count in [2, 3, 7, 30, 1000] {
                let estimate = SampleStatistics.meanInterval(Array(repeating: value, count: count), confidence: 0.95)
                #expect(estimate.value == value && estimate.low == value && estimate.high == value)
            }
        }
    }

    @Test func infiniteObservationsGiveNoInterval() {
        let estimate = SampleStatistics.meanInterval([1, .infinity, 2], confidence: 0.95)
        #expect(estimate.value == .infinity && estimate.low == nil && estimate.high == nil)
    }

    /// Cancellation that a plain sum, and the sum of squares less the square of the sum, would lose.
    @Test func sumsKeepSmallNumbersBesideLargeOnes() {
        #expect(SampleStatistics.mean([1, 1e100, 1, -1e100]) == 0.5)
        let shifted = [4.0, 7, 13, 16].map { $0 + 1e9 }
        #expect(SampleStatistics.mean(shifted) == 1e9 + 10)
        #expect(SampleStatistics.variance(shifted) == 30)
    }

    @Test func pairedDifferenceCancelsWhatIsShared() throws {
        var stream = testStream("paired")
        let shared = (0..<30).map { _ in stream.exponential(mean: 1000) }
        let a = shared.map { $0 + 5 + 0.1 * stream.normal() }
        let paired = SampleStatistics.pairedDifference(a, shared, confidence: 0.95)
        let width = try #require(paired.high) - #require(paired.low)
        #expect((paired.value - 5).magnitude < 0.1 && width < 0.2)
        #expect(paired.excludesZero && paired.method == .pairedDifferenceByStudentT && paired.count == 30)
        let reversed = SampleStatistics.pairedDifference(shared, a, confidence: 0.95)
        #expect(reversed.value == -paired.value && reversed.excludesZero)
        #expect(!SampleStatistics.pairedDifference([1, -1, 2], [0, 0, 0], confidence: 0.95).excludesZero)
    }

    /// For normal observations the interval contains the true mean with exactly its confidence.
    @Test(arguments: [(2, 0.95), (5, 0.95), (30, 0.95), (10, 0.8), (10, 0.99)]) func coversAtItsConfidence(count: Int, confidence: Double) {
        var stream = testStream("t coverage", entity: UInt64(count))
        var hits = 0
        for _ in 0..<20_000 {
            let estimate = SampleStatistics.meanInterval((0..<count).map { _ in 7 + 3 * stream.normal() }, confidence: confidence)
            if let low = estimate.low, let high = estimate.high, low <= 7, high >= 7 { hits += 1 }
        }
        #expect(agrees(hits: hits, trials: 20_000, probability: confidence))
    }

    @Test func refusesUnequalPairs() async {
        await #expect(processExitsWith: .failure) {
            _ = SampleStatistics.pairedDifference([1, 2], [1], confidence: 0.95)
        }
    }

    @Test func refusesAConfidenceInPercent() async {
        await #expect(processExitsWith: .failure) {
            _ = SampleStatistics.meanInterval([1, 2], confidence: 95)
        }
    }
}
