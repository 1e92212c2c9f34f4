import Experiments
import RandomStreams
import Statistics
import TestSupport
import Testing
import UpgradeFaults
import UpgradeStrategies

/// Rare outcomes by strata, against what is known exactly and against brute force.
@Suite struct RareOutcomeTests {
    private static func shop(_ probability: Double) throws -> ThreeTier {
        var shop = try ThreeTier.faulty()
        for type in UpgradeFaultType.allCases { shop.faults.probabilities[type] = probability }
        shop.faults.version.probability = probability
        return shop
    }

    @Test("the strata's probabilities sum to 1, and that of a set of faults is the product")
    func conditions() throws {
        let rules = try Self.shop(0.1).faults
        let conditions = rules.conditions
        #expect(conditions.count == 32 && abs(conditions.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
        let none = try #require(conditions.first { $0.condition.types.isEmpty && !$0.condition.isBadVersion })
        #expect(abs(none.probability - 0.59049) < 1e-12)
    }

    @Test("something that goes wrong once in 10^11 upgrades has the probability that it has, in a hundred runs")
    func exact() throws {
        var shop = try Self.shop(0.005)
        // All five at once: 0.005^5.
        let rare = try #require(
            RareOutcome(shop.rehearsal, strategy: "fast-reboot", seed: 1, runs: 128, jobs: 2, confidence: 0.95) { result in
                Set(result.faults.filter { $0.attempt == 1 }.compactMap(\.type)).count == 4 && result.faults.contains { $0.defect != nil }
            })
        #expect(rare.estimate.value <= 3.125e-12 * (1 + 1e-9))
        // A bad version may end the attempt before anything else happens in it.
        shop.faults.version.probability = 0
        let any = try #require(
            RareOutcome(shop.rehearsal, strategy: "rolling", seed: 1, runs: 128, jobs: 2, confidence: 0.95) { result in
                result.faults.contains { $0.attempt == 1 && $0.type != nil }
            })
        let expected = 1 - (0.995 * 0.995 * 0.995 * 0.995)
        #expect(abs(any.estimate.value - expected) < 1e-12, "\(any.estimate)")
        let (low, high) = (try #require(any.estimate.low), try #require(any.estimate.high))
        #expect(low < expected && expected < high && low > 0)
    }

    @Test("where both are possible, brute force agrees", arguments: ["rolling"])
    func bruteForce(_ name: String) throws {
        var shop = try Self.shop(0.12)
        shop.faults.isDrawn = true
        let isMet: @Sendable (RunResult) -> Bool = { $0.faults.reduce(0) { $0 + $1.requestsLost.reduce(0, +) } > 20_000 }
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        let count = 250
        let met = (0..<UInt64(count)).count { isMet(shop.run(strategy, seed: 77, replication: $0).result) }
        let brute = SampleStatistics.wilsonInterval(successes: met, count: count, confidence: 0.999)
        let strata = try #require(
            RareOutcome(shop.rehearsal, strategy: name, seed: 5, runs: 250, jobs: 2, confidence: 0.999, isMet))
        let (low, high) = (try #require(strata.estimate.low), try #require(strata.estimate.high))
        #expect(low <= brute.high ?? 1 && high >= brute.low ?? 0, "\(strata.estimate) and \(brute)")
        #expect(met > 0 && strata.estimate.value > 0)
    }
}
