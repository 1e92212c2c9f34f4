import Requirements
public import ResourceSharing
public import SimulationKernel

/// Whoever is told when a piece of work of an activity is done.
public protocol ActivityOwner: AnyObject {
    /// The piece is done.
    ///
    /// - Returns: The amount of the next piece, which uses the same resources in the same proportions, or nil to end the activity.
    func pieceDone(_ activity: ActivityHandle) -> Double?

    /// Told what holds the activity back while it runs; nil by default.
    var meter: LimitMeter? { get }
}

extension ActivityOwner {
    /// Nobody wants to know.
    public var meter: LimitMeter? { nil }
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
public typealias ActivityHandle = ActivityID

/// The work of a run: pieces that are done one after another at the rates that the machines' shared capacities allow.
///
/// A piece that is followed by another of the same activity changes no rate, and only the first completion of each bottleneck group is an event,
/// so a conversion of 50,000 chunks costs 50,000 events and not 50,000 solutions. When activities begin or end, or a capacity changes, rates are
/// solved again, once an instant. Amounts are `Double`; a completion is rounded up to a nanosecond.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class ActivityEngine: @unchecked Sendable {
    private struct Slot {
        var activity: ActivityHandle
        var owner: (any ActivityOwner)?
        /// What held it back after the last solution that touched it.
        var bottleneck: Bottleneck?
        /// Kept while somebody is told when activities end.
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
    /// What held work back, and for how long.
    public let limits: LimitTally

    var sharing: SharingSystem { clock.sharing }
    let cluster: Cluster
    private let simulation: Simulation
    let clock: ActivityClock
    /// What is known of the activity in each slot.
    private var slots: ContiguousArray<Slot> = []
    /// Whether requests have come to leave nothing of a machine, or something again, since the last solution.
    private var hasEmptied = false

    /// Makes an engine without activities.
    public init(cluster: Cluster, simulation: Simulation) {
        self.cluster = cluster
        self.simulation = simulation
        clock = ActivityClock(simulation: simulation, completionKind: ClusterEvent.pieceDone)
        limits = LimitTally(simulation)
        resources = PlatformResources(cluster: cluster, sharing: clock.sharing)
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
        let activity = clock.start(uses: uses, work: amount, weight: weight, limit: limit, priority: .background)
        let slot = Int(activity.index)
        while slots.count <= slot { slots.append(Slot(activity: activity)) }
        slots[slot] = Slot(activity: activity, owner: owner)
        log?.began(slot, owner: owner)
        onChange?()
        return activity
    }

    /// Ends an activity before its piece is done.
    ///
    /// - Returns: The units of the piece that were not done.
    @discardableResult
    public func stop(_ activity: ActivityHandle) -> Double {
        guard isRunning(activity) else { return 0 }
        return end(activity, isDone: false)
    }

    /// Whether the activity has neither ended nor been stopped.
    public func isRunning(_ activity: ActivityHandle) -> Bool { sharing.contains(activity) }

    /// Its present rate, units per second.
    public func rate(of activity: ActivityHandle) -> Double { isRunning(activity) ? sharing.rate(of: activity) : 0 }

    /// Changes what a unit uses, as when a conversion goes on to the next table.
    public func replaceUses(of activity: ActivityHandle, with uses: [ResourceUse], limit: Double) {
        guard isRunning(activity) else { return }
        clock.replaceUses(of: activity, with: uses, limit: limit)
        // Its own limit may be another one from now on.
        slots[Int(activity.index)].bottleneck = nil
        onChange?()
    }

    /// Handles a completion event.
    public func handleCompletion(_ event: Event) {
        let activity = clock.completed(event)
        piecesDone += 1
        let next = slots[Int(activity.index)].owner?.pieceDone(activity)
        guard isRunning(activity) else { return }
        if let next {
            clock.proceed(activity, work: next)
        } else {
            end(activity, isDone: true)
        }
    }

    /// Solves the rates after changes.
    public func solve() {
        clock.solve()
        sharing.forEachMoved { activity in
            guard sharing.contains(activity) else { return }
            let (slot, bottleneck) = (Int(activity.index), sharing.bottleneck(of: activity))
            guard slots[slot].bottleneck != bottleneck else { return }
            slots[slot].bottleneck = bottleneck
            if log != nil { slots[slot].limits.change(to: bottleneck, at: simulation.now) }
            tellMeter(slot)
        }
        guard hasEmptied else { return }
        hasEmptied = false
        for slot in slots.indices where slots[slot].owner != nil { tellMeter(slot) }
    }

    private func tellMeter(_ slot: Int) {
        guard let meter = slots[slot].owner?.meter else { return }
        switch slots[slot].bottleneck {
        case .resource(let resource): meter.change(to: resources.limit(of: resource, source: meter.source, target: meter.target))
        case .ownLimit: meter.change(to: meter.ownLimit)
        case nil: break
        }
    }

    /// Whether work has come to nodes since they were last adapted to their load.
    public var needsAdaptation: Bool { resources.hasUnadapted }

    /// Adapts what background work may take of each node that it runs on to the requests that the node has to serve.
    public func adaptToLoad(_ service: FluidService) {
        resources.hasUnadapted = false
        adaptToLoad(service, nodes: resources.hosts)
    }

    /// The same for some nodes.
    public func adaptToLoad(_ service: FluidService, nodes: [Int]) {
        for node in nodes where resources.isHost(node) {
            var share = PlatformResources.BackgroundShares(processor: 1, disks: 1)
            switch cluster.nodes[node].state {
            case .failed where cluster.nodes[node].isRebuilding: break
            case .failed, .released, .provisioning: share = .init(processor: 0, disks: 0)
            case .inService where cluster.isReachable(cluster.nodes[node]):
                share = .init(processor: max(0, utilisationCeiling - service.utilisation(of: node)), disks: utilisationCeiling)
            default: break
            }
            guard resources.update(share, of: node) else { continue }
            setCapacity(of: .processor, of: node, share: share.processor)
            setCapacity(of: .diskRead, of: node, share: share.disks)
            setCapacity(of: .diskWrite, of: node, share: share.disks)
        }
    }

    private func setCapacity(of kind: NodeResource, of node: Int, share: Double) {
        guard let resource = resources.existing(kind, of: node) else { return }
        let capacity = share * resources.nominalCapacity(kind, of: node)
        // Nobody's bottleneck is another one by that. Work on a node that is broken has been stopped.
        if (capacity == 0) != (sharing.capacity(of: resource) == 0), cluster.nodes[node].state == .inService { hasEmptied = true }
        clock.setCapacity(capacity, of: resource)
    }

    /// Fraction of a node's processor that background work uses at present.
    public func processorShare(of node: Int) -> Double {
        guard let resource = resources.existing(.processor, of: node) else { return 0 }
        return sharing.used(of: resource) / resources.nominalCapacity(.processor, of: node)
    }

    @discardableResult
    private func end(_ activity: ActivityHandle, isDone: Bool) -> Double {
        let slot = Int(activity.index)
        if let log {
            slots[slot].limits.change(to: nil, at: simulation.now)
            log.ended(slot, isDone: isDone, limit: slots[slot].limits.longest)
        }
        slots[slot].owner = nil
        let rest = clock.end(activity)
        onChange?()
        return rest
    }
}
