import RandomStreams
import Statistics
import Testing

@testable import Experiments

/// Means and shares from antithetic pairs of which some have lost a value.
@Suite struct PairedSummaryTests {
    @Test("the pair is the observation; one without a value counts for nothing")
    func means() throws {
        // Averages 3, 5, 7.
        let whole = PairedSummary.mean([1, 5, 9, 1, 6, 8], confidence: 0.95)
        #expect(whole.value == 5 && whole.count == 3)
        let empty = PairedSummary.mean([1, 5, 9, 1, 6, 8, .nan, .nan], confidence: 0.95)
        let (low, other) = (try #require(whole.low), try #require(empty.low))
        #expect(empty.value == 5 && empty.count == 3 && (low - other).magnitude < 1e-12)
        #expect(PairedSummary.mean([.nan, 4, 2, 6], confidence: 0.95).value == 4)
        #expect(PairedSummary.mean([.nan, .nan], confidence: 0.95).value.isNaN)
    }

    /// A third of the values are missing; normal numbers of a pair differ in sign but for a part of their own. Coverage of the nominal 95 % within
    /// three standard errors and what the ratio of sums is off with 30 pairs: 93.5 to 96.5 %.
    @Test("intervals cover where values are missing")
    func coverage() {
        var hits = 0
        for trial in 0..<4_000 {
            var stream = RandomStream(rootSeed: 3, replication: UInt64(trial), entity: 0, purpose: "pairs")
            var values: [Double] = []
            for _ in 0..<30 {
                let common = stream.normal()
                for sign in [1.0, -1.0] { values.append(stream.bernoulli(1 / 3) ? .nan : 7 + sign * common + 0.5 * stream.normal()) }
            }
            let estimate = PairedSummary.mean(values, confidence: 0.95)
            if let low = estimate.low, let high = estimate.high, low <= 7, 7 <= high { hits += 1 }
        }
        #expect((3_740...3_860).contains(hits), "\(hits) of 4000")
    }

    @Test("a share has an interval although all agree, and a wide one where pairs agree")
    func shares() throws {
        let certain = PairedSummary.proportion(Array(repeating: 1, count: 40), confidence: 0.95)
        let wilson = SampleStatistics.wilsonInterval(successes: 40, count: 40, confidence: 0.95)
        #expect(certain.value == 1 && certain.low == wilson.low && certain.high == 1)
        // Both of a pair are alike: as much is known as from half the replications.
        let alike = PairedSummary.proportion((0..<40).map { $0 / 2 % 2 == 0 ? 1 : 0 }, confidence: 0.95)
        let half = SampleStatistics.wilsonInterval(successes: 10, count: 20, confidence: 0.95)
        #expect(try #require(alike.low) < #require(half.low) && alike.value == 0.5)
    }
}
