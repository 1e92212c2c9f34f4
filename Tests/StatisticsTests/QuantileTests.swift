import RandomStreams
import Statistics
import Testing

/// Quantiles and their intervals by order statistics.
@Suite struct QuantileTests {
    @Test func interpolatesAsRAndNumPyDo() {
        let values: [Double] = [40, 15, 50, 20, 35]
        #expect(SampleStatistics.quantile(values, probability: 0) == 15)
        #expect(SampleStatistics.quantile(values, probability: 0.25) == 20)
        #expect((SampleStatistics.quantile(values, probability: 0.4) - 29).magnitude < 1e-13)
        #expect(SampleStatistics.quantile(values, probability: 0.5) == 35)
        #expect((SampleStatistics.quantile(values, probability: 0.95) - 48).magnitude < 1e-13)
        #expect(SampleStatistics.quantile(values, probability: 1) == 50)
        #expect(SampleStatistics.quantile([], probability: 0.5).isNaN)
        #expect(SampleStatistics.quantile([3], probability: 0.95) == 3)
    }

    @Test func infiniteObservationsStayAtTheirEnd() {
        let values: [Double] = [1, 2, 3, .infinity, .infinity]
        #expect(SampleStatistics.quantile(values, probability: 0.5) == 3)
        #expect(SampleStatistics.quantile(values, probability: 0.6) == .infinity)
        #expect(SampleStatistics.quantile(values, probability: 0.9) == .infinity)
    }

    /// 0.95^59 = 0.0485 and 0.95^58 = 0.0510; 0.95^72 = 0.0249 and 0.95^71 = 0.0262.
    @Test func anUpperBoundOfTheP95TakesFiftyNineOrSeventyTwo() {
        #expect(SampleStatistics.countForUpperBound(probability: 0.95, confidence: 0.95) == 59)
        #expect(SampleStatistics.countForUpperBound(probability: 0.95, confidence: 0.95, sides: .both) == 72)
        #expect(SampleStatistics.countForUpperBound(probability: 0.5, confidence: 0.95, sides: .both) == 6)
        #expect(SampleStatistics.countForUpperBound(probability: 0.99, confidence: 0.99) == 459)
        #expect(SampleStatistics.countForUpperBound(probability: 1 - 1e-12, confidence: 0.95) == nil)
        #expect(SampleStatistics.countForUpperBound(probability: 0.9999, confidence: 0.95) == 29_956)
        #expect(!SampleStatistics.upperBoundSupported(probability: 0.95, confidence: 0.95, count: 58))
        #expect(SampleStatistics.upperBoundSupported(probability: 0.95, confidence: 0.95, count: 59))
        #expect(!SampleStatistics.upperBoundSupported(probability: 0.95, confidence: 0.95, count: 71, sides: .both))
        #expect(SampleStatistics.upperBoundSupported(probability: 0.95, confidence: 0.95, count: 72, sides: .both))
        #expect(!SampleStatistics.upperBoundSupported(probability: 0.95, confidence: 0.95, count: 0))
    }

    /// Both bounds take what the bound in the thinner tail takes.
    @Test func anIntervalOfBothSidesTakesSeventyTwo() {
        #expect(SampleStatistics.countForInterval(probability: 0.95, confidence: 0.95) == 72)
        #expect(SampleStatistics.countForInterval(probability: 0.05, confidence: 0.95) == 72)
        #expect(SampleStatistics.countForInterval(probability: 0.5, confidence: 0.95) == 6)
        #expect(SampleStatistics.countForInterval(probability: 1 - 1e-12, confidence: 0.95) == nil)
        for probability in [0.05, 0.3, 0.95] {
            let needed = SampleStatistics.countForInterval(probability: probability, confidence: 0.95)!
            let few = SampleStatistics.quantileInterval((1..<needed).map(Double.init), probability: probability, confidence: 0.95)
            let enough = SampleStatistics.quantileInterval((1...needed).map(Double.init), probability: probability, confidence: 0.95)
            #expect(few.low == nil || few.high == nil)
            #expect(enough.low != nil && enough.high != nil)
        }
    }

    @Test func boundsAreMissingWhereTheSampleIsTooSmall() {
        let thirty = (1...30).map(Double.init)
        let p95 = SampleStatistics.quantileInterval(thirty, probability: 0.95, confidence: 0.95)
        #expect(p95.high == nil && p95.low != nil && p95.count == 30)
        let p05 = SampleStatistics.quantileInterval(thirty, probability: 0.05, confidence: 0.95)
        #expect(p05.low == nil && p05.high != nil)
        let none = SampleStatistics.quantileInterval([], probability: 0.5, confidence: 0.95)
        #expect(none.value.isNaN && none.low == nil && none.high == nil)
        let oneSided = SampleStatistics.quantileInterval((1...59).map(Double.init), probability: 0.95, confidence: 0.95, sides: .upper)
        #expect(oneSided.low == nil && oneSided.high == 59)
    }

    /// The median of 30: the 10th and the 21st value, in every table of the sign test.
    @Test func medianOfThirty() {
        let median = SampleStatistics.quantileInterval((1...30).reversed().map(Double.init), probability: 0.5, confidence: 0.95)
        #expect(median.low == 10 && median.high == 21 && median.value == 15.5)
        #expect(median.method == .quantileByOrderStatistics)
    }

    /// Ranks against a search through probabilities that were computed by recurrence: neither bound may be wrong, nor could be one rank
    /// better.
    @Test(arguments: [0.05, 0.5, 0.9, 0.95, 0.99], [1, 2, 10, 59, 72, 100, 1000])
    func ranksAreTheTightestPossible(p: Double, count: Int) {
        let probabilities = binomialProbabilities(trials: count, probability: p)
        let fewer = (0...count + 1).map { probabilities.prefix($0).reduce(0, +) }
        let atLeast = (0...count + 1).map { probabilities.dropFirst($0).reduce(0, +) }
        let estimate = SampleStatistics.quantileInterval((1...count).map(Double.init), probability: p, confidence: 0.95)
        let low = (1...count).last { fewer[$0] <= 0.025 }
        let high = (1...count).first { atLeast[$0] <= 0.025 }
        #expect(estimate.low == low.map(Double.init) && estimate.high == high.map(Double.init))
    }

    /// With n p (1 - p) large the ranks are those of the normal approximation with its correction of one half, give or take one.
    @Test(arguments: [20_000, 20_001, 200_000], [0.05, 0.5, 0.95])
    func ranksOfLargeSamplesFollowTheNormalDistribution(count: Int, p: Double) throws {
        let estimate = SampleStatistics.quantileInterval((1...count).map(Double.init), probability: p, confidence: 0.95)
        let half = 1.959964 * (Double(count) * p * (1 - p)).squareRoot()
        let centre = Double(count) * p + 0.5
        #expect(try (#require(estimate.low) - (centre - half)).magnitude < 2)
        #expect(try (#require(estimate.high) - (centre + half)).magnitude < 2)
    }

    /// The coverage is known exactly from the ranks: it is at least the confidence, and simulation has to find just that.
    @Test(arguments: [(0.5, 30, true), (0.95, 100, false), (0.9, 60, true)])
    func coversAsOftenAsItMust(p: Double, count: Int, longTail: Bool) {
        let ranks = SampleStatistics.quantileInterval((1...count).map(Double.init), probability: p, confidence: 0.95)
        guard let lowRank = ranks.low, let highRank = ranks.high else {
            Issue.record("no interval")
            return
        }
        let coverage = binomialProbabilities(trials: count, probability: p)[Int(lowRank)..<Int(highRank)].reduce(0, +)
        #expect(coverage >= 0.95 && coverage < 0.99)
        let truth = longTail ? -DeterministicMath.log(1 - p) : p
        var stream = testStream("quantile coverage", entity: UInt64(count))
        var hits = 0
        for _ in 0..<5_000 {
            let values = (0..<count).map { _ in longTail ? stream.exponential(mean: 1) : stream.uniform() }
            let estimate = SampleStatistics.quantileInterval(values, probability: p, confidence: 0.95)
            if let low = estimate.low, let high = estimate.high, low <= truth, high > truth { hits += 1 }
        }
        #expect(agrees(hits: hits, trials: 5_000, probability: coverage))
    }

    @Test func refusesObservationsThatAreNotNumbers() async {
        await #expect(processExitsWith: .failure) {
            _ = SampleStatistics.quantile([1, .nan], probability: 0.5)
        }
    }
}
