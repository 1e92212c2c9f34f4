public import UpgradeStrategies

/// What a trace says of one run, as far as an explanation needs it.
public struct RecordedRun: Sendable {
    /// Kinds of events, by the words of the trace.
    public enum EventKind: String, Sendable, CaseIterable {
        /// The run begins; no event of the trace.
        case start
        /// A procedure goes on.
        case wake = "procedure_wakes"
        /// The base load takes its next step.
        case load = "load_changes"
        /// Rates are brought up to date.
        case solve = "rates_solved"
        /// A piece of a transfer or conversion is done.
        case chunk = "chunk_done"
        /// A queue is full or empty.
        case queue = "queue_full_or_empty"
        /// A node crashes.
        case crash = "node_crashes"
        /// A node has been repaired.
        case repair = "node_repaired"
        /// Something is done that was not planned.
        case intervention
        /// A launch of a machine is accepted, or its boot is over.
        case launch = "machine_launch"
        /// Disks, a rack, an uplink or a link between sites fails.
        case hardwareFails = "hardware_fails"
        /// It has been repaired or replaced.
        case hardwareReturns = "hardware_returns"
        /// All shards are backed up.
        case backup
        /// Anything else.
        case other

        /// Whether nothing that is done in the run moves it.
        var isFromOutside: Bool { [.load, .queue, .crash, .intervention, .hardwareFails, .backup].contains(self) }

        /// In words.
        public func words(entity: Int64) -> String {
            switch self {
            case .start: "the start"
            case .wake: "a wait of a procedure ends"
            case .load: "the load changes"
            case .solve: "rates are brought up to date"
            case .chunk: "a chunk is done"
            case .queue: "a queue is full or empty"
            case .crash: "node \(entity) crashes"
            case .repair: "node \(entity) has been repaired"
            case .intervention: "an intervention"
            case .launch: "the launch of a machine goes on"
            case .hardwareFails: "disks, a rack or a link fail"
            case .hardwareReturns: "disks, a rack or a link are back"
            case .backup: "a backup"
            case .other: "an event of another kind"
            }
        }
    }

    /// A named step of the plan.
    public struct Step: Sendable {
        /// What was done.
        public var label: String
        /// The tier, if it was one tier's.
        public var tier: String?
        /// The sequence number of the event at which it began.
        public var startEvent: Int64
        /// That of its end; nil if it was under way at the horizon.
        public var endEvent: Int64?

        /// Makes a step.
        public init(label: String, tier: String?, startEvent: Int64, endEvent: Int64?) {
            (self.label, self.tier, self.startEvent, self.endEvent) = (label, tier, startEvent, endEvent)
        }
    }

    /// A transfer, a conversion or a wait, as ``ActivityRecord``.
    public struct Activity: Sendable {
        /// What was done.
        public var label: String
        /// What kind of thing it is.
        public var kind: ActivityKind
        /// Tells jobs apart; -1 for a hold.
        public var job: Int64
        /// Bytes of the whole job.
        public var bytes: Double
        /// Entity of its chunks, -1 for none.
        public var entity: Int64
        /// The sequence number of the event at which it began.
        public var startEvent: Int64
        /// That of its end; nil if it was under way at the horizon.
        public var endEvent: Int64?
        /// Whether its work was done.
        public var isDone: Bool
        /// What it could not exceed for most of its time, in words.
        public var limit: String?

        /// Makes an activity.
        public init(
            label: String, kind: ActivityKind, job: Int64, bytes: Double, entity: Int64, startEvent: Int64, endEvent: Int64?, isDone: Bool,
            limit: String? = nil
        ) {
            (self.label, self.kind, self.job, self.bytes, self.entity) = (label, kind, job, bytes, entity)
            (self.startEvent, self.endEvent, self.isDone, self.limit) = (startEvent, endEvent, isDone, limit)
        }
    }

    /// A leased machine.
    public struct Lease: Sendable {
        /// Its type.
        public var type: String
        /// What it was for.
        public var purpose: String
        /// The sequence number of the event at which it was asked for.
        public var requestEvent: Int64
        /// That at which billing began, if it ever did.
        public var launchEvent: Int64?
        /// That at which it was fit to use, if it ever was.
        public var readyEvent: Int64?

        /// Makes a lease.
        public init(type: String, purpose: String, requestEvent: Int64, launchEvent: Int64?, readyEvent: Int64?) {
            (self.type, self.purpose, self.requestEvent) = (type, purpose, requestEvent)
            (self.launchEvent, self.readyEvent) = (launchEvent, readyEvent)
        }
    }

    /// One event that hangs on another, as ``JoinRecord``.
    public struct Join: Sendable {
        /// In which way.
        public var kind: JoinKind
        /// The sequence number of the earlier event, 0 for none.
        public var from: Int64
        /// The sequence number of the later.
        public var to: Int64

        /// Makes a join.
        public init(kind: JoinKind, from: Int64, to: Int64) { (self.kind, self.from, self.to) = (kind, from, to) }
    }

    /// Name of the scenario.
    public var scenario = ""
    /// Name of the strategy.
    public var strategy = ""
    /// Number of the replication.
    public var replication = 0
    /// How the run ended, in words.
    public var outcome = ""
    /// Sequence number of the event at which the upgrade had ended; nil if the horizon came first.
    public var endEvent: Int64?
    /// When each event happened, nanoseconds, in order.
    public var times: [Int64] = []
    /// Their sequence numbers.
    public var sequences: [Int64] = []
    /// What happened.
    public var kinds: [EventKind] = []
    /// To whom.
    public var entities: [Int64] = []
    /// The sequence number of the cause of each, 0 for none.
    public var causes: [Int64] = []
    /// Steps, in order of start.
    public var steps: [Step] = []
    /// Transfers, conversions and waits, in order of start.
    public var activities: [Activity] = []
    /// Leases, in order of request.
    public var leases: [Lease] = []
    /// What else hung on what.
    public var joins: [Join] = []

    /// Makes a record of nothing.
    public init() {}
}
