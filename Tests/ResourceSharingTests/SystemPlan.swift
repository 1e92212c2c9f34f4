import ResourceSharing
import TestTools

/// A system written down as plain values: what the solver and its slow twins are both built from.
struct SystemPlan {
    struct Activity {
        var uses: [(resource: Int, amount: Double)]
        var weight = 1.0
        var limit = Double.infinity
        var priority = Priority.foreground
    }

    var capacities: [Double] = []
    var activities: [Activity] = []

    /// Small whole numbers and halves: exact in `Double` and as fractions, and rich in ties.
    static func small(seed: Int) -> SystemPlan {
        var draws = DrawSource(seed: seed)
        var plan = SystemPlan()
        for _ in 0..<draws.whole(1...6) {
            plan.capacities.append(draws.chance(0.08) ? 0 : Double(draws.whole(1...24)))
        }
        for _ in 0..<draws.whole(1...8) {
            var activity = Activity(uses: [])
            for _ in 0..<draws.whole(1...3) {
                activity.uses.append((draws.whole(0...plan.capacities.count - 1), Double(draws.whole(1...6)) / 2))
            }
            activity.weight = Double(draws.whole(1...4))
            if draws.chance(0.4) { activity.limit = Double(draws.whole(0...20)) / 2 }
            if draws.chance(0.4) { activity.priority = .background }
            plan.activities.append(activity)
        }
        return plan
    }

    /// Numbers over many orders of magnitude, up to the given size.
    static func wide(seed: Int, resources: Int, activities: Int) -> SystemPlan {
        var draws = DrawSource(seed: seed)
        var plan = SystemPlan()
        for _ in 0..<draws.whole(1...resources) {
            plan.capacities.append(draws.chance(0.05) ? 0 : draws.wide(10))
        }
        for _ in 0..<draws.whole(1...activities) {
            var activity = Activity(uses: [])
            for _ in 0..<draws.whole(1...4) {
                activity.uses.append((draws.whole(0...plan.capacities.count - 1), draws.wide(3)))
            }
            activity.weight = draws.wide(2)
            if draws.chance(0.3) { activity.limit = draws.wide(8) }
            if draws.chance(0.3) { activity.priority = .background }
            plan.activities.append(activity)
        }
        return plan
    }

    /// Builds the system, adding the activities in the given order, and solves it.
    func solved(order: [Int]? = nil) -> (system: SharingSystem, resources: [ResourceID], activities: [ActivityID]) {
        let system = SharingSystem()
        let resources = capacities.map { system.addResource(capacity: $0) }
        var identifiers = [ActivityID?](repeating: nil, count: activities.count)
        for index in order ?? Array(activities.indices) {
            let activity = activities[index]
            identifiers[index] = system.add(
                uses: activity.uses.map { ResourceUse(resources[$0.resource], amountPerUnit: $0.amount) },
                weight: activity.weight, limit: activity.limit, priority: activity.priority)
        }
        system.solve()
        return (system, resources, identifiers.compactMap { $0 })
    }

    /// The rates in the order of `activities`.
    func rates(order: [Int]? = nil) -> [Double] {
        let (system, _, identifiers) = solved(order: order)
        return identifiers.map { system.rate(of: $0) }
    }

    /// What an activity could reach alone: the scale on which its rate carries rounding.
    func reach(_ index: Int) -> Double {
        activities[index].uses.map { capacities[$0.resource] / $0.amount }.reduce(activities[index].limit, min)
    }

    /// What the widest of its resources alone would allow: the scale on which the twin's plain sums carry rounding into its rate.
    func widestReach(_ index: Int) -> Double {
        activities[index].uses.map { capacities[$0.resource] / $0.amount }.reduce(0, max)
    }
}
