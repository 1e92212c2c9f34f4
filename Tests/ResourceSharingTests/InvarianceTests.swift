import ResourceSharing
import TestTools
import Testing

@Suite struct InvarianceTests {
    /// Another order of addition changes rates by rounding at most.
    @Test func order() throws {
        for seed in 0..<1_000 {
            let plan = SystemPlan.wide(seed: seed, resources: 10, activities: 25)
            var draws = DrawSource(seed: -1 - seed)
            var order = Array(plan.activities.indices)
            for position in order.indices.reversed() { order.swapAt(position, draws.whole(0...position)) }
            let shuffled = plan.rates(order: order)
            for (index, rate) in plan.rates().enumerated() {
                try #require(abs(rate - shuffled[index]) <= 1e-12 * max(rate, plan.reach(index)), "seed \(seed), activity \(index)")
            }
        }
    }

    /// With capacities and limits times 1,024 the rates are 1,024 times as large, to the last bit; with all weights times 4 they stay.
    @Test func scaling() throws {
        for seed in 0..<1_000 {
            let plan = SystemPlan.wide(seed: seed, resources: 10, activities: 25)
            var larger = plan
            for index in larger.capacities.indices { larger.capacities[index] *= 1_024 }
            for index in larger.activities.indices { larger.activities[index].limit *= 1_024 }
            try #require(larger.rates() == plan.rates().map { $0 * 1_024 }, "seed \(seed)")
            var heavier = plan
            for index in heavier.activities.indices { heavier.activities[index].weight *= 4 }
            try #require(heavier.rates() == plan.rates(), "seed \(seed)")
        }
    }

    /// Rates of the foreground are the same bits with and without the background.
    @Test func backgroundNeverSlowsForeground() throws {
        var withBoth = 0
        for seed in 0..<2_000 {
            let plan = seed % 2 == 0 ? SystemPlan.small(seed: seed) : SystemPlan.wide(seed: seed, resources: 10, activities: 30)
            var alone = plan
            alone.activities.removeAll { $0.priority == .background }
            let together = zip(plan.activities, plan.rates()).filter { $0.0.priority == .foreground }.map(\.1)
            try #require(together == alone.rates(), "seed \(seed)")
            if !together.isEmpty, together.count < plan.activities.count { withBoth += 1 }
        }
        #expect(withBoth > 1_000)
    }
}
