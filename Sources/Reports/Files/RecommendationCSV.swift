public import Experiments
import Scenarios
import Statistics

/// The plans of a recommendation as CSV (RFC 4180), one line each.
public enum RecommendationCSV {
    /// The text, header first.
    public static func text(_ recommendation: Recommendation) -> String {
        let request = recommendation.request
        let names = ["objective", "cost_usd", "lost_service_s", "duration_s", "finished"]
        let header =
            ["plan"] + request.plan.factorNames + ["standing", "front", "replications"]
            + names.flatMap { [$0, "\($0)_low", "\($0)_high"] } + request.limits.map(\.text)
        let front = Set(recommendation.front)
        let lines = recommendation.plans.map { plan in
            let estimates = [plan.objective, plan.cost, plan.lostService, plan.duration, plan.finished]
            let numbers = estimates.flatMap { [$0.value, $0.low ?? .nan, $0.high ?? .nan] } + plan.limited
            return ["\(plan.index)"] + request.plan.point(at: plan.index).values
                + [
                    RecommendationJSON.standing(plan, request), front.contains(plan.index) ? "1" : "0", "\(plan.replications)",
                ] + numbers.map { $0.isFinite ? JSONValue.shortest($0) : "" }
        }
        return ([header] + lines).map { SweepCSV.line($0) }.joined()
    }
}
