import Requirements
public import SimulationKernel

/// Turns the work of shared activities into events of a simulation: one for the next completion of each bottleneck group, however many
/// activities the group has.
///
/// Whoever dispatches the simulation's events hands those of ``completionKind`` to ``completed(_:)``, and then either gives the activity its
/// next piece of work or ends it. After changes ``solve()`` has to be called once before the clock goes on.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class ActivityClock: @unchecked Sendable {
    private struct NextCompletion {
        var event: EventHandle?
        var activity: Int32 = -1
        var time = SimulationTime.zero
    }

    /// The shared capacities; activities with work are added and removed through the clock.
    public let sharing = SharingSystem()
    /// The kind of the events that say that a piece of work is done; their entity is the index of the activity.
    public let completionKind: UInt16
    private let simulation: Simulation
    private var nextCompletions: ContiguousArray<NextCompletion> = []

    /// A clock without activities.
    public init(simulation: Simulation, completionKind: UInt16) {
        self.simulation = simulation
        self.completionKind = completionKind
        sharing.advance(to: simulation.now)
    }

    /// Begins an activity; it runs from the next ``solve()`` on, which must come at the same instant.
    ///
    /// - Parameters:
    ///   - uses: What a unit of the work uses of each resource.
    ///   - work: Units in the first piece.
    ///   - weight: Its share in comparison with others.
    ///   - limit: Units per second that it never exceeds.
    ///   - priority: Whether it shares the capacities or their residue.
    public func start(
        uses: [ResourceUse], work: Double, weight: Double = 1, limit: Double = .infinity, priority: Priority = .foreground
    ) -> ActivityID {
        sharing.advance(to: simulation.now)
        return sharing.add(uses: uses, weight: weight, limit: limit, priority: priority, work: work)
    }

    /// Ends an activity, whether its work is done or not.
    ///
    /// - Returns: The units of the piece that were not done.
    @discardableResult
    public func end(_ activity: ActivityID) -> Double {
        sharing.advance(to: simulation.now)
        let rest = sharing.remainingWork(of: activity)
        let group = sharing.group(of: activity)
        cancelCompletion(of: activity)
        sharing.remove(activity)
        // Others who are done at this instant are so before rates are solved, once for all of them.
        if let group, let next = sharing.nextCompletion(ofGroup: group), next.time == simulation.now { scheduleCompletions() }
        return rest
    }

    /// Lets an activity go on with other resources or coefficients, and another limit.
    public func replaceUses(of activity: ActivityID, with uses: [ResourceUse], limit: Double) {
        sharing.advance(to: simulation.now)
        cancelCompletion(of: activity)
        sharing.replaceUses(of: activity, with: uses)
        sharing.setLimit(limit, of: activity)
    }

    /// Gives an activity another limit, zero and infinity included.
    public func setLimit(_ limit: Double, of activity: ActivityID) {
        sharing.advance(to: simulation.now)
        cancelCompletion(of: activity)
        sharing.setLimit(limit, of: activity)
    }

    /// Gives a resource another capacity, zero included.
    public func setCapacity(_ capacity: Double, of resource: ResourceID) {
        sharing.advance(to: simulation.now)
        sharing.setCapacity(capacity, of: resource)
    }

    /// Which activity an event of the ``completionKind`` is about: its piece of work is done.
    public func completed(_ event: Event) -> ActivityID {
        sharing.advance(to: simulation.now)
        let activity = sharing.activity(at: Int32(event.entity))
        guard let group = sharing.group(of: activity) else { requirementFailure("an activity without a rate cannot be done") }
        nextCompletions[group].event = nil
        return activity
    }

    /// Gives an activity its next piece of work, which starts now. No rate changes.
    public func proceed(_ activity: ActivityID, work: Double) {
        sharing.advance(to: simulation.now)
        sharing.setWork(work, of: activity)
        scheduleCompletions()
    }

    /// Brings the rates up to date after changes, and the events after the rates.
    public func solve() {
        sharing.advance(to: simulation.now)
        sharing.solve()
        scheduleCompletions()
    }

    /// An event at this very instant must not find an activity that is gone, or has no rate until the next solve.
    private func cancelCompletion(of activity: ActivityID) {
        guard let group = sharing.group(of: activity), nextCompletions[group].activity == activity.index,
            let event = nextCompletions[group].event
        else { return }
        simulation.cancel(event)
        nextCompletions[group].event = nil
        sharing.noteChangedHead(ofGroup: group)
    }

    private func scheduleCompletions() {
        while nextCompletions.count < sharing.groupLimit { nextCompletions.append(NextCompletion()) }
        sharing.takeChangedHeads { group in
            let present = nextCompletions[group]
            guard let (activity, time) = sharing.nextCompletion(ofGroup: group) else {
                if let event = present.event { simulation.cancel(event) }
                nextCompletions[group].event = nil
                return
            }
            if let event = present.event {
                if present.activity == activity.index {
                    if present.time != time { nextCompletions[group].event = simulation.reschedule(event, at: time) }
                    nextCompletions[group].time = time
                    return
                }
                simulation.cancel(event)
            }
            nextCompletions[group].event = simulation.schedule(
                Event(kind: completionKind, entity: UInt32(activity.index), a: 0, b: 0), at: time)
            nextCompletions[group].activity = activity.index
            nextCompletions[group].time = time
        }
    }
}
