public import ClusterModel
import DataConversion
import RandomStreams
import Requirements
public import SimulationKernel

/// One strategy, one replication: the system, the operator and everything that happens to them until the horizon.
///
/// `UpgradeRun` owns the simulation and all models, and hands events to them. What the operator does is a procedure (a ``Strategy``) that acts
/// through ``Operations``; what follows from it is computed by the models. When something changes, one `resolve` event at the end of the
/// instant brings requests, background capacities and transfer rates up to date, in this order, however many changes there were.
///
/// Unchecked: confined to the thread that calls ``run()``.
public final class UpgradeRun: EventHandler, @unchecked Sendable {
    /// What is rehearsed; an intervention may change it.
    public internal(set) var rehearsal: Rehearsal
    /// The strategy that is tried.
    public let strategy: any Strategy
    /// Root seed and number of the replication.
    public let seed: UInt64
    /// Number of the replication, from 0.
    public let replication: UInt64
    /// Whether replications 2k and 2k + 1 are an antithetic pair; the even ones are what they are anyhow.
    public let isPaired: Bool
    /// The clock and the pending events.
    public let simulation: Simulation
    /// Nodes, shards and caches.
    public let cluster: Cluster
    /// What becomes of requests.
    public let service: FluidService
    /// Transfers and conversions.
    public let activities: ActivityEngine
    /// What the operator lets them move.
    let throttles: ThrottleResources
    /// Told of everything as it happens; nil costs nothing.
    public var recorder: (any RunRecorder)?
    /// What is changed in the middle of the run; set before it.
    public var intervention: Intervention?

    /// What goes wrong with the procedure and the version; nil if nothing can.
    private(set) var faults: RunFaults?
    /// Why an attempt is given up that a fault was found in.
    var abortion: UpgradeFailure?
    /// Whether a strategy is at work on an attempt.
    var isPerforming = false
    var leases: LeaseBook
    /// Machines that are being launched.
    var machineLaunches: MachineLaunches?
    var jobs: [any BackgroundJob] = []
    /// Transfers and conversions that are over, for the sums.
    var finishedJobs: [any BackgroundJob] = []
    var steps: [StepRecord] = []
    var outcome = Outcome.horizonReached
    var finishedAt: SimulationTime?
    var endEvent: UInt64?
    /// What hung on what; nil unless the run is recorded.
    private(set) var history: RunHistory?
    var attempts = 0
    /// The procedures that an intervention cancels: the whole upgrade, and the attempt where it is one of its own.
    var conductor: Procedure?
    var attemptProcedure: Procedure?
    /// What an intervention has decided about the attempt under way.
    var decision: UpgradeFailure.Decision?
    var interventionOutcome: InterventionOutcome?
    /// Whether an attempt has failed and the next is to come.
    var isPausing = false
    /// Whether the run ends with its first attempt: only what that did is asked for.
    var isPilot = false
    var pointOfNoReturn: SimulationTime?
    var switchovers: [SimulationTime] = []
    var longestRollback = SimulationDuration.zero
    var operatorSeconds = 0.0
    /// Attended steps under way, and since when there is one: steps within steps and side by side are one operator's time.
    var attendedSteps = 0
    var attendedSince = SimulationTime.zero
    /// Whether a change window is open, and whether the work is a rollback, which waits for none.
    var windowIsOpen = true
    var isRollingBack = false
    var rowsLost = 0.0
    var crashes = 0
    var peakNodes = 0
    var bytesServedFromLease = 0.0
    /// Bytes of replayed requests, to each universe.
    var bytesReplayed = [0.0, 0.0]
    /// The universe that live requests are replayed to at present.
    var replaysTo: Universe?
    var nodeStreams: [Int: RandomStream] = [:]
    var repairStreams: [Int: RandomStream] = [:]
    /// Conversions that each node has had, which number their streams.
    var conversionsOfNode: [Int: Int] = [:]
    /// The same for installations, where each takes a time of its own.
    var installationsOfNode: [Int: Int] = [:]
    /// Nodes whose next crash is drawn; one that is leased again keeps it.
    var hasPendingCrash: Set<Int> = []
    /// What of racks, disks and networks is broken, and what has been.
    let hardware = HardwareState()
    /// Of the upgrade itself; nil before and afterwards.
    private(set) weak var mainOperations: Operations?
    /// Servers that catch up by themselves and have come no nearer.
    var hopeless: [Int: UpgradeFailure] = [:]
    /// Fires when nodes have been repaired or have come back into rotation.
    var returned: Signal
    let crashCauses: [CauseID]
    private var resolveIsPending = false
    /// What has changed since the last `resolve`: something that requests may feel, or nodes that none of them reaches.
    private var clusterChanged = true
    private var unseenNodes: [Int] = []
    private var queueEvent: EventHandle?
    /// When the lag of a throttled conversion was last recorded.
    private var lagRecordedAt: SimulationTime?

    /// Makes a run that has not begun.
    ///
    /// - Parameters:
    ///   - isPaired: Whether an odd replication mirrors the random numbers of the one before it.
    ///   - interruption: May be set from another thread to end the run early.
    public init(
        _ rehearsal: Rehearsal, strategy: any Strategy, seed: UInt64, replication: UInt64, isPaired: Bool = false,
        interruption: InterruptFlag? = nil
    ) {
        self.rehearsal = rehearsal
        self.strategy = strategy
        self.seed = seed
        self.replication = replication
        self.isPaired = isPaired
        simulation = Simulation(
            limits: .init(maximumTime: .zero + rehearsal.horizon, maximumEvents: 2_000_000_000), interruptFlag: interruption)
        cluster = Cluster(rehearsal.system)
        service = FluidService(cluster)
        activities = ActivityEngine(cluster: cluster, simulation: simulation)
        let pipeline = rehearsal.dataset?.pipeline
        throttles = ThrottleResources(
            activities, nodeBytesPerSecond: pipeline?.nodeBytesPerSecond ?? .infinity,
            tierBytesPerSecond: pipeline?.tierBytesPerSecond ?? .infinity)
        leases = LeaseBook(rehearsal.parallel)
        returned = Signal(simulation)
        crashCauses = rehearsal.system.tiers.map { [cluster] in cluster.cause("crash: \($0.name)", .unplanned) }
        peakNodes = cluster.nodes.count
        service.outageYield = rehearsal.outageYield
        service.interference = rehearsal.interference
        activities.utilisationCeiling = rehearsal.utilisationCeiling
        if let dataset = rehearsal.dataset { service.rowsPerRequest = dataset.rowsPerRequest(classes: rehearsal.system.classes.count) }
        cluster.onChange = { [unowned self] in
            clusterChanged = true
            requestResolve()
        }
        cluster.onUnseenChange = { [unowned self] node in
            unseenNodes.append(node)
            requestResolve()
        }
        cluster.onReturn = { [unowned self] in returned.fire() }
        activities.onChange = { [unowned self] in requestResolve() }
        faults = RunFaults(self)
    }

    /// Runs to the horizon.
    ///
    /// - Returns: What was measured.
    public func run() -> RunResult {
        if recorder != nil {
            history = RunHistory(simulation, activities.resources)
            activities.log = history
        }
        faults?.prepare()
        requestResolve()
        scheduleLoadChange()
        for node in cluster.nodes.indices { scheduleCrash(of: node) }
        scheduleHardwareFaults()
        // Takes the clock to the horizon when nothing else is left to happen; the time limit comes first.
        simulation.schedule(Event(kind: RunEvent.horizon, entity: 0, a: 0, b: 0), at: .zero + rehearsal.horizon, priority: .last)
        scheduleIntervention()
        let operations = Operations(self)
        mainOperations = operations
        conductor = simulation.launch(strategy.name) { [self] in
            operations.watchWindows()
            try await conduct(operations)
        }
        let reason = simulation.run(self)
        settle(to: simulation.now)
        retireRebuilds()
        recorder?.stateChanged(self)
        faults?.finish()
        return makeResult(stopped: reason)
    }

    /// Hands an event to the model that it is for.
    public func handle(_ event: Event, in simulation: Simulation) {
        switch event.kind {
        case ClusterEvent.pieceDone: activities.handleCompletion(event)
        case ClusterEvent.resolve: resolve()
        case ClusterEvent.loadChange:
            clusterChanged = true
            requestResolve()
            scheduleLoadChange()
        case ClusterEvent.queueChange:
            queueEvent = nil
            clusterChanged = true
            requestResolve()
        case RunEvent.crash: crash(Int(event.entity))
        case RunEvent.repair: repair(Int(event.entity))
        case RunEvent.launch: machineLaunches?.handle(event)
        case RunEvent.intervention: intervene()
        case RunEvent.fault: faults?.handle(event)
        case RunEvent.hardwareFails, RunEvent.hardwareReturns, RunEvent.backup: handleHardware(event)
        default: requirementFailure("event of unknown kind \(event.kind) at \(simulation.now) for entity \(event.entity)")
        }
    }

    /// Asks for one `resolve` at the end of this instant.
    func requestResolve() {
        guard !resolveIsPending else { return }
        resolveIsPending = true
        simulation.schedule(Event(kind: ClusterEvent.resolve, entity: 0, a: 0, b: 0), at: simulation.now, priority: .last)
    }

    private func resolve() {
        resolveIsPending = false
        var hasNews = clusterChanged || !unseenNodes.isEmpty
        defer { unseenNodes.removeAll(keepingCapacity: true) }
        // Requests need a look only if something has changed for them.
        if clusterChanged || service.interference > 0 { settle(to: simulation.now) }
        if clusterChanged {
            clusterChanged = false
            service.solve(at: simulation.now)
            faults?.look()
            updateTrackedJobs()
            adaptActivities()
            scheduleQueueChange()
        } else {
            if !unseenNodes.isEmpty { resolveUnseen() }
            if activities.needsAdaptation { adaptActivities() }
        }
        activities.solve()
        if service.feelBackground({ activities.processorShare(of: $0) }) { hasNews = true }
        if hasNews { recorder?.stateChanged(self) }
    }

    /// Nothing changes for requests; but work on these nodes may, and servers among them that follow the log get no nearer to its end, or do.
    private func resolveUnseen() {
        if unseenNodes.contains(where: { cluster.nodes[$0].shard >= 0 }) {
            settle(to: simulation.now)
            service.followLogs()
            activities.adaptLogThreads(service)
            scheduleQueueChange()
        }
        activities.adaptToLoad(service, nodes: unseenNodes)
    }

    private func adaptActivities() {
        activities.adaptToLoad(service)
        activities.adaptLogThreads(service)
    }

    /// What background work may take has changed.
    func throttle() {
        activities.utilisationCeiling = rehearsal.utilisationCeiling
        service.interference = rehearsal.interference
        clusterChanged = true
        requestResolve()
    }

    /// Moves all sums forward to an instant.
    func settle(to time: SimulationTime) {
        let seconds = (time - service.settledAt).seconds
        if seconds > 0 { countTransferredRequests(seconds) }
        service.settle(to: time)
    }

    /// The lag of a throttled conversion changes without any rate changing: it is recorded once a minute.
    func recordLag() {
        if let last = lagRecordedAt, simulation.now - last < .minutes(1) { return }
        lagRecordedAt = simulation.now
        recorder?.stateChanged(self)
    }

    private func countTransferredRequests(_ seconds: Double) {
        guard let parallel = rehearsal.parallel, parallel.market != nil else { return }
        if cluster.activeUniverse == .parallel {
            let served = service.flows.reduce(0) { $0 + $1.served }
            bytesServedFromLease += served * seconds * rehearsal.options.responseBytesPerRequest
        }
        if let replaysTo {
            let classes = rehearsal.options.replayedClasses ?? Array(service.flows.indices)
            let offered = classes.reduce(0) { $0 + service.flows[$1].offered }
            bytesReplayed[Int(replaysTo.rawValue)] += offered * seconds * rehearsal.options.replayBytesPerRequest
        }
    }

    private func scheduleLoadChange() {
        guard let time = rehearsal.system.load.nextChange(after: simulation.now) else { return }
        simulation.schedule(Event(kind: ClusterEvent.loadChange, entity: 0, a: 0, b: 0), at: time)
    }

    private func scheduleQueueChange() {
        let time = service.nextChange(after: simulation.now)
        if let pending = queueEvent {
            if let time { queueEvent = simulation.reschedule(pending, at: time) } else { _ = simulation.cancel(pending) }
            if time == nil { queueEvent = nil }
        } else if let time {
            queueEvent = simulation.schedule(Event(kind: ClusterEvent.queueChange, entity: 0, a: 0, b: 0), at: time)
        }
    }

    private func updateTrackedJobs() {
        guard let dataset = rehearsal.dataset else { return }
        for job in jobs { job.writesChanged(service, dataset: dataset) }
    }

}

/// Kinds of the events of a run.
public enum RunEvent {
    /// A node crashes; the entity is the node.
    public static let crash: UInt16 = 64
    /// A node has been repaired.
    public static let repair: UInt16 = 65
    /// Never happens: it keeps the run going to its horizon when nothing else is pending.
    public static let horizon: UInt16 = 66
    /// Something is done or changed that was not planned; the first operand says what.
    public static let intervention: UInt16 = 67
    /// A launch of a leased machine is accepted, or its boot is over; the entity is its place among those that are launched together.
    public static let launch: UInt16 = 68
    /// Something in the life of a fault of the procedure or the version; the entity is its number, the first operand says what.
    public static let fault: UInt16 = 80
    /// Disks, a rack, an uplink or a link between sites fails: the first operand says which of these, the entity is its number.
    public static let hardwareFails: UInt16 = 84
    /// It has been repaired or replaced; likewise.
    public static let hardwareReturns: UInt16 = 85
    /// All shards are backed up.
    public static let backup: UInt16 = 86
}
