public import Scenarios
public import SimulationKernel

/// Which assumptions of a scenario decide the winner, and where the winner changes.
///
/// # The method
///
/// All runs are replications 0 of the comparison's seed, so that nothing but the assumption differs. In such a run a strategy that finishes
/// comes before one that does not, then less lost service counts, then lower cost.
///
/// 1. **Screening.** Each assumption is set to half and to twice its value, within the limits that the scenario's language sets, and the best
///    two strategies run. An assumption weighs as much as it changes the difference of their scores (``Comparison/score(_:)``); one that puts
///    the second before the first or keeps one of them from finishing weighs most. The budget limits the runs; which assumptions are left out
///    follows from ``ScreeningOrder``, and how many is said.
/// 2. **Bisection.** For the three heaviest, all strategies run at ten times and at a tenth of the value, first in the direction that brings the
///    two together. Where another strategy wins there, bisection on a logarithmic scale, in values of three significant digits, finds where it
///    begins to. A winner that changes and changes back within one step is not seen.
public struct AssumptionLedger: Sendable {
    /// An assumption that weighs.
    public struct Row: Sendable, Hashable {
        /// Where it stands, as `--set` takes it.
        public let path: String
        /// Its value, as text.
        public let value: String
        /// What it is, in words.
        public let doc: String
        /// The largest change of the score difference of the best two at half and twice the value, seconds; infinite where one of them
        /// does not finish.
        public let change: Double
        /// The lowest and the highest value that was tried, as texts.
        public let tried: [String]
        /// Where the winner changes; nil if it does not within what was tried.
        public let crossing: Crossing?
    }

    /// Where the winner changes.
    public struct Crossing: Sendable, Hashable {
        /// Whether it changes from here upwards; else downwards.
        public let isUpwards: Bool
        /// The value, as text: here another strategy wins, and a hundredth or so nearer to the assumption none does.
        public let value: String
        /// The value over the assumed one.
        public let factor: Double
        /// Who wins there.
        public let winner: String
    }

    /// The heaviest assumptions, heaviest first, at most three.
    public internal(set) var rows: [Row] = []
    /// Who wins replication 0 as the scenario stands; empty for fewer than two strategies.
    public internal(set) var winner = ""
    /// Who comes second.
    public internal(set) var second = ""
    /// Assumptions in the scenario, as far as they bear on results.
    public internal(set) var assumptions = 0
    /// Assumptions that were screened.
    public internal(set) var screened = 0
    /// Assumptions that cannot be moved: they are zero, or the scenario refuses other values.
    public internal(set) var immovable = 0
    /// Runs that it took.
    public internal(set) var runs = 0
    /// Whether an interruption cut it short.
    public internal(set) var isInterrupted = false

    /// The first run that stopped for no good reason, if any did: the ledger is not to be relied on then.
    public internal(set) var broken: BrokenRun?

    /// Assumptions that the budget left out.
    public var notScreened: Int { assumptions - screened - immovable }

    /// Runs for the screening unless told otherwise: four for each of 250 assumptions.
    public static let defaultBudget = 1000

    /// Makes the ledger of a comparison.
    ///
    /// - Parameters:
    ///   - budget: runs for the screening, at most; 0 makes an empty ledger. Bisections take at most 12 runs of each strategy for each of
    ///     three assumptions in addition.
    ///   - reading: reads the scenario with these overrides (`PATH=VALUE`) beside those of the comparison; nil if it refuses them. It is called
    ///     from several threads.
    public init(
        _ comparison: Comparison, budget: Int = AssumptionLedger.defaultBudget, jobs: Int = 1, interruption: InterruptFlag? = nil,
        reading: @escaping @Sendable (_ overrides: [String]) -> Scenario?
    ) {
        guard budget > 0, let maker = LedgerMaker(comparison, jobs: jobs, interruption: interruption, reading: reading) else { return }
        self = maker.make(budget: budget)
    }
    init() {}

    /// The ledger in words, a line for each assumption and one on what was not looked at.
    public var lines: [String] {
        guard !winner.isEmpty else { return [] }
        var lines = rows.map { row in
            let head = "`\(row.path)` (assumed: \(row.value)): "
            guard let crossing = row.crossing else {
                let range = row.tried.isEmpty ? "" : " from \(row.tried[0]) to \(row.tried[row.tried.count - 1])"
                return head + "the winner stays `\(winner)`\(range)"
            }
            return head + "from \(crossing.value) \(crossing.isUpwards ? "up" : "down") `\(crossing.winner)` wins "
                + "(\(Self.factorText(crossing.factor)) times the value)"
        }
        if rows.isEmpty { lines.append("none of the assumptions that were screened moves `\(winner)` against `\(second)`") }
        var coverage = "\(screened) of \(Readable.counted(assumptions, "assumption")) screened at half and twice the value"
        if notScreened > 0 { coverage += ", \(notScreened) left out by the budget" }
        if immovable > 0 { coverage += ", \(immovable) cannot be moved" }
        if isInterrupted { coverage += ", interrupted" }
        lines.append(coverage)
        return lines
    }

    /// Three digits at most, and none that only fills up.
    private static func factorText(_ factor: Double) -> String {
        var text = FixedDecimal.text(factor, decimals: factor < 1 ? 3 : 2)
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
