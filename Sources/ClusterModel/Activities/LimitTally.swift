import SimulationKernel

/// For how long the transfers and conversions of a run were held back by what, by the phase of the plan that they were a part of.
///
/// Times are of jobs: seven shards that are converted side by side for an hour are seven hours of their phase. Every instant of a job has
/// exactly one limit, from when it could begin to its end, so that the times of a phase add up to the time that its jobs have taken. They are
/// counted in 128 bits: ten thousand jobs of a month are longer than a clock of 64 bits of nanoseconds goes.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class LimitTally: @unchecked Sendable {
    /// One phase.
    public struct Phase: Hashable, Sendable {
        /// What it is called.
        public let name: String
        /// Whether rows are brought into a new form; otherwise bytes are copied or applied.
        public let isConversion: Bool
        /// From the beginning to the end of each of its jobs, all jobs together.
        public internal(set) var jobNanoseconds: Int128 = 0
        /// The same by what held them back, in the order in which it first did.
        public internal(set) var times: [Entry] = []
    }

    /// How long one thing held the jobs of a phase back.
    public struct Entry: Hashable, Sendable {
        /// What held them back.
        public let limit: WorkLimit
        /// All jobs together.
        public internal(set) var nanoseconds: Int128
    }

    /// In the order in which they first took time.
    public private(set) var phases: [Phase] = []
    let simulation: Simulation

    init(_ simulation: Simulation) { self.simulation = simulation }

    func add(_ time: SimulationDuration, _ limit: WorkLimit, _ phase: Phase) {
        guard time > .zero else { return }
        let index = index(of: phase)
        if let known = phases[index].times.firstIndex(where: { $0.limit == limit }) {
            phases[index].times[known].nanoseconds += Int128(time.nanoseconds)
        } else {
            phases[index].times.append(Entry(limit: limit, nanoseconds: Int128(time.nanoseconds)))
        }
    }

    func addJob(_ time: SimulationDuration, _ phase: Phase) {
        guard time > .zero else { return }
        let index = index(of: phase)
        phases[index].jobNanoseconds += Int128(time.nanoseconds)
    }

    private func index(of phase: Phase) -> Int {
        if let known = phases.firstIndex(where: { $0.name == phase.name }) { return known }
        phases.append(phase)
        return phases.count - 1
    }
}

/// Keeps the times of one job: told when something else holds it back, and at no cost in between.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class LimitMeter: @unchecked Sendable {
    /// What keeps the job from going faster where no resource does.
    public var ownLimit: WorkLimit
    /// The node that data comes from; nil for a replica that applies what others write.
    let source: Int?
    /// The node that it goes to; likewise.
    let target: Int?
    private let tally: LimitTally
    private let phases: [LimitTally.Phase]
    private var phase: LimitTally.Phase
    private var present: (limit: WorkLimit, since: SimulationTime)?
    private var begun: SimulationTime?

    /// Makes a meter for a job that has not begun.
    ///
    /// - Parameter phases: Names of the phases that the job goes through; more than one if it is not over when it has caught up.
    /// - Parameter isConversion: Whether it brings rows into a new form.
    public init(
        _ tally: LimitTally, phases: [String], isConversion: Bool, source: Int? = nil, target: Int? = nil, ownLimit: WorkLimit
    ) {
        self.tally = tally
        self.phases = phases.map { LimitTally.Phase(name: $0, isConversion: isConversion) }
        phase = self.phases[0]
        self.source = source
        self.target = target
        self.ownLimit = ownLimit
    }

    /// From now on the job is held back by this; it begins if it had nothing to do before.
    public func change(to limit: WorkLimit) {
        guard present?.limit != limit else { return }
        let now = tally.simulation.now
        settle(now)
        if begun == nil { begun = now }
        present = (limit, now)
    }

    /// From now on the job has nothing to do: it has ended, or it rests between two batches.
    public func rest() {
        guard begun != nil else { return }
        settle(tally.simulation.now)
        endJobTime()
        present = nil
        begun = nil
    }

    /// From now on it is in another of its phases.
    public func enter(phase number: Int) {
        let next = phases[min(number, phases.count - 1)]
        guard next.name != phase.name else { return }
        let now = tally.simulation.now
        settle(now)
        endJobTime()
        present?.since = now
        if begun != nil { begun = now }
        phase = next
    }

    private func settle(_ now: SimulationTime) {
        if let present { tally.add(now - present.since, present.limit, phase) }
    }

    private func endJobTime() {
        if let begun { tally.addJob(tally.simulation.now - begun, phase) }
    }
}
