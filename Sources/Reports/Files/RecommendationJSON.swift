public import Experiments
import Scenarios
import Statistics

/// A recommendation as JSON, equal byte for byte for equal scenario, seed and question; see ``ComparisonJSON`` for how numbers are written.
public enum RecommendationJSON {
    /// The text.
    public static func text(_ recommendation: Recommendation, _ swings: AssumptionSwings, programVersion: String) -> String {
        let request = recommendation.request
        let (status, best, others) = outcome(recommendation.outcome)
        let margin = recommendation.runnerUp.map { estimate($0.margin) } ?? .null
        return JSONValue.object([
            ("schema_version", .integer(ComparisonJSON.schemaVersion)),
            ("program", .text("chrysalis \(programVersion)")),
            ("scenario", .text(request.plan.scenario.name)),
            ("seed", .text("\(request.plan.seed)")),
            ("objective", .text(request.objective.name)),
            ("unit", .text(request.objective.unit.rawValue)),
            ("limits", .list(request.limits.map { .text($0.text) })),
            ("indifference", .number(recommendation.difference)),
            ("probability", .number(request.probability)),
            ("replications_at_most", .integer(request.cap)),
            ("status", .text(status)),
            ("recommended", best.map { .integer($0) } ?? .null),
            ("as_good", .list(others.map { .integer($0) })),
            ("runner_up", recommendation.runnerUp.map { .integer($0.plan) } ?? .null),
            ("margin", margin),
            ("not_told_from_a_limit", .list(recommendation.unresolved.map { .integer($0) })),
            ("front", .list(recommendation.front.map { .integer($0) })),
            ("changes", .list(recommendation.changes.map { change($0, request) })),
            ("assumptions_tried", .integer(swings.tried)),
            ("assumptions", .list(swings.swings.map { swing($0, request) })),
            ("plans", .list(recommendation.plans.map { plan($0, request) })),
        ]).serialized(objectsOnOneLine: 8) + "\n"
    }

    private static func outcome(_ outcome: Recommendation.Outcome) -> (status: String, best: Int?, others: [Int]) {
        switch outcome {
        case .selected(let best, let tied): ("selected", best, tied)
        case .capped(let left): ("undecided", left.first, Array(left.dropFirst()))
        case .none: ("none", nil, [])
        }
    }

    private static func change(_ change: Recommendation.Change, _ request: RecommendationRequest) -> JSONValue {
        switch change {
        case .loosened(let limit, let to, let plan):
            .object([
                ("limit", .text(request.limits[limit].text)), ("change", .text("loosened")), ("value", .number(to)),
                ("plan", .integer(plan)),
            ])
        case .tightened(let limit, let below, let plan):
            .object([
                ("limit", .text(request.limits[limit].text)), ("change", .text("tightened")), ("value", .number(below)),
                ("plan", plan.map { .integer($0) } ?? .null),
            ])
        }
    }

    private static func swing(_ swing: AssumptionSwings.Swing, _ request: RecommendationRequest) -> JSONValue {
        let consequence =
            switch swing.consequence {
            case .breaks(let limit): "breaks \(request.limits[limit].text)"
            case .overtaken: "the runner-up is better"
            }
        return .object([
            ("path", .text(swing.path)), ("assumed", .text(swing.value)), ("from", .text(swing.from)),
            ("direction", .text(swing.isUpwards ? "up" : "down")), ("consequence", .text(consequence)),
        ])
    }

    private static func plan(_ plan: Recommendation.Plan, _ request: RecommendationRequest) -> JSONValue {
        .object([
            ("plan", .integer(plan.index)), ("strategy", .text(plan.strategy)), ("settings", .list(plan.settings.map { .text($0) })),
            ("standing", .text(standing(plan, request))), ("replications", .integer(plan.replications)),
            ("objective", estimate(plan.objective)), ("cost_usd", estimate(plan.cost)), ("lost_service_s", estimate(plan.lostService)),
            ("duration_s", estimate(plan.duration)), ("finished", estimate(plan.finished)),
            ("ready_by", plan.readyBy.map { .text($0.text) } ?? .null), ("limited", .list(plan.limited.map { .number($0) })),
        ])
    }

    /// One word for where a plan stands.
    static func standing(_ plan: Recommendation.Plan, _ request: RecommendationRequest) -> String {
        guard let standing = plan.standing else { return "refused" }
        return switch standing {
        case .inPlay: "in play"
        case .beaten, .waiting: "beaten"
        case .infeasible(let constraint): "breaks \(request.limits[constraint].text)"
        case .unresolved: "not told from a limit"
        }
    }

    private static func estimate(_ estimate: Estimate) -> JSONValue {
        .object([("value", .number(estimate.value)), ("low", .number(estimate.low)), ("high", .number(estimate.high))])
    }
}
