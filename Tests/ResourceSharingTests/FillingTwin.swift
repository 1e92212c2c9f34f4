import ResourceSharing

/// Progressive filling as it stands in textbooks, in plain doubles: every sum anew in every round.
func ratesByFilling(of plan: SystemPlan) -> [Double] {
    var rates = [Double](repeating: 0, count: plan.activities.count)
    var stopped = [Bool](repeating: false, count: plan.activities.count)
    for priority in [Priority.foreground, .background] {
        var isUsedUp = [Bool](repeating: false, count: plan.capacities.count)
        for (resource, capacity) in plan.capacities.enumerated() where priority == .background {
            let use = plan.activities.enumerated().reduce(0.0) { sum, entry in
                sum + entry.element.uses.reduce(0.0) { $1.resource == resource ? $0 + $1.amount * rates[entry.offset] : $0 }
            }
            isUsedUp[resource] = use >= capacity * (1 - 1e-13)
        }
        while true {
            let growing = plan.activities.indices.filter { !stopped[$0] && plan.activities[$0].priority == priority }
            if growing.isEmpty { break }
            var left = plan.capacities
            var slope = [Double](repeating: 0, count: left.count)
            for (index, activity) in plan.activities.enumerated() {
                for use in activity.uses {
                    if stopped[index] {
                        left[use.resource] -= use.amount * rates[index]
                    } else if activity.priority == priority {
                        slope[use.resource] += use.amount * activity.weight
                    }
                }
            }
            let levels = left.indices.map { slope[$0] > 0 ? (isUsedUp[$0] ? 0 : max(0, left[$0] / slope[$0])) : .infinity }
            let limits = growing.map { plan.activities[$0].limit / plan.activities[$0].weight }
            let level = min(levels.min() ?? .infinity, limits.min() ?? .infinity)
            for index in growing {
                let activity = plan.activities[index]
                if activity.limit / activity.weight <= level {
                    rates[index] = activity.limit
                    stopped[index] = true
                } else if activity.uses.contains(where: { levels[$0.resource] <= level }) {
                    rates[index] = level * activity.weight
                    stopped[index] = true
                }
            }
        }
    }
    return rates
}
