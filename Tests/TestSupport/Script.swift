public import ClusterModel
public import SimulationKernel
public import UpgradeStrategies

/// Runs a system under hand-written changes instead of a strategy: the control strategy, and a script of its own.
public func runScript(
    _ system: SystemDescription, seconds: Double, log: RunLog? = nil, eventBudget: Int = 1_000_000,
    configure: (UpgradeRun) -> Void = { _ in },
    script: @escaping @Sendable (UpgradeRun) async throws -> Void = { _ in }
) -> RunResult {
    let rehearsal = Rehearsal(system: system, horizon: .seconds(roundingUp: seconds))
    let run = UpgradeRun(rehearsal, strategy: StrategyCatalogue.control, seed: 1, replication: 0)
    run.recorder = log
    let budget = EventBudget(run, events: eventBudget)
    run.simulation.observer = budget
    configure(run)
    _ = run.simulation.launch("script") { try await script(run) }
    return run.run()
}

extension UpgradeRun {
    /// Waits for so many seconds of simulated time.
    public func wait(_ seconds: Double) async throws { try await simulation.hold(for: .seconds(roundingUp: seconds)) }

    /// Brings the sums up to date, so that a crash finds what is in flight now.
    public func settleNow() { service.settle(to: simulation.now) }
}

/// Whether two numbers agree to a relative tolerance.
public func agrees(_ left: Double, _ right: Double, within tolerance: Double = 1e-9) -> Bool {
    left == right || abs(left - right) <= tolerance * max(abs(left), abs(right))
}

/// Ends a run that executes more events than it should need.
public final class EventBudget: EventObserver {
    private let simulation: Simulation
    private var left: Int

    /// Watches a run.
    public init(_ run: UpgradeRun, events: Int) {
        simulation = run.simulation
        left = events
    }

    /// Counts the event.
    public func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) {
        left -= 1
        if left == 0 { simulation.stop() }
    }
}
