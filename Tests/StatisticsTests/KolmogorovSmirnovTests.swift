import RandomStreams
import Statistics
import Testing

/// The test of goodness of fit that other tests rest on.
@Suite struct KolmogorovSmirnovTests {
    @Test func statisticByHand() {
        // The steps 0, 1/3, 2/3, 1 against the identity: the largest distance is 1 - 0.5 at the last value.
        let test = KolmogorovSmirnov([0.5, 0.1, 0.3]) { $0 }
        #expect((test.statistic - 0.5).magnitude < 1e-15)
        let below = KolmogorovSmirnov([0.9]) { $0 }
        #expect((below.statistic - 0.9).magnitude < 1e-15)
    }

    /// The classical critical values of large samples: 1.3581 at 5 %, 1.6276 at 1 %.
    @Test(arguments: [(1.3581, 0.05), (1.6276, 0.01), (1.2238, 0.1), (2.7, 9.3e-7)]) func criticalValues(scaled: Double, expected: Double) {
        let n = 100_000
        let distance = scaled / (Double(n).squareRoot() + 0.12 + 0.11 / Double(n).squareRoot())
        // A sample whose distance is just that: the middles of n equal steps, moved.
        let values = (0..<n).map { (Double($0) + 0.5) / Double(n) }
        let test = KolmogorovSmirnov(values) { min(1, $0 + distance - 0.5 / Double(n)) }
        #expect((test.statistic - distance).magnitude < 1e-12)
        #expect((test.pValue / expected - 1).magnitude < 0.01)
    }

    /// Under the hypothesis p-values are uniform themselves.
    @Test(arguments: [20, 100, 300]) func rejectsAsOftenAsItSays(count: Int) {
        var stream = testStream("KS", entity: UInt64(count))
        var below = [0.5: 0, 0.05: 0, 0.01: 0]
        for _ in 0..<2_000 {
            let p = KolmogorovSmirnov((0..<count).map { _ in stream.uniform() }) { $0 }.pValue
            for level in [0.5, 0.05, 0.01] where p <= level { below[level]! += 1 }
        }
        for (level, hits) in below { #expect(agrees(hits: hits, trials: 2_000, probability: level), "level \(level)") }
    }
}
