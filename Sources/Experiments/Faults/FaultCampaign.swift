import ClusterModel
import RandomStreams
public import SimulationKernel
public import UpgradeFaults
public import UpgradeStrategies

/// What a fault comes to, from the worst for users on.
public enum FaultConsequence: String, Sendable, Hashable, CaseIterable {
    /// No class of requests is served for a time.
    case fullOutage = "full outage"
    /// Some class of requests is not served for a time.
    case partialOutage = "partial outage"
    /// An outage, full or partial, that begins long after the fault: an hour or more, or when the upgrade had ended.
    case delayedOutage = "delayed outage"
    /// Requests are lost or slow, and no class is out.
    case degraded
    /// Nobody has noticed by the horizon, or data is wrong.
    case latent = "latent error"
    /// Users lose nothing, and the attempt was given up.
    case aborted = "upgrade aborted"
    /// Users lose nothing, and the upgrade goes on.
    case masked
}

/// Every fault at every opportunity under every strategy, once each: what it comes to.
///
/// A strategy's pilot, a run in which nothing of the kind goes wrong, tells its operations. Operations of one class that are done to like things at one
/// instant are one case, which counts as often as there are of them; so are all of a script, as a wrong script is wrong everywhere. Losses are those
/// that are charged to the fault; those beyond the pilot's are told too, and hardware does the same in both. Reports and repairs take their mean times; who sees a fault is drawn for each case.
public struct FaultCampaign: Sendable {
    /// What is injected.
    public struct Case: Sendable, Hashable {
        /// Name of the strategy.
        public var strategy: String
        /// The fault.
        public var injection: Injection
        /// The operation; nil for a defect of the version.
        public var opportunity: TimedOpportunity?
        /// For how many operations it stands.
        public var count: Int
    }

    /// What a case comes to.
    public struct Entry: Sendable {
        /// What was injected.
        public var `case`: Case
        /// What it comes to.
        public var consequence: FaultConsequence
        /// Whether an attempt was given up.
        public var isAborted: Bool
        /// Requests that are charged to the fault, all classes together.
        public var lost: Double
        /// Requests that were lost beyond what the pilot loses, all classes together: what another attempt loses by plan is in it. May be negative.
        public var lostBeyondPilot: Double
        /// Seconds of outage beyond the pilot's, of the class that suffers most.
        public var outageSeconds: Double
        /// What became of the fault; nil if it did not strike.
        public var record: FaultRecord?
        /// How the run ended.
        public var outcome: String
    }

    /// Strategies, in the order in which they were asked for.
    public let strategies: [String]
    /// All cases with what they come to, by strategy.
    public let entries: [Entry]
    /// Root seed.
    public let seed: UInt64

    /// Runs a campaign; nil if it was interrupted.
    public init?(
        _ rehearsal: Rehearsal, strategies: [String], seed: UInt64, jobs: Int, interruption: InterruptFlag? = nil,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) {
        var quiet = rehearsal
        quiet.faults.isDrawn = false
        quiet.injections = []
        // One run each: what takes its time takes its mean.
        quiet.faults.response.identification = Self.mean(of: quiet.faults.response.identification)
        quiet.faults.response.fix = Self.mean(of: quiet.faults.response.fix)
        quiet.faults.detection.userReports = Self.mean(of: quiet.faults.detection.userReports)
        quiet.faults.detection.corruptionReports = Self.mean(of: quiet.faults.detection.corruptionReports)
        let base = quiet
        let pilots = ParallelMap.map(count: strategies.count, jobs: jobs, interruption: interruption) { index -> Pilot? in
            Pilot(base, strategies[index], seed, interruption)
        }
        let cases = zip(strategies, pilots).flatMap { name, pilot in pilot.map { Self.cases(base, name, $0.opportunities) } ?? [] }
        let results = ParallelMap.map(count: cases.count, jobs: jobs, interruption: interruption, progress: progress) {
            index -> RunResult? in
            var rehearsal = base
            rehearsal.injections = [cases[index].injection]
            return Self.run(rehearsal, cases[index].strategy, seed, interruption)
        }
        guard pilots.allSatisfy({ $0 != nil }), results.allSatisfy({ $0 != nil }) else { return nil }
        self.strategies = strategies
        self.seed = seed
        entries = zip(cases, results).compactMap { one, result in
            guard let result, let position = strategies.firstIndex(of: one.strategy), let pilot = pilots[position] else { return nil }
            return Self.entry(one, result, pilot.result)
        }
    }

    private static func mean(of law: Distribution) -> Distribution { (try? .constant(law.mean)) ?? law }

    private struct Pilot: Sendable {
        let opportunities: [TimedOpportunity]
        let result: RunResult

        init?(_ rehearsal: Rehearsal, _ name: String, _ seed: UInt64, _ interruption: InterruptFlag?) {
            guard let strategy = StrategyCatalogue.strategy(named: name) else { return nil }
            let run = UpgradeRun(rehearsal, strategy: strategy, seed: seed, replication: 0, interruption: interruption)
            let result = run.run()
            guard result.stopReason != .interrupted else { return nil }
            opportunities = run.opportunities
            self.result = result
        }
    }

    private static func run(_ rehearsal: Rehearsal, _ name: String, _ seed: UInt64, _ interruption: InterruptFlag?) -> RunResult? {
        guard let strategy = StrategyCatalogue.strategy(named: name) else { return nil }
        var result = UpgradeRun(rehearsal, strategy: strategy, seed: seed, replication: 0, interruption: interruption).run()
        guard result.stopReason != .interrupted else { return nil }
        result.steps = []
        result.leases = []
        return result
    }

    /// What tells cases apart.
    private struct Kind: Hashable {
        let injection: Injection.Subject
        let opportunity: Opportunity
        let time: SimulationTime?
    }

    private static func cases(_ rehearsal: Rehearsal, _ strategy: String, _ opportunities: [TimedOpportunity]) -> [Case] {
        var cases: [Case] = []
        var known: [Kind: Int] = [:]
        let graph = rehearsal.dependencies ?? DependencyGraph(tiers: rehearsal.system.tiers.map(\.name))
        for timed in opportunities {
            let opportunity = timed.opportunity
            let isScripted = opportunity.tier.map { rehearsal.faults.scriptedTiers.contains($0) } ?? false
            for type in UpgradeFaultType.allCases where type.operations.contains(opportunity.operation) {
                for breakage in graph.breakable(by: type, at: opportunity) {
                    let subject = Injection.Subject.component(breakage.component, type)
                    // Nodes of a tier are alike; shards are not, for what there is one of for each.
                    let isOfShard = if case .shards = graph.components[breakage.component].place { true } else { false }
                    let like = Opportunity(
                        opportunity.operation, tier: opportunity.tier, universe: opportunity.universe,
                        shard: isOfShard && !isScripted ? opportunity.shard : nil)
                    let kind = Kind(injection: subject, opportunity: like, time: isScripted ? nil : timed.time)
                    if let position = known[kind] {
                        cases[position].count += 1
                    } else {
                        known[kind] = cases.count
                        cases.append(
                            Case(
                                strategy: strategy,
                                injection: Injection(
                                    subject, at: .operation(opportunity.operation, index: timed.index), salt: UInt64(cases.count)),
                                opportunity: timed, count: 1))
                    }
                }
            }
        }
        for tier in rehearsal.system.tiers.indices where rehearsal.system.tiers[tier].isUpgraded {
            for defect in VersionDefect.allCases {
                let injection = Injection(.defect(defect, tier: tier), salt: UInt64(cases.count))
                cases.append(Case(strategy: strategy, injection: injection, opportunity: nil, count: 1))
            }
        }
        return cases
    }

    private static func entry(_ one: Case, _ result: RunResult, _ pilot: RunResult) -> Entry {
        let record = result.faults.first { !$0.isEscaped }
        let lost = record?.requestsLost.reduce(0, +) ?? 0
        let all = { (result: RunResult) in result.measures.classes.reduce(0.0) { $0 + $1.lost } }
        let outages = zip(result.measures.classes, pilot.measures.classes).map { $0.outageSeconds - $1.outageSeconds }
        let aborted = result.attempts > pilot.attempts || (pilot.outcome.isFinished && !result.outcome.isFinished)
        return Entry(
            case: one, consequence: consequence(result, pilot, record, lost: lost, outages: outages, aborted: aborted), isAborted: aborted,
            lost: lost, lostBeyondPilot: all(result) - all(pilot), outageSeconds: max(0, outages.max() ?? 0), record: record,
            outcome: result.outcome.label)
    }

    private static func consequence(
        _ result: RunResult, _ pilot: RunResult, _ record: FaultRecord?, lost: Double, outages: [Double], aborted: Bool
    ) -> FaultConsequence {
        // A second attempt has planned outages of its own: only what the fault is charged with counts.
        let isFelt = lost > 1
        if isFelt, outages.contains(where: { $0 > 1 }) {
            if let record, let shown = record.shown {
                let ended = result.outcome.isFinished ? SimulationTime.zero + result.duration : .distantFuture
                if shown - record.struck >= .hours(1) || shown >= ended { return .delayedOutage }
            }
            return result.measures.fullOutageSeconds > pilot.measures.fullOutageSeconds + 1 ? .fullOutage : .partialOutage
        }
        if isFelt || result.measures.degradedSeconds > pilot.measures.degradedSeconds + 60 && !aborted { return .degraded }
        if let record, record.rowsDamaged > record.rowsRestored || (record.noticed == nil && record.ended == nil) { return .latent }
        return aborted ? .aborted : .masked
    }
}

extension FaultCampaign {
    /// How many operations of a strategy come to each consequence, for some of the faults.
    public func counts(_ strategy: String, where isMeant: (Case) -> Bool) -> [FaultConsequence: Int] {
        entries.reduce(into: [:]) { counts, entry in
            guard entry.case.strategy == strategy, isMeant(entry.case) else { return }
            counts[entry.consequence, default: 0] += entry.case.count
        }
    }

    /// The case that costs a strategy's users most.
    public func worst(_ strategy: String) -> Entry? {
        entries.filter { $0.case.strategy == strategy && $0.record != nil }.max { $0.lost < $1.lost }
    }
}
