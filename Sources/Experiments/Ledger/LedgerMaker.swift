import CloudMarket
import ClusterModel
import DataConversion
import Scenarios
import SimulationKernel
import UpgradeFaults
import UpgradeStrategies

/// Makes an ``AssumptionLedger``.
struct LedgerMaker: Sendable {
    /// What counts of one run.
    struct Mark: Sendable {
        var strategy: String
        var isFinished: Bool
        var score: Double
        var cost: Double

        init(_ result: RunResult, _ system: SystemDescription) {
            strategy = result.strategy
            isFinished = result.outcome.isFinished
            let counted = system.weightyClasses
            score = counted.reduce(0) { $0 + result.measures.classes[$1].lostServiceSeconds } / Double(max(1, counted.count))
            cost = result.bill.total.approximateDollars
        }

        func comesBefore(_ other: Mark) -> Bool {
            if isFinished != other.isFinished { return isFinished }
            if score != other.score { return score < other.score }
            return cost < other.cost
        }
    }

    /// What became of the runs with one value of a parameter.
    struct Trial: Sendable {
        var marks: [Mark]
        /// The first of them that stopped for no good reason.
        var broken: BrokenRun?
    }

    /// An assumption at half and at twice its value.
    struct Screened: Sendable {
        var parameter: NumericParameter
        /// Score of the second less that of the first, at the lower and the higher value; nil where it could not be set, infinite or
        /// negative where one of them does not finish.
        var margins: [Double?]
        var flips: Bool
        var change: Double
    }

    let comparison: Comparison
    let jobs: Int
    let interruption: InterruptFlag?
    let reading: @Sendable ([String]) -> Scenario?
    /// All strategies as the scenario stands, best first.
    let base: [Mark]

    /// Nil for fewer than two strategies: there is no winner to lose.
    init?(
        _ comparison: Comparison, jobs: Int, interruption: InterruptFlag?, reading: @escaping @Sendable ([String]) -> Scenario?
    ) {
        let names = comparison.upgrading
        guard names.count > 1 else { return nil }
        self.comparison = comparison
        self.jobs = jobs
        self.interruption = interruption
        self.reading = reading
        let system = comparison.scenario.rehearsal.system
        base = Self.ranked(
            names.compactMap { name in comparison.strategies.first { $0.strategy == name }.map { Mark($0.example, system) } })
    }

    /// Best first; equal ones keep the table's order.
    static func ranked(_ marks: [Mark]) -> [Mark] {
        marks.enumerated().sorted { left, right in
            if left.element.comesBefore(right.element) { return true }
            return !right.element.comesBefore(left.element) && left.offset < right.offset
        }.map(\.element)
    }

    /// Chunks of at least this many bytes are enough to see what moves the winner: they cost a sixteenth of the events, and a conversion takes
    /// as long in larger ones, unless it waits for replicas between chunks. Where the winner changes is then looked for with the chunks of the scenario.
    private static let screeningChunk = 1e9

    func make(budget: Int) -> AssumptionLedger {
        var ledger = AssumptionLedger()
        ledger.winner = base[0].strategy
        ledger.second = base[1].strategy
        let rehearsal = comparison.scenario.rehearsal
        let ordered = ScreeningOrder.assumptions(
            comparison.scenario.parameters, faultsHappen: rehearsal.faults.isDrawn || !rehearsal.injections.isEmpty)
        ledger.assumptions = ordered.count
        let chosen = ordered.filter { !settings($0).isEmpty }
        ledger.immovable = ordered.count - chosen.count
        let candidates = Array(chosen.prefix(max(1, budget / 4)))
        var screened = screen(candidates, &ledger)
        screened.sort { left, right in
            if left.flips != right.flips { return left.flips }
            return left.change > right.change
        }
        for entry in screened.prefix(3) where entry.flips || entry.change > 0 { ledger.rows.append(row(entry, &ledger)) }
        ledger.isInterrupted = interruption?.isSet ?? false
        return ledger
    }

    /// The values to screen at that differ from the assumed one, lower first, with the side they lie on.
    private func settings(_ parameter: NumericParameter) -> [(side: Int, value: Double)] {
        [(0, 0.5), (1, 2.0)].compactMap { side, factor in
            let value = parameter.nearestAllowed(to: parameter.value * factor)
            return parameter.text(for: value) == parameter.text(for: parameter.value) ? nil : (side, value)
        }
    }

    private func screen(_ candidates: [NumericParameter], _ ledger: inout AssumptionLedger) -> [Screened] {
        let planned = candidates.flatMap { parameter in settings(parameter).map { (parameter, $0.side, $0.value) } }
        let pair = [base[0].strategy, base[1].strategy]
        guard let unchanged = trial(pair, nil, chunk: Self.screeningChunk) else { return [] }
        ledger.note(unchanged)
        guard unchanged.broken == nil else { return [] }
        let standard = unchanged.marks
        let outcomes = ParallelMap.map(count: planned.count, jobs: jobs, interruption: interruption) { index -> Trial? in
            let (parameter, _, value) = planned[index]
            let concerned = pair.filter { Self.concerns(parameter.path, $0) }
            let chunk = parameter.path == "data.chunk" ? 0 : Self.screeningChunk
            guard let found = trial(concerned, (parameter, value), chunk: chunk) else { return nil }
            guard found.broken == nil else { return found }
            // Who does not use the parameter stays where it was.
            let marks = pair.indices.map { index in found.marks.first { $0.strategy == pair[index] } ?? standard[index] }
            return Trial(marks: marks, broken: found.broken)
        }
        var results: [Screened] = []
        for parameter in candidates {
            var entry = Screened(parameter: parameter, margins: [nil, nil], flips: false, change: 0)
            for (index, setting) in planned.enumerated() where setting.0.path == parameter.path {
                guard let trial = outcomes[index] else { continue }
                ledger.note(trial)
                guard case let found = trial.marks, found.count == pair.count else { continue }
                ledger.runs += pair.count { Self.concerns(parameter.path, $0) }
                let margin = Self.margin(found[0], found[1])
                entry.margins[setting.1] = margin
                entry.flips = entry.flips || !found[0].isFinished || found[1].comesBefore(found[0])
                entry.change = max(entry.change, (margin - Self.margin(standard[0], standard[1])).magnitude)
            }
            if entry.margins.contains(where: { $0 != nil }) {
                ledger.screened += 1
                results.append(entry)
            } else if !(interruption?.isSet ?? false) {
                ledger.immovable += 1
            }
        }
        return results
    }

    /// Whether a strategy uses a parameter at all.
    private static func concerns(_ path: String, _ strategy: String) -> Bool {
        let section = path.prefix { $0 != "." && $0 != "[" }
        switch section {
        case "rolling", "big-flip": return strategy == section
        case "parallel-universe", "market", "links": return strategy == "parallel-universe"
        default: return true
        }
    }

    /// How far the second is behind the first; 1e18 s, which no run lasts, stands for one that does not finish.
    private static func margin(_ first: Mark, _ second: Mark) -> Double {
        if first.isFinished != second.isFinished { return first.isFinished ? 1e18 : -1e18 }
        return second.score - first.score
    }

    /// Runs strategies, with one parameter set; nil if the scenario refuses the value or the run was interrupted.
    ///
    /// - Parameter chunk: Bytes that a chunk of a conversion has at least.
    func trial(_ strategies: [String], _ setting: (parameter: NumericParameter, value: Double)?, chunk: Double = 0) -> Trial? {
        let overrides = setting.map { [$0.parameter.override(to: $0.value)] } ?? []
        guard let scenario = reading(overrides) else { return nil }
        var rehearsal = scenario.rehearsal
        if let dataset = rehearsal.dataset, dataset.pipeline.lagThrottle == nil {
            rehearsal.dataset?.chunkBytes = max(dataset.chunkBytes, chunk)
        }
        var marks: [Mark] = []
        for name in strategies {
            guard let strategy = StrategyCatalogue.strategy(named: name) else { return nil }
            let result = UpgradeRun(
                rehearsal, strategy: strategy, seed: comparison.seed, replication: 0, interruption: interruption
            ).run()
            if result.stopReason == .interrupted { return nil }
            if let broken = BrokenRun(result, seed: comparison.seed) { return Trial(marks: [], broken: broken) }
            marks.append(Mark(result, rehearsal.system))
        }
        return Trial(marks: marks, broken: nil)
    }
}

extension AssumptionLedger {
    /// Remembers the first run that broke.
    mutating func note(_ trial: LedgerMaker.Trial) { broken = broken ?? trial.broken }
}
