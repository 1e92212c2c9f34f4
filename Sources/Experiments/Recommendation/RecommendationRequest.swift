import ClusterModel
import Scenarios
public import SimulationKernel
import Synchronization
import UpgradeStrategies

/// What a recommendation is to be about.
public struct RecommendationRequest: Sendable {
    /// The plans: every combination of knobs under every strategy.
    public let plan: SweepPlan
    /// What a plan has to keep; that it finishes is the first.
    public let limits: [PlanLimit]
    /// What is to be best.
    public let objective: Measure
    /// A difference of the objective that does not matter; nil for 1 % of the best plan's mean after the first stage.
    public var difference: Double?
    /// The probability of a correct selection.
    public var probability = 0.95
    /// Replications from which variances are estimated.
    public var firstStage = 20
    /// Replications of a plan at most.
    public var cap = 1000
    /// Threads.
    public var jobs = 1
    /// Ends it early when set.
    public var interruption: InterruptFlag?
    /// Told after each run of a batch how many of it are done.
    public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?

    let limitMeasures: [Measure?]
    let lostService: Measure
    let objectives: [Objective]

    /// What is to be least.
    struct Objective: Sendable {
        let measure: Measure
        /// -1 for what is to be most.
        let sign: Double
    }

    /// Makes a request.
    ///
    /// - Parameters:
    ///   - finish: That a plan finishes, and with which probability.
    ///   - limits: What it has to keep beside that.
    public init(_ plan: SweepPlan, finish: PlanLimit, limits: [PlanLimit], objective: Measure) {
        self.plan = plan
        let limits = [finish] + limits
        self.limits = limits
        self.objective = objective
        let catalogue = MeasureCatalogue(plan.scenario)
        limitMeasures = limits.map { limit in
            if case .measure(let condition) = limit.subject { catalogue[condition.measure] } else { nil }
        }
        let system = plan.scenario.rehearsal.system
        let counted = system.weightyClasses
        lostService = Measure("lost-service", "lost service, mean of the classes", .seconds) { result in
            counted.reduce(0) { $0 + result.measures.classes[$1].lostServiceSeconds } / Double(max(1, counted.count))
        }
        var order = [objective]
        if objective.name == "cost" { order.append(lostService) } else { order += [catalogue["cost"], lostService].compactMap(\.self) }
        if objective.name != "duration", let duration = catalogue["duration"] { order.append(duration) }
        objectives = order.map { Objective(measure: $0, sign: $0.lessIsBetter == false ? -1 : 1) }
    }

    /// What decides between plans that do not differ in the objective, in this order.
    public var tieBreaks: [String] { objectives.dropFirst().map(\.measure.title) }
}

/// Why there is no recommendation.
public enum RecommendationStop: Error, Sendable {
    /// What was asked for cannot be.
    case problem(SweepProblem)
    /// A run stopped where none should.
    case broken(BrokenRun)
    /// The user interrupted it.
    case interrupted
}

/// The first run that broke on any thread.
final class FirstBroken: Sendable {
    private let first = Mutex<BrokenRun?>(nil)

    /// That run.
    var run: BrokenRun? { first.withLock { $0 } }

    func note(_ run: BrokenRun) { first.withLock { $0 = $0 ?? run } }
}
