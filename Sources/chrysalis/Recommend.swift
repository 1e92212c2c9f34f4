import ArgumentParser
import Experiments
import Foundation
import Reports
import Scenarios

/// The best plan under limits.
struct Recommend: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the best plan under limits: which strategy, which settings, which hour to begin.",
        discussion: """
            Plans are all combinations of what `--vary` and `--start-hours` name, under every strategy. All are run a few times; then those that may still be \
            the best go on, until one is left that keeps the limits, with a stated probability of being the right one. Exit code 1: no plan keeps them.

            `--limit "outage.edit.p95 <= 60 s"` limits a measure, `--limit "finish before 2009-06-15T14:00Z"` the end.
            """)

    @Argument(help: "A scenario, or an experiment file that says what is varied (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var input: String

    @Option(name: .customLong("set"), parsing: .singleValue, help: "Change a value of the scenario, PATH=VALUE; may be repeated.")
    var overrides: [String] = []

    @Option(parsing: .singleValue, help: "A knob, PATH=VALUES such as `tiers.web.software.batch=1,2,4`; may be repeated.")
    var vary: [String] = []

    @Option(help: "Hours of the day (UTC) to begin at: `0..23`, or `2,3,22`; the first time each comes after the scenario's start.")
    var startHours: String?

    @Option(parsing: .singleValue, help: "A strategy; may be repeated. All of the scenario's if absent.")
    var strategy: [String] = []

    @Option(parsing: .singleValue, help: "A limit, such as \"outage.edit.p95 <= 60 s\"; may be repeated.")
    var limit: [String] = []

    @Option(help: "What is to be best: a measure.")
    var objective = "cost"

    @Option(help: "The probability with which a plan has to finish; the scenario's if absent.")
    var finished: String?

    @Option(help: "A difference in the objective that does not matter, such as \"50 USD\"; 1 % of the best mean if absent.")
    var indifference: String?

    @Option(help: "The probability with which the selection is right.")
    var probability = "95 %"

    @Option(parsing: .unconditional, help: "Replications of a plan at most.")
    var atMost = 1000

    @Option(parsing: .unconditional, help: "Runs for finding assumptions that would change the answer; 0 leaves them out.")
    var ledgerRuns = 400

    @Option(parsing: .unconditional, help: "Root seed; the scenario's, or drawn and printed, if absent.")
    var seed: UInt64?

    @Option(parsing: .unconditional, help: "Threads; all cores (or what Slurm grants) if absent.")
    var jobs: Int?

    @Option(help: "Format of the result: table, json or csv.")
    var format = OutputFormat.table

    @Flag(help: "Show all plans, and not only those that matter.")
    var full = false

    func validate() throws {
        if !(20...1_000_000).contains(atMost) { throw ValidationError("`--at-most \(atMost)` is outside 20 ... 1000000") }
        if !(0...100_000).contains(ledgerRuns) { throw ValidationError("`--ledger-runs \(ledgerRuns)` is outside 0 ... 100000") }
        if let jobs, !(1...4096).contains(jobs) { throw ValidationError("`--jobs \(jobs)` is outside 1 ... 4096") }
    }

    func run() throws {
        var arguments = ExperimentArguments()
        (arguments.seed, arguments.jobs) = (seed, jobs)
        var request = try request(arguments)
        let interruption = Interruption()
        request.jobs = arguments.threadCount
        request.interruption = interruption.flag
        request.progress = { done, total in
            if done % 16 == 0 { Console.progress("recommend: \(done) of \(total) runs of this round") }
        }
        let (recommendation, swings): (Recommendation, AssumptionSwings)
        do throws(RecommendationStop) {
            recommendation = try Recommender.recommendation(request)
            swings = try AssumptionSwings(recommendation, budget: format == .csv ? 0 : ledgerRuns)
            Console.progress(nil)
        } catch {
            Console.progress(nil)
            switch error {
            case .problem(let problem): throw Sweep.failure(problem)
            case .broken(let run): throw ComparisonRun.report(run)
            case .interrupted:
                Console.note("interrupted; nothing is recommended")
                throw ExitStatus.interrupted
            }
        }
        switch format {
        case .table: try Console.output(RecommendationText(recommendation, swings: swings, full: full, width: Console.width).text)
        case .json: try Console.output(RecommendationJSON.text(recommendation, swings, programVersion: ProgramVersion.text))
        case .csv: try Console.output(RecommendationCSV.text(recommendation))
        }
        if format != .table { Console.note("seed \(request.plan.seed)") }
        if recommendation.outcome == .none { throw ExitStatus.objectiveMissed }
    }

    private func request(_ arguments: ExperimentArguments) throws -> RecommendationRequest {
        var description = try ExperimentInput.read(input, vary: vary, settings: overrides, strategies: strategy)
        let (source, scenario) = try Sweep.perform { sink throws(SweepProblem) in
            guard let source = ScenarioSource(path: description.scenario, settings: description.settings, sink: sink),
                let scenario = source.scenario(sink: sink)
            else { throw SweepProblem(.usage, "the scenario `\(description.scenario)` cannot be read") }
            return (source, scenario)
        }
        guard case .grid = description.design else {
            throw Sweep.failure(
                SweepProblem(.usage, "a recommendation looks at every combination, and the design is `\(description.design.name)`"))
        }
        if let startHours { description.factors.append(try starts(startHours, after: scenario.start, source)) }
        let root = seed ?? description.seed ?? arguments.seed(of: scenario)
        let plan = try Sweep.perform { [description] sink throws(SweepProblem) in
            try SweepPlan(description, source, seed: root, sink: sink)
        }
        let catalogue = MeasureCatalogue(scenario)
        guard let measure = catalogue[objective] else {
            let known = NearestWord.hint(for: objective, in: catalogue.measures.map(\.name), called: "known are")
            throw Sweep.failure(SweepProblem(.usage, "there is no measure `\(objective)`", hint: known))
        }
        if plan.strategies.contains(StrategyNames.control) {
            throw Sweep.failure(
                SweepProblem(.usage, "`\(StrategyNames.control)` upgrades nothing, so that it cannot be recommended", hint: "leave it out"))
        }
        let (finish, limits) = try limits(scenario, catalogue)
        var request = RecommendationRequest(plan, finish: finish, limits: limits, objective: measure)
        request.cap = atMost
        request.probability = try parsed("--probability \(probability)") { () throws(FailConditionError) in
            try FailCondition.threshold(probability, .fraction, "probability")
        }
        guard request.probability > 0.5, request.probability < 1 else {
            throw Sweep.failure(
                SweepProblem(.usage, "`--probability \(probability)` is not between 50 % and 100 %", hint: "write it like `95 %`"))
        }
        request.difference = try indifference.map { text in
            try parsed("--indifference \(text)") { () throws(FailConditionError) in
                try FailCondition.threshold(text, measure.unit, measure.name)
            }
        }
        return request
    }

    private func parsed<Value>(_ option: String, _ body: () throws(FailConditionError) -> Value) throws -> Value {
        do throws(FailConditionError) {
            return try body()
        } catch {
            Console.note("error: `\(option)`: \(error.message)" + (error.hint.map { "\nhint: \($0)" } ?? ""))
            throw ExitStatus.usage
        }
    }

    private func limits(_ scenario: Scenario, _ catalogue: MeasureCatalogue) throws -> (finish: PlanLimit, others: [PlanLimit]) {
        var (deadline, limits): (CalendarInstant?, [PlanLimit]) = (nil, [])
        for text in limit {
            try parsed("--limit \(text)") { () throws(FailConditionError) in
                if let instant = try PlanLimit.deadline(text) {
                    deadline = min(deadline ?? instant, instant)
                } else {
                    limits.append(try PlanLimit(parsing: text, catalogue: catalogue))
                }
            }
        }
        let finish = try parsed("--finished \(finished ?? "")") { [deadline] () throws(FailConditionError) in
            let probability =
                try finished.map { text throws(FailConditionError) in try FailCondition.threshold(text, .fraction, "finished") }
                ?? scenario.objectives.requiredProbability
            return try PlanLimit.finish(before: deadline, probability: probability)
        }
        return (finish, limits)
    }

    /// The first instant after `start` at which it is each of these hours, but for those at which the scenario cannot begin, as after its deadline.
    private func starts(_ text: String, after start: CalendarInstant, _ source: ScenarioSource) throws -> FactorDescription {
        let ends = text.split(separator: ".", omittingEmptySubsequences: true).map { Int($0) }
        let hours: [Int?] =
            if text.contains("..") {
                ends.count == 2 && (ends[0] ?? 24) <= (ends[1] ?? -1) ? Array(ends[0]!...ends[1]!) : [nil]
            } else {
                text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0.trimmingCharacters(in: .whitespaces)) }
            }
        let known = hours.compactMap { $0 }
        guard known.count == hours.count, known.allSatisfy((0...23).contains) else {
            throw Sweep.failure(
                SweepProblem(.usage, "`--start-hours \(text)` names no hours of the day", hint: "write it like `0..23` or `2,3,22`"))
        }
        let instants = known.map { hour in
            let wait = ((hour * 3600 - start.secondOfDay) % 86_400 + 86_400) % 86_400
            return CalendarInstant(secondsSince1970: start.secondsSince1970 + Int64(wait))
        }
        let possible = instants.sorted().map(\.text).filter { text in
            let sink = DiagnosticSink()
            guard source.scenario(["\(FactorDescription.start)=\(text)"], isDescribed: false, sink: sink) == nil else { return true }
            let reason = sink.diagnostics.first { $0.severity == .error }?.message ?? "the scenario cannot begin then"
            Console.note("note: \(text) is left out: \(reason)")
            return false
        }
        guard !possible.isEmpty else {
            throw Sweep.failure(SweepProblem(.usage, "the scenario cannot begin at any of the hours `\(text)`", hint: "name earlier ones"))
        }
        return FactorDescription(path: FactorDescription.start, values: .listed(possible))
    }
}
