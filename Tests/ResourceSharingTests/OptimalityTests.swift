import ResourceSharing
import Testing

/// The conditions that recognise the max-min fair solution, checked from outside on the plan.
@Suite struct OptimalityTests {
    private func check(_ plan: SystemPlan, seed: Int) throws {
        let (system, resources, activities) = plan.solved()
        let rates = activities.map { system.rate(of: $0) }
        var use = [Double](repeating: 0, count: resources.count)
        var foreground = use
        for (index, activity) in plan.activities.enumerated() {
            try #require(rates[index] >= 0 && rates[index] <= activity.limit, "seed \(seed), activity \(index)")
            for part in activity.uses {
                use[part.resource] += part.amount * rates[index]
                if activity.priority == .foreground { foreground[part.resource] += part.amount * rates[index] }
            }
        }
        for (index, resource) in resources.enumerated() {
            try #require(use[index] <= plan.capacities[index] * (1 + 1e-12), "seed \(seed), resource \(index) is overloaded")
            try #require(abs(system.used(of: resource) - use[index]) <= 1e-12 * plan.capacities[index])
        }
        for (index, activity) in plan.activities.enumerated() where rates[index] != activity.limit {
            let total = activity.priority == .foreground ? foreground : use
            let share = rates[index] / activity.weight
            let isHeldBack = activity.uses.contains { part in
                guard total[part.resource] >= plan.capacities[part.resource] * (1 - 1e-12) else { return false }
                return plan.activities.indices.allSatisfy { other in
                    plan.activities[other].priority != activity.priority
                        || !plan.activities[other].uses.contains { $0.resource == part.resource }
                        || rates[other] / plan.activities[other].weight <= share * (1 + 1e-12) + 1e-12 * plan.reach(index) / activity.weight
                }
            }
            try #require(isHeldBack, "seed \(seed), activity \(index) could be faster")
            guard case .resource(let named) = system.bottleneck(of: activities[index]) else {
                Issue.record("seed \(seed), activity \(index) is below its limit and names no resource")
                continue
            }
            try #require(activity.uses.contains { resources[$0.resource] == named }, "seed \(seed): the bottleneck is not even used")
            try #require(
                total[Int(named.index)] >= plan.capacities[Int(named.index)] * (1 - 1e-12), "seed \(seed): the bottleneck is not full")
        }
    }

    @Test func smallSystems() throws {
        for seed in 10_000..<13_000 { try check(.small(seed: seed), seed: seed) }
    }

    @Test func wideSystems() throws {
        for seed in 0..<1_000 { try check(.wide(seed: seed, resources: 20, activities: 60), seed: seed) }
    }

    @Test func largeSystems() throws {
        for seed in 0..<8 { try check(.wide(seed: seed, resources: 300, activities: 1_000), seed: seed) }
    }
}
