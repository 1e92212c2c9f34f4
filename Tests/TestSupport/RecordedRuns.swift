import ClusterModel
public import Experiments
public import SimulationKernel
public import UpgradeStrategies

/// Records a run in memory as a trace would hold it, for explanations.
///
/// Unchecked: confined to the thread of its run.
public final class RunRecording: RunRecorder, EventObserver, @unchecked Sendable {
    private var record = RecordedRun()

    /// Records a run that has not begun.
    public init(_ run: UpgradeRun) {
        run.recorder = self
        run.simulation.observer = self
    }

    /// Of no interest here.
    public func stateChanged(_ run: UpgradeRun) {}

    /// Keeps the event.
    public func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) {
        record.times.append(time.nanoseconds)
        record.sequences.append(Int64(sequence))
        record.kinds.append(Self.kinds[event.kind] ?? .other)
        record.entities.append(Int64(event.entity))
        record.causes.append(Int64(event.cause))
    }

    private static let kinds: [UInt16: RecordedRun.EventKind] = [
        KernelEvent.wake: .wake, ClusterEvent.loadChange: .load, ClusterEvent.resolve: .solve, ClusterEvent.pieceDone: .chunk,
        ClusterEvent.queueChange: .queue, RunEvent.crash: .crash, RunEvent.repair: .repair, RunEvent.intervention: .intervention,
        RunEvent.launch: .launch,
    ]

    /// The record of the run, which has ended with this result.
    public func record(_ result: RunResult) -> RecordedRun {
        var record = record
        record.strategy = result.strategy
        record.outcome = result.outcome.label
        record.endEvent = result.endEvent.map { Int64($0) }
        record.steps = result.steps.filter { !$0.isFault }.map {
            RecordedRun.Step(label: $0.label, tier: nil, startEvent: Int64($0.startEvent), endEvent: $0.endEvent.map { Int64($0) })
        }
        record.activities = result.activities.map {
            RecordedRun.Activity(
                label: $0.label, kind: $0.kind, job: Int64($0.job), bytes: $0.bytes, entity: Int64($0.entity ?? -1),
                startEvent: Int64($0.startEvent), endEvent: $0.endEvent.map { Int64($0) }, isDone: $0.isDone, limit: $0.limit)
        }
        record.leases = result.leases.map {
            RecordedRun.Lease(
                type: $0.instanceType, purpose: $0.purpose, requestEvent: Int64($0.events.requested),
                launchEvent: $0.events.launched.map { Int64($0) }, readyEvent: $0.events.ready.map { Int64($0) })
        }
        record.joins = result.joins.map { RecordedRun.Join(kind: $0.kind, from: Int64($0.from), to: Int64($0.to)) }
        return record
    }
}
