import Requirements
import Scenarios
import Statistics

/// Finds the best plan under limits.
///
/// 1. **Screening.** All plans are run `firstStage` times with the same random numbers. What is clearly worse than another, or clearly breaks a
///    limit, is out.
/// 2. **Selection** (``Statistics/ConstrainedSelection``): the others go on until one is left that keeps the limits, with the stated probability of
///    being the right one if it is better than the others by the difference that matters.
/// 3. **Beside it**: the next best plan, tested to an end on its own, and where limits would have to be for another answer.
///
/// Which replications are run, and in which order they are looked at, depends on nothing but the request; threads change how long it takes.
public struct Recommender: Sendable {
    private let request: RecommendationRequest
    private var runs: PlanRuns
    private var selection: ConstrainedSelection
    private let difference: Double
    /// Numbers of the plans that the scenario takes: the candidates of the selection.
    private let candidates: [Int]
    /// Short names of what is varied.
    private let knobs: [String]

    /// Runs that are made in one go where few plans are left, so that threads have something to share.
    private static let batch = 32
    /// Plans that are tested to the end in search for the next best.
    private static let trials = 20

    /// Finds the best plan.
    public static func recommendation(_ request: RecommendationRequest) throws(RecommendationStop) -> Recommendation {
        var recommender = try Recommender(request)
        return try recommender.recommend()
    }

    private init(_ request: RecommendationRequest) throws(RecommendationStop) {
        let most = ConstrainedSelection.mostCandidates
        guard request.plan.count <= most else {
            throw .problem(
                SweepProblem(
                    .usage, "\(request.plan.count) plans are too many: all pairs are compared, of \(most) at most",
                    hint: "vary less, or take coarser steps first"))
        }
        self.request = request
        runs = try PlanRuns(request)
        knobs = Self.shortNames(request.plan.factors.map(\.path))
        let (all, first) = (request.plan.count, min(request.firstStage, request.cap))
        candidates = (0..<all).filter { [runs] in runs.complaint($0) == nil }
        guard let example = (0..<all).first else { throw .problem(SweepProblem(.usage, "there is no plan to choose from")) }
        guard !candidates.isEmpty else {
            throw .problem(SweepProblem(.usage, "the scenario takes none of the plans: \(runs.complaint(example) ?? "")"))
        }
        try runs.extend(candidates, to: candidates.map { _ in first })
        let means = candidates.map { [runs] in abs(SampleStatistics.mean(runs.rows[$0].map { $0.objectives[0] })) }
        difference = request.difference ?? max(request.objective.unit.leastDifference, (means.min() ?? 0) / 100)
        let least = request.objectives.dropFirst().map(\.measure.unit.leastDifference)
        do {
            selection = try ConstrainedSelection(
                candidates: candidates.count, differences: [difference] + least, constraints: request.limits.map(\.constraint),
                probability: request.probability, firstStage: first, cap: request.cap)
        } catch {
            throw .problem(SweepProblem(.usage, "no selection of \(candidates.count) plans: \(error)"))
        }
    }

    /// The shortest ends of paths that tell them apart: `batch` of `tiers.web.software.batch`, if no other ends so.
    static func shortNames(_ paths: [String]) -> [String] {
        paths.map { path in
            let parts = path.split(separator: ".")
            let ends = (1...max(1, parts.count)).map { parts.suffix($0).joined(separator: ".") }
            return ends.first { end in paths.count { $0 == end || $0.hasSuffix("." + end) } == 1 } ?? path
        }
    }

    private mutating func recommend() throws(RecommendationStop) -> Recommendation {
        while selection.decision == .undecided {
            let wanted = selection.wanted
            let ahead = max(1, Self.batch / wanted.count)
            try runs.extend(wanted.map { candidates[$0] }, to: wanted.map { min(request.cap, nextCount($0, ahead)) })
            do {
                try selection.add(wanted.map { observation($0, selection.replications(of: $0)) })
            } catch {
                throw .problem(
                    SweepProblem(
                        .usage, "the plans cannot be compared: \(error)", hint: "minimise or limit a measure that every plan has a value of"
                    ))
            }
        }
        let outcome = outcome(selection.decision)
        let next = try runnerUp(outcome)
        let plans = (0..<request.plan.count).map { summary($0) }
        return Recommendation(
            request: request, difference: difference, plans: plans, outcome: outcome, runnerUp: next,
            runs: runs.rows.reduce(0) { $0 + $1.count })
    }

    /// How many rows a candidate should have before its next replication is looked at.
    private func nextCount(_ candidate: Int, _ ahead: Int) -> Int {
        let (seen, known) = (selection.replications(of: candidate), runs.rows[candidates[candidate]].count)
        return seen < known ? known : seen + ahead
    }

    private func observation(_ candidate: Int, _ replication: Int) -> ConstrainedSelection.Observation {
        let row = runs.rows[candidates[candidate]][replication]
        return .init(objectives: row.objectives, constraints: zip(request.limits, row.limited).map { $0.constrained($1) })
    }

    private func outcome(_ decision: SelectionDecision) -> Recommendation.Outcome {
        switch decision {
        case .selected(let best, let tied): .selected(candidates[best], tied: tied.map { candidates[$0] })
        case .capped(let left): .capped(left.map { candidates[$0] })
        case .noneFeasible, .undecided: .none
        }
    }

    /// The best of those that were beaten, once it is known to keep the limits.
    private mutating func runnerUp(_ outcome: Recommendation.Outcome) throws(RecommendationStop)
        -> (plan: Int, margin: Estimate, diagnosis: MeanIntervalDiagnosis)?
    {
        guard case .selected(let best, let tied) = outcome else { return nil }
        let winner = candidates.firstIndex(of: best) ?? 0
        let beaten = candidates.indices.filter { candidate in
            if candidate == winner || tied.contains(candidates[candidate]) { return false }
            switch selection.standings[candidate] {
            case .beaten, .waiting: return true
            case .inPlay, .infeasible, .unresolved: return false
            }
        }
        let ordered = beaten.map { ($0, means($0)) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
        for candidate in ordered.prefix(Self.trials) {
            while selection.verdict(of: candidate) == .undecided, selection.replications(of: candidate) < request.cap {
                let seen = selection.replications(of: candidate)
                try runs.extend([candidates[candidate]], to: [min(request.cap, nextCount(candidate, Self.batch))])
                do {
                    try selection.addAside(observation(candidate, seen), of: candidate)
                } catch {
                    break
                }
            }
            guard selection.verdict(of: candidate) == .feasible else { continue }
            let counts = [winner, candidate].map { runs.rows[candidates[$0]].count }
            try runs.extend([best, candidates[candidate]], to: [counts.max() ?? 0, counts.max() ?? 0])
            let differences = differences(of: candidates[candidate], to: best)
            return (
                candidates[candidate], SampleStatistics.meanInterval(differences, confidence: confidence),
                SampleStatistics.diagnoseMeanInterval(differences)
            )
        }
        return nil
    }

    private func means(_ candidate: Int) -> [Double] {
        let rows = runs.rows[candidates[candidate]]
        return request.objectives.indices.map { index in SampleStatistics.mean(rows.map { $0.objectives[index] }) }
    }

    /// By replication, in which both had the same random numbers.
    private func differences(of plan: Int, to best: Int) -> [Double] {
        let sign = request.objectives[0].sign
        return zip(runs.rows[plan], runs.rows[best]).map { sign * ($0.objectives[0] - $1.objectives[0]) }
    }

    private var confidence: Double { request.plan.scenario.objectives.confidence }

    private func summary(_ index: Int) -> Recommendation.Plan {
        let (point, rows) = (request.plan.point(at: index), runs.rows[index])
        let nothing = Estimate(value: .nan, low: nil, high: nil, confidence: confidence, method: .meanByStudentT, count: 0)
        func mean(_ value: (PlanRow) -> Double) -> Estimate {
            rows.isEmpty ? nothing : SampleStatistics.meanInterval(rows.map(value), confidence: confidence)
        }
        let sign = request.objectives[0].sign
        return Recommendation.Plan(
            index: index, name: ([point.strategy] + zip(knobs, point.values).map { "\($0)=\($1)" }).joined(separator: ", "),
            strategy: point.strategy, settings: point.overrides,
            standing: candidates.firstIndex(of: index).map { standing($0) }, complaint: runs.complaint(index),
            replications: rows.count, objective: mean { sign * $0.objectives[0] }, cost: mean { $0.cost },
            lostService: mean { $0.lostService }, duration: mean { $0.duration },
            finished: rows.isEmpty
                ? nothing
                : SampleStatistics.wilsonInterval(
                    successes: rows.count { $0.isFinished }, count: rows.count, confidence: confidence),
            readyBy: readyBy(rows, runs.start(of: index)),
            limited: request.limits.indices.map { limit in
                rows.isEmpty ? .nan : request.limits[limit].statistic(rows.map { $0.limited[limit] })
            })
    }

    /// The instant before which an upgrade is finished as often as it has to be; nil if that is never so.
    private func readyBy(_ rows: [PlanRow], _ start: CalendarInstant?) -> CalendarInstant? {
        guard let start, case .finish(_, let probability) = request.limits[0].subject, !rows.isEmpty else { return nil }
        let finished = rows.filter(\.isFinished).map(\.duration).sorted()
        let needed = Int((probability * Double(rows.count)).rounded(.up))
        guard needed <= finished.count else { return nil }
        return CalendarInstant(secondsSince1970: start.secondsSince1970 + Int64(finished[max(0, needed - 1)].rounded(.up)))
    }

    /// Where a candidate stands, with numbers of plans for those of candidates; what a test aside has shown counts.
    private func standing(_ candidate: Int) -> ConstrainedSelection.Standing {
        if case .infeasible(let constraint) = selection.verdict(of: candidate) { return .infeasible(constraint: constraint) }
        return switch selection.standings[candidate] {
        case .waiting(let behind): .waiting(behind: candidates[behind])
        case .beaten(let by): .beaten(by: candidates[by])
        case .inPlay: .inPlay
        case .unresolved: .unresolved
        case .infeasible(let constraint): .infeasible(constraint: constraint)
        }
    }
}
