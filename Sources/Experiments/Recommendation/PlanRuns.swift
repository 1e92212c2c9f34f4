import CloudMarket
import Requirements
import Scenarios
import SimulationKernel
import UpgradeStrategies

/// What counts of one replication of a plan.
struct PlanRow: Sendable, Hashable {
    /// What is to be least, then what decides between plans that do not differ in it.
    var objectives: [Double]
    var cost: Double
    /// Mean over the classes of their lost service, seconds.
    var lostService: Double
    /// Seconds.
    var duration: Double
    var isFinished: Bool
    /// By limit.
    var limited: [Double]
}

/// Runs plans and keeps what counts of their replications.
struct PlanRuns: Sendable {
    /// What the runs of a plan need.
    private struct Setting: Sendable {
        var rehearsal: Rehearsal
        var start: CalendarInstant
        var isRandom: Bool
    }

    let request: RecommendationRequest
    /// By plan, its replications so far.
    private(set) var rows: [[PlanRow]]
    /// By configuration; nil where the scenario refuses it.
    private let settings: [Setting?]
    /// By configuration, why it is refused.
    private let complaints: [String]

    init(_ request: RecommendationRequest) throws(RecommendationStop) {
        let plan = request.plan
        let found = ParallelMap.map(count: plan.configurations, jobs: request.jobs, interruption: request.interruption) { index in
            let (scenario, complaint) = plan.scenario(ofConfiguration: index)
            return (scenario.map { Setting(rehearsal: $0.rehearsal, start: $0.start, isRandom: $0.isRandom) }, complaint)
        }
        guard !found.contains(where: { $0 == nil }) else { throw .interrupted }
        self.request = request
        settings = found.map { $0?.0 }
        complaints = found.map { $0?.1 ?? "" }
        rows = Array(repeating: [], count: plan.count)
    }

    /// Why a plan cannot be run; nil if it can.
    func complaint(_ plan: Int) -> String? {
        let configuration = plan / request.plan.strategies.count
        return settings[configuration] == nil ? complaints[configuration] : nil
    }

    /// When a plan begins; nil if it cannot be run.
    func start(of plan: Int) -> CalendarInstant? { settings[plan / request.plan.strategies.count]?.start }

    /// Sees to it that plans have so many replications. Where there is no chance, the first stands for all.
    mutating func extend(_ plans: [Int], to counts: [Int]) throws(RecommendationStop) {
        var tasks: [(plan: Int, replication: Int)] = []
        for (plan, count) in zip(plans, counts) {
            let known = rows[plan].count
            let isRandom = setting(plan).isRandom
            for replication in known..<max(known, count) where isRandom || replication == 0 { tasks.append((plan, replication)) }
        }
        let broken = FirstBroken()
        let found = ParallelMap.map(
            count: tasks.count, jobs: request.jobs, interruption: request.interruption, progress: request.progress
        ) { [self, tasks] index in run(tasks[index].plan, tasks[index].replication, broken) }
        if let broken = broken.run { throw .broken(broken) }
        guard !found.contains(where: { $0 == nil }) else { throw .interrupted }
        for (task, row) in zip(tasks, found) { if let row { rows[task.plan].append(row) } }
        for (plan, count) in zip(plans, counts) where rows[plan].count < count {
            rows[plan] += Array(repeating: rows[plan][0], count: count - rows[plan].count)
        }
    }

    private func setting(_ plan: Int) -> Setting {
        guard let setting = settings[plan / request.plan.strategies.count] else { requirementFailure("plan \(plan) cannot be run") }
        return setting
    }

    private func run(_ plan: Int, _ replication: Int, _ broken: FirstBroken) -> PlanRow? {
        let setting = setting(plan)
        return Self.row(request, plan, setting.rehearsal, start: setting.start, replication: replication, broken)
    }

    /// Runs one replication of a plan; nil if it was interrupted or broke.
    static func row(
        _ request: RecommendationRequest, _ plan: Int, _ rehearsal: Rehearsal, start: CalendarInstant, replication: Int,
        _ broken: FirstBroken
    ) -> PlanRow? {
        let name = request.plan.strategies[plan % request.plan.strategies.count]
        guard let strategy = StrategyCatalogue.strategy(named: name) else { requirementFailure("there is no strategy `\(name)`") }
        let result = UpgradeRun(
            rehearsal, strategy: strategy, seed: request.plan.seed, replication: UInt64(replication), interruption: request.interruption
        ).run()
        if result.stopReason == .interrupted { return nil }
        if let found = BrokenRun(result, seed: request.plan.seed) {
            broken.note(found)
            return nil
        }
        let (duration, isFinished) = (result.duration.seconds, result.outcome.isFinished)
        let limited = request.limits.indices.map { index -> Double in
            guard case .finish(let deadline, _) = request.limits[index].subject else {
                return request.limitMeasures[index]?.value(result) ?? .nan
            }
            let end = Double(start.secondsSince1970) + duration
            return isFinished && deadline.map({ end <= Double($0.secondsSince1970) }) ?? true ? 1 : 0
        }
        return PlanRow(
            objectives: request.objectives.map { $0.sign * $0.measure.value(result) }, cost: result.bill.total.approximateDollars,
            lostService: request.lostService.value(result), duration: duration, isFinished: isFinished, limited: limited)
    }
}
