import ClusterModel
import ResourceSharing
import SimulationKernel

/// What hung on what in a run, beyond the cause that each event names: noted while a run is recorded, and at no cost otherwise.
///
/// Causes alone say why an event came. They do not say what *else* was waited for: of several things that go on side by side only the last to end
/// causes what follows, and whoever waits for a change window goes on because of the calendar. So each wait notes a ``JoinRecord``.
///
/// Unchecked: confined to the thread of its run.
final class RunHistory: ActivityLog, @unchecked Sendable {
    private(set) var joins: [JoinRecord] = []
    private(set) var activities: [ActivityRecord] = []
    /// Where jobs have ended since they were last asked for.
    private var jobEnds: [UInt64] = []
    private let simulation: Simulation
    private let resources: PlatformResources
    /// What jobs are called, and where those were named that have not begun yet.
    private var jobs: [ObjectIdentifier: (number: Int, name: JobName, namedAt: UInt64?)] = [:]
    /// The record of what each slot of the activity engine is busy with.
    private var running: [Int: (record: Int, ownLimit: String)] = [:]

    /// What a transfer or conversion is called.
    struct JobName {
        var label: String
        var kind: ActivityKind
        var source: Int
        var target: Int
        var bytes: Double
        /// What keeps it from going faster where no resource does.
        var ownLimit: String
    }

    init(_ simulation: Simulation, _ resources: PlatformResources) {
        self.simulation = simulation
        self.resources = resources
    }

    /// Notes that whoever could have gone on at one event went on at the present one.
    func join(_ kind: JoinKind, from event: UInt64) {
        let now = simulation.currentSequence
        if event != now { joins.append(JoinRecord(kind: kind, from: event, to: now)) }
    }

    /// Notes a wait of the operator's that ends at the present event.
    func waited(_ label: String, from event: UInt64) {
        let now = simulation.currentSequence
        guard event != now else { return }
        activities.append(
            ActivityRecord(
                label: label, kind: .hold, job: -1, source: nil, target: nil, bytes: 0, entity: nil, startEvent: event, endEvent: now,
                isDone: true))
    }

    /// Says what a job is called, before it begins.
    func name(_ job: any ActivityOwner, _ name: JobName) {
        jobs[ObjectIdentifier(job)] = (jobs.count, name, simulation.currentSequence)
    }

    /// The events at which jobs have ended since the last call.
    func takeJobEnds() -> [UInt64] {
        defer { jobEnds = [] }
        return jobEnds
    }

    func began(_ entity: Int, owner: any ActivityOwner) {
        guard let (number, name, namedAt) = jobs[ObjectIdentifier(owner)] else { return }
        // It may have had to wait for a change window, or for a node.
        if let namedAt {
            join(.waited, from: namedAt)
            jobs[ObjectIdentifier(owner)]?.namedAt = nil
        }
        running[entity] = (activities.count, name.ownLimit)
        activities.append(
            ActivityRecord(
                label: name.label, kind: name.kind, job: number, source: name.source, target: name.target, bytes: name.bytes,
                entity: entity, startEvent: simulation.currentSequence, endEvent: nil, isDone: false))
    }

    func ended(_ entity: Int, isDone: Bool, limit: Bottleneck?) {
        guard let (index, ownLimit) = running.removeValue(forKey: entity) else { return }
        activities[index].endEvent = simulation.currentSequence
        activities[index].isDone = isDone
        if isDone { jobEnds.append(simulation.currentSequence) }
        activities[index].limit =
            switch limit {
            case .ownLimit: ownLimit
            case .resource(let resource): resources.name(of: resource)
            case nil: nil
            }
    }
}

/// How one event hangs on another that is not its cause.
public enum JoinKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Several things went on side by side, and what follows went on when the last of them had ended; this one ended at `from`.
    case together
    /// Somebody was ready at `from` and had to wait for something that came about otherwise.
    case waited
    /// Had `from` been later than `to`, it would have missed an hour that comes once a day, or a change window.
    case appointment
    /// What happened at `to` hangs on `from` and not on the event that `to` names as its cause; `from` is 0 if it hangs on the calendar.
    case instead
}

/// That one event hangs on another.
public struct JoinRecord: Hashable, Sendable {
    /// In which way.
    public var kind: JoinKind
    /// Sequence number of the earlier event.
    public var from: UInt64
    /// Sequence number of the event at which it went on.
    public var to: UInt64
}

/// What kind of thing takes its time.
public enum ActivityKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Rows brought into the new form.
    case conversion
    /// Bytes copied.
    case transfer
    /// The operator waits for a time that is known.
    case hold
}

/// A transfer or conversion, from its beginning or a pause to the next pause or its end; or a wait of the operator's.
public struct ActivityRecord: Hashable, Sendable {
    /// What it does.
    public var label: String
    /// What kind of thing it is.
    public var kind: ActivityKind
    /// Tells jobs apart: after a pause the same one goes on; -1 for a hold.
    public var job: Int
    /// Index of the node that data comes from.
    public var source: Int?
    /// Index of the node that it goes to.
    public var target: Int?
    /// Bytes of the whole job.
    public var bytes: Double
    /// Entity of its `chunk_done` events.
    public var entity: Int?
    /// The event at which it began.
    public var startEvent: UInt64
    /// The event at which it ended; nil if it was under way at the horizon.
    public var endEvent: UInt64?
    /// Whether its work was done; otherwise it was stopped.
    public var isDone: Bool
    /// What it could not exceed for most of its time, in words.
    public var limit: String?
}
