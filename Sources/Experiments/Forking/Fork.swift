import Requirements
public import SimulationKernel
public import UpgradeStrategies

/// One run that is continued in several ways from an instant on.
///
/// A run follows from (rehearsal, strategy, seed, replication) alone, so each future is the run from its start, with something done at the
/// instant; up to then all are the same, event by event, which their prefixes prove.
public struct Fork: Sendable {
    /// A way to go on.
    public struct Future: Sendable {
        /// What the table calls it.
        public var name: String
        /// What is done; nil to go on as if nothing were.
        public var change: Intervention.Change?

        /// Makes a way to go on.
        public init(name: String, change: Intervention.Change?) {
            self.name = name
            self.change = change
        }
    }

    /// What became of a way to go on.
    public struct Branch: Sendable {
        /// Its name.
        public var name: String
        /// What was measured.
        public var result: RunResult
        /// What happened before the instant.
        public var prefix: Prefix

        /// Why the change was refused, if it was.
        public var refusal: String? {
            if case .refused(let reason) = result.intervention { reason } else { nil }
        }
    }

    /// When the futures part.
    public let time: SimulationTime
    /// The futures, in the order in which they were asked for.
    public let branches: [Branch]

    /// What all have in common.
    public var prefix: Prefix { branches[0].prefix }

    /// Runs all futures; nil if an interruption ended one.
    ///
    /// - Parameters:
    ///   - isPaired: Whether an odd replication mirrors the random numbers of the one before it.
    ///   - prepare: Called on a run's thread before it starts, with the position of its future; what it returns is called with the result.
    public init?(
        _ rehearsal: Rehearsal, strategy: String, seed: UInt64, replication: Int, isPaired: Bool = false, time: SimulationTime,
        futures: [Future], jobs: Int = 1, interruption: InterruptFlag? = nil,
        prepare: (@Sendable (Int, UpgradeRun) -> (@Sendable (RunResult) -> Void)?)? = nil
    ) {
        require(!futures.isEmpty, "a fork without futures")
        guard let found = StrategyCatalogue.strategy(named: strategy) else { requirementFailure("there is no strategy `\(strategy)`") }
        let branches = ParallelMap.map(count: futures.count, jobs: jobs, interruption: interruption) { index -> Branch? in
            let run = UpgradeRun(
                rehearsal, strategy: found, seed: seed, replication: UInt64(replication), isPaired: isPaired, interruption: interruption)
            run.intervention = futures[index].change.map { Intervention(time: time, change: $0) }
            let finish = prepare?(index, run)
            let watch = PrefixWatch(run, until: time)
            let result = run.run()
            finish?(result)
            return result.stopReason == .interrupted ? nil : Branch(name: futures[index].name, result: result, prefix: watch.prefix)
        }.compactMap(\.self)
        guard branches.count == futures.count else { return nil }
        for branch in branches {
            require(
                branch.prefix == branches[0].prefix,
                "`\(branch.name)` differs from `\(branches[0].name)` before they part at \(time): \(branch.prefix) against \(branches[0].prefix)"
            )
        }
        self.time = time
        self.branches = branches
    }
}
