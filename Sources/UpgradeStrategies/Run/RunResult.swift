public import CloudMarket
public import ClusterModel
public import SimulationKernel

/// How a replication ended.
public enum Outcome: Hashable, Sendable {
    /// All tiers new, all tables converted, capacity and replicas back, no lease left unless planned, soak passed.
    case finished(retries: Int)
    /// All attempts failed.
    case gaveUp(String)
    /// A conversion got no nearer to its end.
    case neverConverges(String)
    /// The horizon came first.
    case horizonReached

    /// Whether the upgrade is done.
    public var isFinished: Bool {
        if case .finished = self { true } else { false }
    }

    /// One word for tables and traces.
    public var label: String {
        switch self {
        case .finished(retries: 0): "finished"
        case .finished(let retries): "finished after \(retries) \(retries == 1 ? "retry" : "retries")"
        case .gaveUp: "gave up"
        case .neverConverges: "never converges"
        case .horizonReached: "horizon reached"
        }
    }
}

/// A step that the operator took, or a fault that struck.
public struct StepRecord: Hashable, Sendable {
    /// What was done.
    public var label: String
    /// Index of the tier, if it was one tier's.
    public var tier: Int?
    /// When it began.
    public var start: SimulationTime
    /// When it ended; for a step under way at the horizon, the horizon.
    public var end: SimulationTime
    /// Whether an operator was busy with it.
    public var isAttended: Bool
    /// Whether it is something that went wrong.
    public var isFault: Bool
    /// Chunks that were under way and are done again because of it: one for each transfer or conversion that it stopped.
    public var chunksLost = 0
    /// Sequence number of the event at which it began; 0 for the start of the run.
    public var startEvent: UInt64
    /// Sequence number of the event at which it ended; nil if it was under way at the horizon.
    public var endEvent: UInt64?
}

/// What one replication measured.
public struct RunResult: Sendable {
    /// Name of the strategy.
    public var strategy: String
    /// Number of the replication.
    public var replication: UInt64
    /// How it ended.
    public var outcome: Outcome
    /// From the start until the upgrade was finished, or the horizon.
    public var duration: SimulationDuration
    /// What became of requests.
    public var measures: ServiceMeasures
    /// Labels and kinds of the causes that `measures` counts losses by.
    public var causes: [CauseTable.Entry]
    /// Requests of each class that still wait at the end.
    public var waiting: [Double]
    /// When users were sent to the new version at one instant.
    public var switchovers: [SimulationTime]
    /// The first write in the new format.
    public var pointOfNoReturn: SimulationTime?
    /// The longest that going back would have taken before it.
    public var longestRollback: SimulationDuration
    /// Attempts made.
    public var attempts: Int
    /// Most nodes at once, own and leased.
    public var peakNodes: Int
    /// Time that operators were busy.
    public var operatorHours: Double
    /// Nodes that crashed.
    public var crashes: Int
    /// Failures of disks, racks and networks.
    public var hardware: HardwareCounts
    /// The longest that a replica in service was behind its primary, seconds.
    public var longestLag: Double
    /// Rows written and not replicated when their primary crashed, and those that no backup has of a shard whose last copy was lost.
    public var rowsLost: Double
    /// Rows converted, conversions of stale rows included.
    public var rowsConverted: Double
    /// Bytes that transfers and conversions read from their sources.
    public var bytesMoved: Double
    /// Chunks converted or copied.
    public var chunks: Int
    /// Chunks that did not get to their end, and were or will be done again: one for each job that a fault or a closed window stopped, and
    /// those that failed by themselves.
    public var chunksLost: Int
    /// Rows of the lost chunks of conversions.
    public var rowsInLostChunks: Double
    /// Bytes read in vain for lost chunks; `bytesMoved` contains them.
    public var bytesLost: Double
    /// The furthest that a replica was behind with what a conversion had written, live writes included, seconds.
    public var longestConversionLag: Double
    /// How long conversions waited for replicas between chunks, seconds, all conversions together.
    public var lagWait: Double
    /// Most stale rows at once on each shard, summed over the shards.
    public var peakStaleRows: Double
    /// Time that leased nodes were billed for, node-hours before rounding up.
    public var leasedNodeHours: Double
    /// Items and total of the bill.
    public var bill: Bill
    /// What held transfers and conversions back, by phase of the plan.
    public var limits: [PhaseLimits]
    /// What was done and what went wrong, in order of start.
    public var steps: [StepRecord]
    /// Leases, in order of request.
    public var leases: [LeaseRecord]
    /// What became of the intervention, if there was one.
    public var intervention: InterventionOutcome?
    /// Faults of the procedure and defects of the version, in the order in which they occurred, with what became of them.
    public var faults: [FaultRecord]
    /// Sequence number of the event at which the upgrade had finished or was given up; nil if the horizon came first.
    public var endEvent: UInt64?
    /// What else hung on what, if the run was recorded.
    public var joins: [JoinRecord]
    /// Transfers, conversions and the operator's waits, if the run was recorded.
    public var activities: [ActivityRecord]
    /// Events simulated.
    public var events: UInt64
    /// Hash over all of them.
    public var fingerprint: String
    /// Why the run stopped.
    public var stopReason: StopReason
}

/// One leased machine.
public struct LeaseRecord: Hashable, Sendable {
    /// Type of the instance.
    public var instanceType: String
    /// What it was for.
    public var purpose: String
    /// When it was asked for.
    public var requested: SimulationTime
    /// When billing began, if it ever did.
    public var launched: SimulationTime?
    /// When it was given back; nil if it was held at the horizon.
    public var released: SimulationTime?
    /// Whether the launch failed.
    public var failed: Bool
    /// Sequence numbers of the events at which all this happened.
    public var events: LeaseEvents
}

/// Sequence numbers of the events of a lease.
public struct LeaseEvents: Hashable, Sendable {
    /// When it was asked for; 0 for the start of the run.
    public var requested: UInt64
    /// When billing began.
    public var launched: UInt64?
    /// When it was fit to use.
    public var ready: UInt64?
    /// When it was given back.
    public var released: UInt64?
}

/// How far a run is.
public struct RunProgress: Sendable, Hashable {
    /// Unconverted and stale rows, all shards together.
    public var backlogRows = 0.0
    /// Stale rows.
    public var staleRows = 0.0
    /// Rows converted so far, again and again included.
    public var rowsConverted = 0.0
    /// Chunks lost so far.
    public var chunksLost = 0
    /// How long conversions have waited for replicas so far, seconds, all together.
    public var lagWait = 0.0
    /// Machines on lease.
    public var leasedMachines = 0
}

/// Told of what happens while it happens, to write a trace.
public protocol RunRecorder: AnyObject {
    /// Rates have changed; everything up to now is settled.
    func stateChanged(_ run: UpgradeRun)
}
