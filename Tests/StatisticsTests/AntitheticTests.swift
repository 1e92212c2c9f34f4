import RandomStreams
import Statistics
import Testing

/// Means from antithetic pairs.
@Suite struct AntitheticTests {
    @Test func thePairIsTheObservation() throws {
        // Averages 3, 5, 7: mean 5, standard error 2 / sqrt(3), t(0.975, 2) = 4.302653.
        let estimate = SampleStatistics.antitheticMeanInterval([1, 9, 6], mirrored: [5, 1, 8], confidence: 0.95)
        #expect(estimate.value == 5 && estimate.count == 3 && estimate.method == .meanOfAntitheticPairsByStudentT)
        #expect(try (#require(estimate.high) - 5 - 4.302653 * 1.154701).magnitude < 1e-5)
        let huge = SampleStatistics.antitheticMeanInterval([1.5e308, 1.5e308], mirrored: [1.5e308, 1.5e308], confidence: 0.95)
        #expect(huge.value == 1.5e308 && huge.low == huge.high)
        #expect(SampleStatistics.antitheticMeanInterval([1], mirrored: [3], confidence: 0.95).low == nil)
    }

    /// Normal numbers from mirrored streams have negated deviations; a part of its own keeps the averages from being equal. Intervals are exact
    /// then, and narrower than from as many independent ones. Coverage has to agree within three standard errors: false alarm 0.3 %.
    @Test func coversAndIsNarrower() {
        var (hits, narrower) = (0, 0)
        let trials = 4_000
        for trial in 0..<trials {
            let number = UInt64(trial)
            var first = RandomStream(rootSeed: 5, replication: number, entity: 0, purpose: "shared")
            var mirror = RandomStream(rootSeed: 5, replication: number, entity: 0, purpose: "shared", antithetic: true)
            var own = RandomStream(rootSeed: 5, replication: number, entity: 0, purpose: "own")
            let up = (0..<10).map { _ in 4 + first.normal() + 0.5 * own.normal() }
            let down = (0..<10).map { _ in 4 + mirror.normal() + 0.5 * own.normal() }
            let paired = SampleStatistics.antitheticMeanInterval(up, mirrored: down, confidence: 0.95)
            let single = SampleStatistics.meanInterval(up + down, confidence: 0.95)
            if contains(paired, 4) { hits += 1 }
            if paired.high! - paired.low! < single.high! - single.low! { narrower += 1 }
        }
        #expect(agreesWithinThree(hits: hits, trials: trials, probability: 0.95))
        #expect(narrower > trials * 9 / 10)
    }

    @Test func refusesUnequalPairs() async {
        await #expect(processExitsWith: .failure) {
            _ = SampleStatistics.antitheticMeanInterval([1, 2], mirrored: [1], confidence: 0.95)
        }
    }
}
