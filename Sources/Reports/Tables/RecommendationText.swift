public import Experiments
import Scenarios
import Statistics

/// A recommendation in words, with a table of the plans.
public struct RecommendationText {
    let recommendation: Recommendation
    let swings: AssumptionSwings?
    let isFull: Bool
    let width: Int

    /// Makes the text.
    ///
    /// - Parameters:
    ///   - swings: Assumptions that would change the answer, if they were looked for.
    ///   - full: Whether all plans are in the table, and not only those that matter.
    public init(_ recommendation: Recommendation, swings: AssumptionSwings? = nil, full: Bool = false, width: Int = 120) {
        self.recommendation = recommendation
        self.swings = swings
        isFull = full
        self.width = width
    }

    private var request: RecommendationRequest { recommendation.request }
    private var plans: [Recommendation.Plan] { recommendation.plans }
    private var objective: String { "`\(request.objective.name)`" }

    /// The text, each line ended.
    public var text: String {
        var sections = [question, answer]
        if !changes.isEmpty { sections.append(["what would change the answer"] + changes.flatMap { wrapped($0, indent: 2) }) }
        for path in startKnobs { sections.append(["best plan by \(path)"] + byKnob(path)) }
        sections.append(table(rows))
        return sections.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var question: [String] {
        let direction = request.objective.lessIsBetter == false ? "most" : "least"
        let head =
            "\(request.plan.scenario.name), seed \(request.plan.seed): of \(Readable.counted(plans.count, "plan")), the one with the \(direction) "
            + "\(objective) that keeps"
        return wrapped(head, indent: 0) + request.limits.enumerated().map { "  (\($0.offset + 1)) \($0.element.text)" }
    }

    private var answer: [String] {
        let probability = Readable.wholePercent(request.probability)
        let zone = amount(recommendation.difference)
        switch recommendation.outcome {
        case .none:
            return wrapped("no plan keeps the limits, with a probability of at least \(probability)", indent: 0) + open
        case .capped(let left):
            let most = "\(FixedDecimal.text(request.cap)) replications"
            return wrapped("not decided: \(left.count) plans cannot be told apart within \(most) by \(zone); in front is", indent: 0)
                + described(left[0]) + left.dropFirst().prefix(9).map { "  or \(plans[$0].name)" } + open
        case .selected(let best, let tied):
            var lines = ["recommended: \(plans[best].name)"] + described(best)
            lines +=
                plans[best].settings.isEmpty
                ? [] : ["  as options: \(plans[best].settings.map { "--set \(Self.quoted($0))" }.joined(separator: " "))"]
            let condition = "if it is better than the others by \(zone)"
            lines += wrapped(
                "  selected with a probability of at least \(probability) \(condition), else one within that of the best; where plans do not "
                    + "differ in it, by \(request.tieBreaks.joined(separator: ", then "))", indent: 4)
            for plan in tied.prefix(9) { lines.append("as good: \(plans[plan].name)") }
            if tied.count > 9 { lines.append("as good: \(tied.count - 9) more") }
            return lines + runnerUp + open
        }
    }

    /// As a shell takes it.
    private static func quoted(_ text: String) -> String {
        text.allSatisfy { $0.isLetter || $0.isNumber || "._-=:/%+".contains($0) } ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    private var runnerUp: [String] {
        guard let next = recommendation.runnerUp else { return ["runner-up: none of the others was found to keep the limits"] }
        let margin = next.margin
        let isEqual = margin.value == 0 && (margin.high ?? 0) == (margin.low ?? 0)
        let text = EstimateCell.text(margin, request.objective.unit, signed: true)
        return ["runner-up: \(plans[next.plan].name)"]
            + wrapped("  margin: \(isEqual ? "none in \(objective)" : "\(text) in \(objective)")", indent: 4)
            + (next.diagnosis.isDoubtful && text.contains("±")
                ? wrapped("  warning: this margin hangs on a few replications; `chrysalis risk` looks at rare outcomes", indent: 4) : [])
            + described(next.plan)
    }

    /// Plans that could not be told from a limit.
    private var open: [String] {
        recommendation.unresolved.prefix(5).flatMap { index -> [String] in
            wrapped(
                "not told from a limit within \(FixedDecimal.text(request.cap)) replications: \(plans[index].name) (\(limited(plans[index])))",
                indent: 2)
        }
    }

    private func described(_ index: Int) -> [String] {
        let plan = plans[index]
        var parts: [String] = []
        if !["cost", "duration"].contains(request.objective.name) {
            parts.append("\(objective) \(EstimateCell.text(plan.objective, request.objective.unit))")
        }
        parts += [
            "cost \(EstimateCell.text(plan.cost, .dollars))", "lost service \(EstimateCell.text(plan.lostService, .seconds))",
            "P(finished) \(EstimateCell.text(plan.finished, .fraction))", "duration \(EstimateCell.text(plan.duration, .seconds))",
        ]
        let limits = limited(plan)
        return wrapped("  " + (parts + (limits.isEmpty ? [] : [limits])).joined(separator: "; "), indent: 4)
            + ["  in \(Readable.counted(plan.replications, "replication"))"]
    }

    /// What is limited beside finishing, with its values.
    private func limited(_ plan: Recommendation.Plan) -> String {
        zip(request.limits, plan.limited).enumerated().dropFirst(isPlainFinish ? 1 : 0)
            .map { "(\($0.offset + 1)) \(value($0.element.1, $0.element.0))" }.joined(separator: "; ")
    }

    private var isPlainFinish: Bool {
        if case .finish(nil, _) = request.limits[0].subject { true } else { false }
    }

    private func value(_ value: Double, _ limit: PlanLimit) -> String {
        limit.unit == .fraction ? Readable.percent(value) : UnitScale.suiting(value, limit.unit).text(value)
    }

    /// What a limit would have to allow for a plan: for an end its instant.
    private func allowance(_ statistic: Double, _ limit: Int, _ plan: Recommendation.Plan) -> String {
        guard case .finish(_?, _) = request.limits[limit].subject, let instant = plan.readyBy else {
            return value(statistic, request.limits[limit])
        }
        return "an end before \(instant.text)"
    }

    private func amount(_ value: Double) -> String { UnitScale.suiting(value, request.objective.unit).text(value) }

    private var changes: [String] {
        let limits = recommendation.changes.map { change in
            switch change {
            case .loosened(let limit, let to, let plan):
                let cost = EstimateCell.text(plans[plan].objective, request.objective.unit)
                return "  if (\(limit + 1)) allowed \(allowance(to, limit, plans[plan])): \(plans[plan].name), with "
                    + "\(objective) \(cost)"
            case .tightened(let limit, let below, let plan):
                let demand = "  if (\(limit + 1)) did not allow \(value(below, request.limits[limit])): "
                guard let plan else { return demand + "no plan is left" }
                let cost = EstimateCell.text(plans[plan].objective, request.objective.unit)
                return demand + "\(plans[plan].name), with \(objective) \(cost)"
            }
        }
        return limits + assumptions
    }

    private var assumptions: [String] {
        guard let swings, swings.tried > 0 else { return [] }
        let lines = swings.swings.map { swing -> String in
            let consequence =
                switch swing.consequence {
                case .breaks(let limit): "it breaks (\(limit + 1))"
                case .overtaken: "the runner-up is better"
                }
            return "  from `\(swing.path)` = \(swing.from) \(swing.isUpwards ? "up" : "down") (assumed: \(swing.value)): \(consequence)"
        }
        let what = swings.swings.isEmpty ? "  no assumption changes it: " : "  "
        return lines + [
            what
                + "\(swings.tried) of \(Readable.counted(swings.assumptions, "assumption")) tried at half and twice the value, in replication 0"
        ]
    }

    private func wrapped(_ text: String, indent: Int) -> [String] {
        let margin = String(text.prefix { $0 == " " })
        return TextTable.wrapped(text, width: width, indent: String(repeating: " ", count: indent)).enumerated()
            .map { $0.offset == 0 ? margin + $0.element : $0.element }
    }
}

/// The tables.
extension RecommendationText {
    /// Plans in the table: all, or the one recommended, the next, those that tie or are open, the front, and the best of each strategy.
    private var rows: [Int] {
        if isFull { return plans.map(\.index) }
        var chosen = [recommendation.outcome.best, recommendation.runnerUp?.plan].compactMap(\.self)
        if case .selected(_, let tied) = recommendation.outcome { chosen += tied.prefix(5) }
        chosen += recommendation.unresolved.prefix(5) + recommendation.front
        for change in recommendation.changes {
            switch change {
            case .loosened(_, _, let plan): chosen.append(plan)
            case .tightened(_, _, let plan): chosen += [plan].compactMap(\.self)
            }
        }
        chosen += recommendation.best(by: FactorDescription.strategy).map(\.plan)
        var seen: Set<Int> = []
        return chosen.filter { seen.insert($0).inserted }
    }

    private var startKnobs: [String] { request.plan.factors.map(\.path).filter { $0 == FactorDescription.start } }

    private func byKnob(_ path: String) -> [String] {
        var table = TextTable(columns: Self.columns + ["keeps the limits"], corner: "  " + path)
        table.rows = recommendation.best(by: path).map { entry in
            let plan = plans[entry.plan]
            return .values(label: "  \(plan.name)", cells: cells(plan) + [entry.keeps ? "yes" : "no"])
        }
        return table.lines(width: width)
    }

    private static let columns = ["cost", "lost service", "P(finished)", "duration"]

    private func cells(_ plan: Recommendation.Plan) -> [String] {
        [
            EstimateCell.text(plan.cost, .dollars), EstimateCell.text(plan.lostService, .seconds),
            EstimateCell.text(plan.finished, .fraction), EstimateCell.text(plan.duration, .seconds),
        ]
    }

    private func table(_ chosen: [Int]) -> [String] {
        let own = ["cost", "duration"].contains(request.objective.name) ? [] : [request.objective.name]
        let front = Set(recommendation.front)
        var table = TextTable(columns: own + Self.columns + ["replications", "", "verdict"], corner: "plans")
        table.leftColumns = [own.count + 6]
        table.rows = chosen.map { index in
            let plan = plans[index]
            let value = own.isEmpty ? [] : [EstimateCell.text(plan.objective, request.objective.unit)]
            return .values(
                label: plan.name,
                cells: value + cells(plan) + [
                    FixedDecimal.text(plan.replications), front.contains(index) ? "*" : "", verdict(plan),
                ])
        }
        var lines = table.lines(width: width)
        if chosen.contains(where: front.contains) {
            lines.append("* finishes often enough, and no other plan beats it in both cost and lost service")
        }
        if chosen.count < plans.count { lines.append("\(plans.count - chosen.count) plans are not shown; `--full` shows all") }
        return lines
    }

    private func verdict(_ plan: Recommendation.Plan) -> String {
        guard let standing = plan.standing else { return "refused: \(plan.complaint ?? "")" }
        switch standing {
        case .inPlay: return plan.index == recommendation.outcome.best ? "best" : "as good"
        case .infeasible(let constraint): return "breaks (\(constraint + 1))"
        case .unresolved: return "not told from a limit"
        case .beaten, .waiting: return plan.index == recommendation.runnerUp?.plan ? "runner-up" : "beaten"
        }
    }
}
