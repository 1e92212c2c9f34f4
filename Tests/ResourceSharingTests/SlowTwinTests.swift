import ResourceSharing
import Testing

@Suite struct SlowTwinTests {
    /// 100,000 small systems against exact fractions: relative 1e-12, and zero where the fraction is zero.
    @Test(arguments: 0..<20)
    func exactFractions(block: Int) throws {
        var compared = 0
        for seed in block * 5_000..<(block + 1) * 5_000 {
            let plan = SystemPlan.small(seed: seed)
            guard let exact = try? exactRates(of: plan) else { continue }
            compared += 1
            for (index, rate) in plan.rates().enumerated() {
                let expected = exact[index].double
                try #require(abs(rate - expected) <= 1e-12 * expected, "seed \(seed), activity \(index): \(rate), not \(expected)")
            }
        }
        #expect(compared >= 4_900, "fractions that leave 128 bits must stay rare")
    }

    /// 400 systems of up to 30 activities whose numbers span six orders of magnitude: 1e-12 relative to what the widest resource of the
    /// activity would allow, since the rest of a nearly used-up resource carries the rounding of the whole. The last bits of a fast
    /// activity also reach slow ones further on along shared resources, in proportion to its rate and not to theirs: hence 1e-14 of the
    /// widest of all.
    @Test func bisection() throws {
        for seed in 0..<400 {
            let plan = SystemPlan.wide(seed: seed, resources: 12, activities: 30)
            let expected = ratesByBisection(of: plan)
            let spill = 1e-14 * (plan.activities.indices.map { plan.widestReach($0) }.max() ?? 0) + .leastNormalMagnitude
            for (index, rate) in plan.rates().enumerated() {
                let tolerance = max(1e-12 * max(expected[index], plan.widestReach(index)), spill)
                try #require(
                    abs(rate - expected[index]) <= tolerance,
                    "seed \(seed), activity \(index): \(rate), not \(expected[index]) +- \(tolerance)")
            }
        }
    }
}
