import Requirements
public import SimulationKernel
public import UpgradeStrategies

/// One strategy, one replication: what a thread takes up next.
public struct RunRequest: Sendable, Hashable {
    /// Name of the strategy, `none` for the control.
    public var strategy: String
    /// Number of the replication.
    public var replication: Int

    /// Makes a request.
    public init(strategy: String, replication: Int) {
        self.strategy = strategy
        self.replication = replication
    }
}

/// Runs replications on several threads.
///
/// One run is one thread; a result is placed by its index. So the outcome does not depend on the number of threads, which only decides how
/// long it takes. Replication k draws from the same streams under every strategy: comparisons are paired.
public struct ReplicationRunner: Sendable {
    /// What is rehearsed.
    public var rehearsal: Rehearsal
    /// Root seed.
    public var seed: UInt64
    /// Threads.
    public var jobs: Int
    /// Whether replications 2k and 2k + 1 are antithetic pairs.
    public var isPaired = false
    /// Whether steps and leases of every replication are kept, and not of the first only.
    public var keepsDetails = false
    /// Ends the runs early when set.
    public var interruption: InterruptFlag?
    /// Told after each run how many are done, from one thread at a time.
    public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
    /// Called on the run's thread before it starts; what it returns is kept until the run has ended, then `finish` is called.
    public var prepare: (@Sendable (RunRequest, UpgradeRun) -> (@Sendable (RunResult) -> Void)?)?

    /// Makes a runner.
    public init(rehearsal: Rehearsal, seed: UInt64, jobs: Int = 1) {
        self.rehearsal = rehearsal
        self.seed = seed
        self.jobs = jobs
    }

    /// Runs all requests; nil stands for a run that an interruption cut short or kept from beginning.
    ///
    /// Steps and leases are kept for replication 0 only, unless asked for; the rest would fill the memory of a long experiment.
    public func run(_ requests: [RunRequest]) -> [RunResult?] {
        ParallelMap.map(count: requests.count, jobs: jobs, interruption: interruption, progress: progress) { runOne(requests[$0]) }
    }

    private func runOne(_ request: RunRequest) -> RunResult? {
        guard let strategy = StrategyCatalogue.strategy(named: request.strategy) else {
            requirementFailure("there is no strategy `\(request.strategy)`")
        }
        let run = UpgradeRun(
            rehearsal, strategy: strategy, seed: seed, replication: UInt64(request.replication), isPaired: isPaired,
            interruption: interruption)
        let finish = prepare?(request, run)
        var result = run.run()
        finish?(result)
        if result.stopReason == .interrupted { return nil }
        if request.replication > 0, !keepsDetails {
            result.steps = []
            result.leases = []
            result.joins = []
            result.activities = []
        }
        return result
    }
}
