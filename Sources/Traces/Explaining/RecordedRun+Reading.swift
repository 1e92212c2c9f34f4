public import Experiments
import UpgradeStrategies

/// Why a trace cannot be explained.
public enum ExplanationError: Error, Sendable, CustomStringConvertible {
    /// It cannot be read.
    case unreadable(TraceError)
    /// It was written by a version of the program that did not note what an explanation needs.
    case olderFormat(path: String, version: String)
    /// The run was cut short, so that its last tables are missing.
    case incomplete(path: String)
    /// It has no events.
    case noEvents(path: String)
    /// Its tables do not fit together.
    case inconsistent(path: String, detail: String)

    /// What is wrong, in one line.
    public var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        case .olderFormat(let path, let version):
            "`\(path)` is a trace of format \(version), which does not say what waited for what; format 2 does"
        case .incomplete(let path): "`\(path)` is incomplete: the run was cut short before its steps were written"
        case .noEvents(let path): "`\(path)` has no events to explain"
        case .inconsistent(let path, let detail): "`\(path)` does not fit together: \(detail)"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .unreadable(let error): error.hint
        case .olderFormat, .incomplete: "run it again: the same scenario, seed and replication give the same run"
        case .noEvents: "name a trace that `--trace` has written"
        case .inconsistent: "the file may be damaged; write it again"
        }
    }
}

extension RecordedRun {
    /// Reads of a trace what an explanation needs.
    public init(_ reader: TraceReader) throws(ExplanationError) {
        do throws(TraceError) {
            try Self.checkTables(reader)
        } catch {
            throw .unreadable(error)
        }
        let problem = Self.problem(reader)
        if let problem { throw problem }
        self.init()
        do throws(TraceError) {
            try readMetadata(reader)
            try readEvents(reader)
            try readSteps(reader)
            try readActivities(reader)
        } catch {
            throw .unreadable(error)
        }
        let lengths = [sequences.count, kinds.count, entities.count, causes.count]
        guard lengths.allSatisfy({ $0 == times.count }) else {
            throw .inconsistent(path: reader.path, detail: "the columns of /events are of different lengths")
        }
    }

    /// A file that is no trace at all has no events.
    private static func checkTables(_ reader: TraceReader) throws(TraceError) { _ = try reader.column("/events/sequence") }

    private static func problem(_ reader: TraceReader) -> ExplanationError? {
        let version = (try? reader.strings("/meta/format_version").first) ?? "1"
        if Int(version) ?? 1 < 2 { return .olderFormat(path: reader.path, version: version) }
        if (try? reader.column("/meta/end_event")) == nil { return .incomplete(path: reader.path) }
        if (try? reader.column("/events/sequence"))?.rowCount == 0 { return .noEvents(path: reader.path) }
        return nil
    }

    private mutating func readMetadata(_ reader: TraceReader) throws(TraceError) {
        scenario = try reader.strings("/meta/scenario").first ?? ""
        strategy = try reader.strings("/meta/strategy").first ?? ""
        outcome = try reader.strings("/meta/outcome").first ?? ""
        replication = Int(try reader.integers("/meta/replication").first ?? 0)
        endEvent = known(try reader.integers("/meta/end_event").first ?? -1)
    }

    private mutating func readEvents(_ reader: TraceReader) throws(TraceError) {
        times = try reader.integers("/events/time")
        sequences = try reader.integers("/events/sequence")
        entities = try reader.integers("/events/entity")
        causes = try reader.integers("/events/cause")
        let meanings = try reader.column("/events/kind").meanings.map { EventKind(rawValue: $0) ?? .other }
        kinds = try reader.integers("/events/kind").map { meanings.indices.contains(Int($0)) ? meanings[Int($0)] : .other }
    }

    private mutating func readSteps(_ reader: TraceReader) throws(TraceError) {
        let (labels, tiers) = (try reader.strings("/steps/label"), try reader.strings("/steps/tier"))
        let (starts, ends) = (try reader.integers("/steps/start_event"), try reader.integers("/steps/end_event"))
        steps = shortest(labels.count, tiers.count, starts.count, ends.count).map {
            Step(label: labels[$0], tier: tiers[$0] == "-" ? nil : tiers[$0], startEvent: starts[$0], endEvent: known(ends[$0]))
        }
        let (types, purposes) = (try reader.strings("/leases/type"), try reader.strings("/leases/purpose"))
        let (requests, launches) = (try reader.integers("/leases/request_event"), try reader.integers("/leases/launch_event"))
        let readies = try reader.integers("/leases/ready_event")
        leases = shortest(types.count, purposes.count, requests.count, launches.count, readies.count).map {
            Lease(
                type: types[$0], purpose: purposes[$0], requestEvent: requests[$0], launchEvent: known(launches[$0]),
                readyEvent: known(readies[$0]))
        }
    }

    private mutating func readActivities(_ reader: TraceReader) throws(TraceError) {
        let (labels, words) = (try reader.strings("/activities/label"), try reader.strings("/activities/kind"))
        let (jobs, bytes) = (try reader.integers("/activities/job"), try reader.doubles("/activities/bytes"))
        let (busy, done) = (try reader.integers("/activities/entity"), try reader.integers("/activities/done"))
        let (starts, ends) = (try reader.integers("/activities/start_event"), try reader.integers("/activities/end_event"))
        let limits = try reader.strings("/activities/limit")
        let kinds = Dictionary(uniqueKeysWithValues: ActivityKind.allCases.map { ("\($0)", $0) })
        activities = shortest(
            labels.count, words.count, jobs.count, bytes.count, busy.count, done.count, starts.count, ends.count, limits.count
        ).map {
            Activity(
                label: labels[$0], kind: kinds[words[$0]] ?? .hold, job: jobs[$0], bytes: bytes[$0], entity: busy[$0],
                startEvent: starts[$0], endEvent: known(ends[$0]), isDone: done[$0] == 1,
                limit: limits[$0] == "-" ? nil : limits[$0])
        }
        let joinKinds = Dictionary(uniqueKeysWithValues: JoinKind.allCases.map { ("\($0)", $0) })
        let ways = try reader.strings("/joins/kind")
        let (froms, tos) = (try reader.integers("/joins/from_event"), try reader.integers("/joins/to_event"))
        joins = shortest(ways.count, froms.count, tos.count).compactMap { row in
            joinKinds[ways[row]].map { Join(kind: $0, from: froms[row], to: tos[row]) }
        }
    }

    private func known(_ event: Int64) -> Int64? { event < 0 ? nil : event }

    private func shortest(_ counts: Int...) -> Range<Int> { 0..<(counts.min() ?? 0) }
}
