import RandomStreams
import Testing

@testable import Statistics

/// When replications end.
@Suite struct StoppingRuleTests {
    private func rule(_ quantity: StoppingRule.Quantity, within precision: StoppingRule.Precision, cap: Int = 10_000) throws -> StoppingRule
    {
        try StoppingRule(quantity, within: precision, schedule: ReplicationSchedule(cap: cap))
    }

    /// 30 values of standard deviation 1.017 have a half-width of 2.0452 x 1.0171 / sqrt(30) = 0.3798.
    @Test func theHalfWidthDecides() throws {
        let values = (0..<30).map { $0 % 2 == 0 ? 9.0 : 11.0 }
        #expect(try rule(.mean, within: .absolute(0.3797)).decision(after: values) == .more(total: 45))
        #expect(try rule(.mean, within: .absolute(0.3799)).decision(after: values) == .enough(count: 30))
        #expect(try rule(.mean, within: .relative(0.03797)).decision(after: values) == .more(total: 45))
        #expect(try rule(.mean, within: .relative(0.03799)).decision(after: values) == .enough(count: 30))
        #expect(try rule(.mean, within: .relative(0.03799)).decision(after: values.map { -$0 }) == .enough(count: 30))
        #expect(try rule(.mean, within: .absolute(0.1), cap: 30).decision(after: values) == .capped(count: 30))
        #expect(try rule(.mean, within: .absolute(0.3799)).decision(after: []) == .more(total: 30))
    }

    @Test func equalValuesEndAtTheMinimumAndAreSaidToBeEqual() throws {
        let zeros = Array(repeating: 0.0, count: 72)
        #expect(try rule(.mean, within: .absolute(1)).decision(after: zeros) == .allEqual(count: 30))
        #expect(try rule(.mean, within: .relative(0.1)).decision(after: zeros) == .allEqual(count: 30))
        #expect(try rule(.mean, within: .absolute(1)).decision(after: Array(zeros.prefix(29))) == .more(total: 30))
        #expect(try rule(.quantile(0.95), within: .absolute(1)).decision(after: zeros) == .allEqual(count: 72))
        // Thirty successes of thirty leave up to 11 % of failures possible.
        #expect(try rule(.proportion, within: .absolute(0.05)).decision(after: zeros.map { $0 + 1 }) == .enough(count: 45))
        let infinite = Array(repeating: Double.infinity, count: 72)
        #expect(try rule(.mean, within: .absolute(1)).decision(after: infinite) == .allEqual(count: 30))
    }

    /// One value in thirty that is not zero: an interval that is narrow enough at once, and to be believed only much later.
    @Test func skewValuesGoOn() throws {
        let values = (0..<1_100).map { $0 % 30 == 0 ? 1.0 : 0 }
        // At n = 30 m the skewness is (28 / 30) / sqrt(29 / 900) = 5.2, so that 704 are needed; looks are at 30, ..., 518, 777.
        #expect(try rule(.mean, within: .absolute(0.5)).decision(after: values) == .enough(count: 777))
    }

    @Test func infiniteValuesNeverMakeAMeanNarrow() throws {
        let values = (0..<60).map { $0 == 7 ? .infinity : Double($0) }
        #expect(try rule(.mean, within: .absolute(1e9), cap: 60).decision(after: values) == .capped(count: 60))
        // Nor a relative width about zero.
        let aroundZero = (0..<60).map { $0 % 2 == 0 ? -1.0 : 1.0 }
        #expect(try rule(.mean, within: .relative(0.5), cap: 60).decision(after: aroundZero) == .capped(count: 60))
    }

    /// Whatever comes in at a time, one by one or all at once, ends at the same count; random values, all quantities.
    @Test(arguments: 0..<40) func batchesChangeNothing(seed: Int) throws {
        var stream = testStream("batches", entity: UInt64(seed))
        let quantities: [StoppingRule.Quantity] = [.mean, .proportion, .quantile(0.8)]
        let quantity = quantities[seed % 3]
        let rule = try rule(quantity, within: .absolute(quantity == .proportion ? 0.07 : 0.2), cap: 400)
        let values = (0..<400).map { _ in quantity == .proportion ? (stream.bernoulli(0.3) ? 1 : 0) : stream.normal() }
        let final = rule.decision(after: values)
        let count = try #require(final.finalCount)
        #expect(rule.schedule.counts.contains(count))
        var seen = 0
        while seen < 400 {
            let decision = rule.decision(after: Array(values.prefix(seen)))
            if seen < count {
                #expect(decision == .more(total: rule.schedule.counts.first { $0 > seen }!))
            } else {
                #expect(decision == final)
            }
            seen += 1 + Int(stream.integer(below: 30))
        }
        // The decision agrees with the interval that is printed.
        let estimate = rule.estimate(Array(values.prefix(count)))
        if case .enough = final { #expect((estimate.high! - estimate.low!) / 2 <= rule.wantedHalfWidth(estimate: estimate.value) + 1e-12) }
    }

    @Test func aQuantileStartsWhereItHasAnInterval() throws {
        #expect(try rule(.quantile(0.95), within: .absolute(1)).schedule.counts.prefix(2) == [72, 108])
        #expect(try rule(.quantile(0.5), within: .absolute(1)).schedule.minimum == 30)
        let error = #expect(throws: StatisticsError.self) { try rule(.quantile(0.95), within: .absolute(1), cap: 71) }
        #expect(error?.parameter == "cap" && error?.reason.contains("at least 72") == true)
        let never = #expect(throws: StatisticsError.self) { try rule(.quantile(1 - 1e-12), within: .absolute(1)) }
        #expect(never?.parameter == "cap")
    }

    @Test func refusesWidthsAndProbabilitiesOutOfRange() throws {
        for width in [0, -1, .nan, .infinity] {
            #expect(throws: StatisticsError.self) { try rule(.mean, within: .absolute(width)) }
            #expect(throws: StatisticsError.self) { try rule(.mean, within: .relative(width)) }
        }
        #expect(throws: StatisticsError.self) { try rule(.quantile(1), within: .absolute(1)) }
        let schedule = try ReplicationSchedule(cap: 60)
        #expect(throws: StatisticsError.self) { try StoppingRule(.mean, within: .absolute(1), confidence: 95, schedule: schedule) }
    }

    @Test func refusesSharesThatAreNotZeroOrOne() async {
        await #expect(processExitsWith: .failure) {
            _ = try StoppingRule(.proportion, within: .absolute(1), schedule: ReplicationSchedule(cap: 60)).decision(after: [0.5])
        }
    }
}
