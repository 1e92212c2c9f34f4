import ResourceSharing
public import SimulationKernel

/// A case as the simulator runs it, with what holds at each instant at which rates change.
public final class SharingRun: EventHandler {
    /// From one instant to the next.
    public struct Moment {
        /// Seconds.
        public var second: Double
        /// Units a second of each flow; nil for one that is not there.
        public var rates: [Double?]
        /// What is left of each flow's work.
        public var remaining: [Double?]
        /// The resource that holds a flow back; nil for its own limit, or if it is not there.
        public var bottlenecks: [Int?]
        /// Units a second of each resource.
        public var capacities: [Double]
        /// What is used of each resource.
        public var used: [Double]
    }

    private enum Kind {
        static let completion: UInt16 = 16
        static let start: UInt16 = 17
        static let change: UInt16 = 18
        static let solve: UInt16 = 19
    }

    /// What was run.
    public let plan: SharingCase
    /// What holds after each solve, in time.
    public private(set) var moments: [Moment] = []
    /// When each flow's work was done; nil if it has no end or was ended.
    public private(set) var ends: [SimulationTime?]
    private let simulation = Simulation()
    private let clock: ActivityClock
    private let resources: [ResourceID]
    private var activities: [ActivityID?]
    private var flowOfSlot: [Int] = []
    private var solveIsPending = false

    /// Runs a case to its end.
    public init(_ plan: SharingCase) {
        self.plan = plan
        clock = ActivityClock(simulation: simulation, completionKind: Kind.completion)
        resources = plan.resources.map { [clock] in clock.sharing.addResource(capacity: $0.capacity) }
        activities = [ActivityID?](repeating: nil, count: plan.flows.count)
        ends = [SimulationTime?](repeating: nil, count: plan.flows.count)
        for (index, flow) in plan.flows.enumerated() { schedule(Kind.start, index, at: flow.start) }
        for (index, change) in plan.changes.enumerated() { schedule(Kind.change, index, at: change.second) }
        _ = simulation.run(self)
    }

    private func schedule(_ kind: UInt16, _ entity: Int, at second: Double) {
        simulation.schedule(
            Event(kind: kind, entity: UInt32(entity), a: 0, b: 0), at: .zero + .seconds(roundingUp: second))
    }

    /// Makes what happens, and lets rates be solved once, when everything of the instant has happened.
    public func handle(_ event: Event, in simulation: Simulation) {
        switch event.kind {
        case Kind.start: start(Int(event.entity))
        case Kind.completion: complete(clock.completed(event))
        case Kind.change: make(plan.changes[Int(event.entity)].change)
        default:
            solveIsPending = false
            clock.solve()
            return moments.append(present())
        }
        guard !solveIsPending else { return }
        solveIsPending = true
        simulation.schedule(Event(kind: Kind.solve, entity: 0, a: 0, b: 0), at: simulation.now, priority: .last)
    }

    private func start(_ index: Int) {
        let flow = plan.flows[index]
        let activity = clock.start(
            uses: flow.uses.map { ResourceUse(resources[$0.resource], amountPerUnit: $0.amount) }, work: flow.work,
            weight: flow.weight, limit: flow.limit, priority: flow.isBackground ? .background : .foreground)
        while flowOfSlot.count <= Int(activity.index) { flowOfSlot.append(-1) }
        flowOfSlot[Int(activity.index)] = index
        activities[index] = activity
    }

    private func complete(_ activity: ActivityID) {
        let index = flowOfSlot[Int(activity.index)]
        ends[index] = simulation.now
        end(index)
    }

    private func end(_ index: Int) {
        guard let activity = activities[index] else { return }
        clock.end(activity)
        activities[index] = nil
    }

    private func make(_ change: SharingCase.Change) {
        switch change {
        case .capacity(let resource, let capacity): clock.setCapacity(capacity, of: resources[resource])
        case .limit(let flow, let limit):
            if let activity = activities[flow] { clock.setLimit(limit, of: activity) }
        case .end(let flow): end(flow)
        }
    }

    private func present() -> Moment {
        let sharing = clock.sharing
        return Moment(
            second: simulation.now.seconds, rates: activities.map { $0.map(sharing.rate) },
            remaining: activities.map { $0.map(sharing.remainingWork) },
            bottlenecks: activities.map { activity in
                guard let activity, case .resource(let resource)? = sharing.bottleneck(of: activity) else { return nil }
                return Int(resource.index)
            },
            capacities: resources.map(sharing.capacity), used: resources.map(sharing.used))
    }
}
