import RandomStreams
import Statistics
import Testing

/// How many more replications it would take.
@Suite struct StoppingForecastTests {
    private func rule(_ quantity: StoppingRule.Quantity, within precision: StoppingRule.Precision) throws -> StoppingRule {
        try StoppingRule(quantity, within: precision, schedule: ReplicationSchedule(cap: 1_000_000))
    }

    @Test func byHand() throws {
        // Variance 30/29; (1.96 x 1.0171 / 0.1)^2 = 397.4 by the normal distribution, two more by Student's t.
        let values = (0..<30).map { $0 % 2 == 0 ? 9.0 : 11.0 }
        #expect(try rule(.mean, within: .absolute(0.1)).neededCount(after: values) == 400)
        #expect(try rule(.mean, within: .relative(0.01)).neededCount(after: values) == 400)
        // Without successes the half-width is z^2 / (2 (n + z^2)) and at most 0.05 from n = 9 z^2 = 34.6 on.
        let zeros = Array(repeating: 0.0, count: 30)
        #expect(try rule(.proportion, within: .absolute(0.05)).neededCount(after: zeros) == 35)
        // A skewness of 5.2 alone takes 704, one value in thirty.
        let rare = (0..<60).map { $0 % 30 == 0 ? 1.0 : 0 }
        #expect(try rule(.mean, within: .absolute(10)).neededCount(after: rare) == 704)
        // The median of 1 ... 30: from 10 to 21; half of the width takes four times as many.
        let ranks = (1...30).map(Double.init)
        #expect(try rule(.quantile(0.5), within: .absolute(2.75)).neededCount(after: ranks) == 120)
        #expect(try rule(.quantile(0.5), within: .absolute(100)).neededCount(after: ranks) == 30)
    }

    @Test func whereNothingCanBeSaid() throws {
        #expect(try rule(.mean, within: .absolute(1)).neededCount(after: [3]) == nil)
        #expect(try rule(.mean, within: .absolute(1)).neededCount(after: [3, .infinity]) == nil)
        #expect(try rule(.mean, within: .relative(1)).neededCount(after: [-1, 1]) == nil)
        #expect(try rule(.mean, within: .absolute(1e-9)).neededCount(after: [-1, 1]) == nil)
        #expect(try rule(.proportion, within: .relative(0.1)).neededCount(after: [0, 0]) == nil)
        #expect(try rule(.quantile(0.95), within: .absolute(1)).neededCount(after: [1, 2, 3]) == nil)
    }

    /// From the first 30 values, the count at which the rule stops in the end: seldom more than twice off, as looks are half as much apart.
    @Test func foretellsTheEnd() throws {
        let rule = try rule(.mean, within: .absolute(0.2))
        var stream = testStream("forecast")
        var close = 0
        for _ in 0..<200 {
            let values = (0..<400).map { _ in stream.normal() }
            let forecast = Double(rule.neededCount(after: Array(values.prefix(30)))!)
            let end = Double(rule.decision(after: values).finalCount!)
            if end / forecast < 2 && forecast / end < 2 { close += 1 }
        }
        #expect(close > 180, "\(close)")
    }
}
