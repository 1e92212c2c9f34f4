import ResourceSharing

/// Max-min fairness by bisection: raises one water level over all activities to the last double at which every resource still suffices,
/// fixes whoever uses a resource that the next double would exceed, and goes on with the rest.
func ratesByBisection(of plan: SystemPlan) -> [Double] {
    var fixed = [Double?](repeating: nil, count: plan.activities.count)
    for priority in [Priority.foreground, .background] {
        while true {
            let rising = plan.activities.indices.filter { fixed[$0] == nil && plan.activities[$0].priority == priority }
            if rising.isEmpty { break }
            func rate(_ index: Int, at level: Double) -> Double {
                if let rate = fixed[index] { return rate }
                let activity = plan.activities[index]
                return activity.priority == priority ? min(activity.limit, activity.weight * level) : 0
            }
            func exceeded(at level: Double) -> Set<Int> {
                var use = [Double](repeating: 0, count: plan.capacities.count)
                var lost = use
                var grows = [Bool](repeating: false, count: plan.capacities.count)
                for (index, activity) in plan.activities.enumerated() {
                    let rate = rate(index, at: level)
                    for part in activity.uses {
                        // Neumaier's sum: the terms of one resource span many orders of magnitude.
                        let term = part.amount * rate
                        let sum = use[part.resource] + term
                        lost[part.resource] += max(use[part.resource], term) - sum + min(use[part.resource], term)
                        use[part.resource] = sum
                        if fixed[index] == nil, rate > 0 { grows[part.resource] = true }
                    }
                }
                return Set(plan.capacities.indices.filter { grows[$0] && use[$0] + lost[$0] > plan.capacities[$0] })
            }
            var low = UInt64(0)
            var high = Double.greatestFiniteMagnitude.squareRoot().bitPattern
            if exceeded(at: Double(bitPattern: high)).isEmpty {
                for index in rising { fixed[index] = plan.activities[index].limit }
                break
            }
            while high - low > 1 {
                let middle = low + (high - low) / 2
                if exceeded(at: Double(bitPattern: middle)).isEmpty { low = middle } else { high = middle }
            }
            let full = exceeded(at: Double(bitPattern: high))
            for index in rising where plan.activities[index].uses.contains(where: { full.contains($0.resource) }) {
                fixed[index] = rate(index, at: Double(bitPattern: low))
            }
        }
    }
    return fixed.map { $0 ?? 0 }
}
