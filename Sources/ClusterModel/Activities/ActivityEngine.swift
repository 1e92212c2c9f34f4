import Requirements
public import ResourceSharing
public import SimulationKernel

/// Whoever is told when a piece of work of an activity is done.
public protocol ActivityOwner: AnyObject {
    /// The piece is done.
    ///
    /// - Returns: The amount of the next piece, which uses the same resources in the same proportions, or nil to end the activity.
    func pieceDone(_ activity: ActivityHandle) -> Double?
}

/// Told when activities begin and end.
public protocol ActivityLog: AnyObject {
    /// One has begun; `entity` is that of its ``ClusterEvent/pieceDone`` events.
    func began(_ entity: Int, owner: any ActivityOwner)
    /// It has ended, with its work done or because it was stopped.
    ///
    /// - Parameter limit: What it could not exceed for most of the time.
    func ended(_ entity: Int, isDone: Bool, limit: Bottleneck?)
}

/// A running activity.
public struct ActivityHandle: Hashable, Sendable {
    let slot: Int
    let generation: UInt32
}

/// Turns shared rates into events: work that is done piece by piece at the rate that ``SharingSystem`` allots.
///
/// A piece that is followed by another of the same activity changes no rate, so a conversion of 50,000 chunks costs 50,000 events and not
/// 50,000 solutions. Only when activities begin or end, or a capacity changes, are rates solved again, once an instant, and only the pieces
/// whose rate changed are rescheduled. Amounts are `Double`; a completion is rounded up to a nanosecond.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class ActivityEngine: @unchecked Sendable {
    private struct Slot {
        var activity: ActivityID?
        var remaining = 0.0
        var rate = 0.0
        var settledAt = SimulationTime.zero
        var event: EventHandle?
        var owner: (any ActivityOwner)?
        var generation: UInt32 = 0
        var limits = LimitTimes()
    }

    /// Completed pieces of all activities.
    public private(set) var piecesDone = 0
    /// The shared capacities.
    public let resources: PlatformResources
    /// Share of a node's processor that requests and background work may take together while it is in service.
    public var utilisationCeiling = 1.0
    /// Called when the rates must be solved again.
    public var onChange: (() -> Void)?
    /// Told when activities begin and end; nil costs nothing.
    public var log: (any ActivityLog)?

    let sharing: SharingSystem
    let cluster: Cluster
    private let simulation: Simulation
    private var slots: [Slot] = []
    private var free: [Int] = []
    private var slotOfActivity: [Int] = []

    /// Makes an engine without activities.
    public init(cluster: Cluster, simulation: Simulation) {
        self.cluster = cluster
        self.simulation = simulation
        sharing = SharingSystem()
        resources = PlatformResources(cluster: cluster, sharing: sharing)
    }

    /// Begins an activity; its rate is known after the next ``solve()``.
    ///
    /// - Parameter uses: What a unit of the work uses of each resource.
    /// - Parameter amount: Units in the first piece.
    /// - Parameter limit: Units per second that it never exceeds.
    public func start(
        uses: [ResourceUse], amount: Double, limit: Double = .infinity, weight: Double = 1, owner: any ActivityOwner
    ) -> ActivityHandle {
        require(amount >= 0 && amount.isFinite, "an activity of \(amount) units")
        let slot = free.popLast() ?? slots.count
        if slot == slots.count { slots.append(Slot()) }
        let activity = sharing.add(uses: uses, weight: weight, limit: limit, priority: .background)
        while slotOfActivity.count <= Int(activity.index) { slotOfActivity.append(-1) }
        slotOfActivity[Int(activity.index)] = slot
        slots[slot].activity = activity
        slots[slot].remaining = amount
        slots[slot].rate = 0
        slots[slot].settledAt = simulation.now
        slots[slot].owner = owner
        slots[slot].generation &+= 1
        if log != nil { slots[slot].limits = LimitTimes() }
        log?.began(slot, owner: owner)
        onChange?()
        return ActivityHandle(slot: slot, generation: slots[slot].generation)
    }

    /// Ends an activity before its piece is done.
    ///
    /// - Returns: The units of the piece that were not done.
    @discardableResult
    public func stop(_ handle: ActivityHandle) -> Double {
        guard isRunning(handle) else { return 0 }
        settle(handle.slot)
        let rest = slots[handle.slot].remaining
        end(handle.slot, isDone: false)
        return rest
    }

    /// Whether the activity has neither ended nor been stopped.
    public func isRunning(_ handle: ActivityHandle) -> Bool {
        slots[handle.slot].generation == handle.generation && slots[handle.slot].activity != nil
    }

    /// Its present rate, units per second.
    public func rate(of handle: ActivityHandle) -> Double { isRunning(handle) ? slots[handle.slot].rate : 0 }

    /// Changes what a unit uses, as when a conversion goes on to the next table.
    public func replaceUses(of handle: ActivityHandle, with uses: [ResourceUse], limit: Double) {
        guard isRunning(handle), let activity = slots[handle.slot].activity else { return }
        sharing.replaceUses(of: activity, with: uses)
        sharing.setLimit(limit, of: activity)
        onChange?()
    }

    /// Handles a completion event.
    public func handleCompletion(_ event: Event) {
        let slot = Int(event.entity)
        slots[slot].event = nil
        slots[slot].remaining = 0
        slots[slot].settledAt = simulation.now
        piecesDone += 1
        let handle = ActivityHandle(slot: slot, generation: slots[slot].generation)
        let next = slots[slot].owner?.pieceDone(handle)
        guard isRunning(handle) else { return }
        guard let next else { return end(slot, isDone: true) }
        slots[slot].remaining = next
        schedule(slot)
    }

    /// Solves the rates after changes and reschedules the pieces that they touch.
    public func solve() {
        sharing.solve()
        for activity in sharing.changed {
            let slot = slotOfActivity[Int(activity.index)]
            guard slot >= 0, slots[slot].activity == activity else { continue }
            settle(slot)
            slots[slot].rate = sharing.rate(of: activity)
            if log != nil { slots[slot].limits.change(to: sharing.bottleneck(of: activity), at: simulation.now) }
            schedule(slot)
        }
    }

    /// Adapts what background work may take of each node that it runs on to the requests that the node has to serve.
    public func adaptToLoad(_ service: FluidService) {
        for node in resources.hosts {
            let state = cluster.nodes[node].state
            for kind in [NodeResource.processor, .diskRead, .diskWrite] {
                guard let resource = resources.existing(kind, of: node) else { continue }
                let nominal = resources.nominalCapacity(kind, of: node)
                let capacity: Double
                switch state {
                case .failed, .released, .provisioning: capacity = 0
                case .inService where cluster.isReachable(cluster.nodes[node]):
                    let used = kind == .processor ? service.utilisation(of: node) : 0
                    capacity = max(0, utilisationCeiling - used) * nominal
                default: capacity = nominal
                }
                if sharing.capacity(of: resource) != capacity { sharing.setCapacity(capacity, of: resource) }
            }
        }
    }

    /// Fraction of a node's processor that background work uses at present.
    public func processorShare(of node: Int) -> Double {
        guard let resource = resources.existing(.processor, of: node) else { return 0 }
        return sharing.used(of: resource) / resources.nominalCapacity(.processor, of: node)
    }

    private func settle(_ slot: Int) {
        let seconds = (simulation.now - slots[slot].settledAt).seconds
        slots[slot].remaining = max(0, slots[slot].remaining - slots[slot].rate * seconds)
        slots[slot].settledAt = simulation.now
    }

    private func schedule(_ slot: Int) {
        let rate = slots[slot].rate
        let seconds = rate > 0 ? slots[slot].remaining / rate : .infinity
        // A piece that cannot end within the clock's range waits for the next change of its rate.
        guard seconds < (SimulationTime.distantFuture - simulation.now).seconds - 1 else {
            if let event = slots[slot].event { _ = simulation.cancel(event) }
            slots[slot].event = nil
            return
        }
        let time = simulation.now + SimulationDuration.seconds(roundingUp: seconds)
        if let event = slots[slot].event {
            slots[slot].event = simulation.reschedule(event, at: time)
        } else {
            slots[slot].event = simulation.schedule(Event(kind: ClusterEvent.pieceDone, entity: UInt32(slot), a: 0, b: 0), at: time)
        }
    }

    private func end(_ slot: Int, isDone: Bool) {
        if let log {
            slots[slot].limits.change(to: nil, at: simulation.now)
            log.ended(slot, isDone: isDone, limit: slots[slot].limits.longest)
        }
        if let event = slots[slot].event { _ = simulation.cancel(event) }
        if let activity = slots[slot].activity {
            slotOfActivity[Int(activity.index)] = -1
            sharing.remove(activity)
        }
        slots[slot].event = nil
        slots[slot].activity = nil
        slots[slot].owner = nil
        free.append(slot)
        onChange?()
    }
}
