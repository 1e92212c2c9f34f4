import SimulationKernel
import UpgradeStrategies

/// What happened in a run before an instant, in short: two runs with the same have gone the same way so far.
public struct Prefix: Hashable, Sendable {
    /// Hash over the events.
    public var fingerprint: String
    /// How many there were.
    public var events: UInt64
}

/// Takes the fingerprint of a run just before the first event that is not before an instant.
///
/// It sits in front of the run's observer, if there is one.
final class PrefixWatch: EventObserver {
    private let simulation: Simulation
    private let time: SimulationTime
    private let next: (any EventObserver)?
    private var hash: Fingerprint
    private var count: UInt64 = 0
    private var isOver = false

    /// Watches a run that has not begun.
    init(_ run: UpgradeRun, until time: SimulationTime) {
        simulation = run.simulation
        next = run.simulation.observer
        self.time = time
        hash = simulation.fingerprint
        simulation.observer = self
    }

    func observe(_ event: Event, sequence: UInt64, at now: SimulationTime) {
        if !isOver {
            if now < time {
                // The event is in the run's fingerprint already.
                hash = simulation.fingerprint
                count += 1
            } else {
                isOver = true
            }
        }
        next?.observe(event, sequence: sequence, at: now)
    }

    /// What happened before the instant; to be asked after the run.
    var prefix: Prefix { Prefix(fingerprint: hash.description, events: count) }
}
