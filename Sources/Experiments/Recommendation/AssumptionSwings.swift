import Scenarios
import Statistics
import UpgradeFaults
import UpgradeStrategies

/// Which assumptions of a scenario would change a recommendation, and from which value on.
///
/// Each assumption is set to half and to twice its value, within what the scenario's language allows, and replication 0 of the plan recommended and of
/// the next best is run: does the first still finish in time and keep the limits that it kept, and is it still the better one? Where not, bisection
/// by equal ratios, in values of three significant digits, finds where that begins, for the first three found.
public struct AssumptionSwings: Sendable {
    /// What happens at another value.
    public enum Consequence: Sendable, Hashable {
        /// The plan no longer keeps the limit of this number.
        case breaks(limit: Int)
        /// The next best plan is better.
        case overtaken
    }

    /// An assumption that would change the answer.
    public struct Swing: Sendable, Hashable {
        /// Where it stands, as `--set` takes it.
        public let path: String
        /// Its value, as text.
        public let value: String
        /// From this value on, as text.
        public let from: String
        /// Whether that is more than the assumed one.
        public let isUpwards: Bool
        /// What happens there.
        public let consequence: Consequence
    }

    /// Those that would change the answer, in the order in which they were tried, at most ten.
    public private(set) var swings: [Swing] = []
    /// Assumptions that were tried.
    public private(set) var tried = 0
    /// Assumptions in the scenario, as far as they bear on results and can be moved.
    public private(set) var assumptions = 0

    private let request: RecommendationRequest
    private let best: Int
    private let next: Int?

    /// Looks for them.
    ///
    /// - Parameter budget: Runs at most, but for the bisections.
    /// - Throws: if it was interrupted, or a run broke.
    public init(_ recommendation: Recommendation, budget: Int) throws(RecommendationStop) {
        request = recommendation.request
        best = recommendation.outcome.best ?? 0
        next = recommendation.runnerUp?.plan
        guard budget > 0, recommendation.outcome.best != nil, let scenario = scenario(of: best, nil) else { return }
        let paths = request.plan.factorNames
        let faultsHappen = scenario.rehearsal.faults.isDrawn || !scenario.rehearsal.injections.isEmpty
        let movable = ScreeningOrder.assumptions(scenario.parameters, faultsHappen: faultsHappen)
            .filter { !paths.contains($0.path) && !Self.values($0).isEmpty }
        assumptions = movable.count
        let chosen = Array(movable.prefix(max(1, budget / (next == nil ? 2 : 4))))
        let base = try consequences([nil])[0]
        // What fails in this replication as it stands says nothing about assumptions.
        guard let base, base.isEmpty else { return }
        let trials = chosen.flatMap { parameter in Self.values(parameter).map { (parameter, $0) } }
        let found = try consequences(trials)
        tried = chosen.count
        for (trial, consequences) in zip(trials, found) {
            guard let first = consequences?.first, swings.count < 10 else { continue }
            let from = swings.count < 3 ? try bisect(trial.0, trial.1, first) : trial.1
            swings.append(
                Swing(
                    path: trial.0.path, value: trial.0.text(for: trial.0.value), from: trial.0.text(for: from),
                    isUpwards: trial.1 > trial.0.value, consequence: first))
        }
    }

    private typealias Trial = (parameter: NumericParameter, value: Double)

    /// Half and twice the value, as far as they differ from it.
    private static func values(_ parameter: NumericParameter) -> [Double] {
        [0.5, 2].compactMap { factor in
            let value = parameter.nearestAllowed(to: parameter.value * factor)
            return parameter.text(for: value) == parameter.text(for: parameter.value) ? nil : value
        }
    }

    private func scenario(of plan: Int, _ trial: Trial?) -> Scenario? {
        let overrides = request.plan.point(at: plan).overrides + (trial.map { [$0.parameter.override(to: $0.value)] } ?? [])
        return request.plan.source.scenario(overrides, isDescribed: false, sink: DiagnosticSink())
    }

    /// What happens at each of these values; nil where the scenario refuses one.
    private func consequences(_ trials: [Trial?]) throws(RecommendationStop) -> [[Consequence]?] {
        let broken = FirstBroken()
        let found = ParallelMap.map(
            count: trials.count, jobs: request.jobs, interruption: request.interruption, progress: request.progress
        ) { [self] index -> [Consequence]?? in
            guard let scenario = scenario(of: best, trials[index]) else { return .some(nil) }
            guard let row = row(best, scenario, broken) else { return nil }
            var found = request.limits.indices.filter { request.limits[$0].isBroken(by: row.limited[$0]) }.map {
                Consequence.breaks(limit: $0)
            }
            guard let next, found.isEmpty, let other = self.scenario(of: next, trials[index]) else { return .some(found) }
            guard let rival = self.row(next, other, broken) else { return nil }
            let isKept = zip(request.limits, rival.limited).allSatisfy { !$0.isBroken(by: $1) }
            if isKept, rival.objectives.lexicographicallyPrecedes(row.objectives) { found.append(.overtaken) }
            return .some(found)
        }
        if let broken = broken.run { throw .broken(broken) }
        guard !found.contains(where: { $0 == nil }) else { throw .interrupted }
        return found.map { $0 ?? nil }
    }

    private func row(_ plan: Int, _ scenario: Scenario, _ broken: FirstBroken) -> PlanRow? {
        PlanRuns.row(request, plan, scenario.rehearsal, start: scenario.start, replication: 0, broken)
    }

    /// The value nearest to the assumed one at which it happens still.
    private func bisect(_ parameter: NumericParameter, _ end: Double, _ consequence: Consequence) throws(RecommendationStop) -> Double {
        var (near, far) = (parameter.value, end)
        for _ in 0..<6 where near > 0 && far > 0 {
            let middle = LedgerMaker.threeDigits((near * far).squareRoot())
            let texts = [near, middle, far].map { parameter.text(for: $0) }
            guard texts[1] != texts[0], texts[1] != texts[2] else { break }
            let happens = try consequences([(parameter, middle)])[0]?.contains(consequence) ?? false
            if happens { far = middle } else { near = middle }
        }
        return far
    }
}
