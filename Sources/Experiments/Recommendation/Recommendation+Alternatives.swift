import Scenarios
import Statistics

/// What else the plans say: which might still be better, which no other beats, and what would change the answer.
extension Recommendation {
    /// Plans that might be better and that could not be told from a limit with the replications allowed.
    public var unresolved: [Int] { plans.filter { $0.standing == .unresolved }.map(\.index) }

    /// Plans that finish often enough, as far as their replications say, and that no other beats in both cost and lost service, cheapest first.
    ///
    /// Differences under a dollar and a second do not count. Of plans that are then alike it is the one recommended, or else the first.
    public var front: [Int] {
        let those = plans.filter { $0.replications > 0 && request.limits[0].isKept(by: $0.limited[0]) }
        let points = those.map { ParetoFront.Point(cost: $0.cost.value.rounded(), downtime: $0.lostService.value.rounded()) }
        var seen: Set<ParetoFront.Point> = []
        let best = those.firstIndex { $0.index == outcome.best }
        return ParetoFront.indices(of: points).filter { seen.insert(points[$0]).inserted }.map { index in
            best.map { points[$0] == points[index] } == true ? those[best ?? index].index : those[index].index
        }
    }

    /// For each limit, of the better plans that only this one excludes the one nearest to it and the best, and the plan that is left if the value of
    /// the one recommended is not allowed.
    public var changes: [Change] {
        let best = outcome.best.map { plans[$0] }
        return request.limits.indices.flatMap { limit -> [Change] in
            var found: [Change] = []
            let excluded = plans.filter { plan in isExcluded(plan, by: limit) && best.map { isBetter(plan, $0) } ?? true }
            let nearest = excluded.min { request.limits[limit].isStricter($0.limited[limit], than: $1.limited[limit]) }
            var seen: Set<Int> = []
            for plan in [nearest, excluded.min(by: isBetter)].compactMap(\.self) where seen.insert(plan.index).inserted {
                found.append(.loosened(limit: limit, to: plan.limited[limit], plan: plan.index))
            }
            if let best, let change = tightened(limit, best) { found.append(change) }
            return found
        }
    }

    /// The best plan at each value of a knob, or of each strategy: one that keeps the limits as far as is known, else one that does not.
    public func best(by path: String) -> [(value: String, plan: Int, keeps: Bool)] {
        let isStrategy = path == FactorDescription.strategy
        let values = isStrategy ? request.plan.strategies : request.plan.factors.first { $0.path == path }?.levels ?? []
        return values.compactMap { value in
            let those = plans.filter { plan in
                plan.replications > 0 && (isStrategy ? plan.strategy == value : plan.settings.contains("\(path)=\(value)"))
            }
            let kept = those.filter { keepsLimits($0) }
            guard let first = (kept.isEmpty ? those : kept).min(by: isBetter) else { return nil }
            return (value, first.index, !kept.isEmpty)
        }
    }

    /// Whether the replications of a plan keep all limits, however few they are.
    public func keepsLimits(_ plan: Plan) -> Bool {
        plan.replications > 0 && zip(request.limits, plan.limited).allSatisfy { $0.isKept(by: $1) }
    }

    /// Whether a plan breaks this limit and no other.
    private func isExcluded(_ plan: Plan, by limit: Int) -> Bool {
        guard plan.replications > 0, !plan.limited[limit].isNaN else { return false }
        return request.limits.indices.allSatisfy { ($0 == limit) != request.limits[$0].isKept(by: plan.limited[$0]) }
    }

    private func tightened(_ limit: Int, _ best: Plan) -> Change? {
        let (rule, value) = (request.limits[limit], best.limited[limit])
        guard case .measure(let condition) = rule.subject, !value.isNaN else { return nil }
        // At the end of the scale nothing can be asked for that this plan does not do.
        guard value != (condition.isUpper ? 0 : 1) else { return nil }
        // What is less by under a hundredth is so by chance.
        let demanded = value - (condition.isUpper ? 0.01 : -0.01) * abs(value)
        let others = plans.filter { plan in
            plan.index != best.index && keepsLimits(plan) && rule.isStricter(plan.limited[limit], than: demanded)
        }
        return .tightened(limit: limit, below: value, plan: others.min(by: isBetter)?.index)
    }

    private func isBetter(_ first: Plan, _ second: Plan) -> Bool {
        let sign: Double = request.objective.lessIsBetter == false ? -1 : 1
        let values = [first, second].map { [sign * $0.objective.value, $0.lostService.value, $0.duration.value] }
        return values[0].lexicographicallyPrecedes(values[1])
    }
}
