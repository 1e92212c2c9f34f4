import UpgradeStrategies

/// A trace that does not fit together.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What does not fit.
    public let description: String
}

/// The events of a recorded run as a graph, with what is known of each.
///
/// Event 0 of the graph is the start of the run; the others are the rows of `/events`, from 1. The causes are those of the trace but for these:
/// - a chunk follows the chunk before it, or the beginning of its transfer (an event of rates at the same instant lies in between, which everything
///   that changes at that instant shares);
/// - after a pause a job follows its last chunk before the pause: had that been later, there would be as much more left to do;
/// - a join of the kind `instead` knows better;
/// - crashes, changes of the load and interventions come from outside.
struct RunGraph {
    let run: RecordedRun
    private(set) var graph = EventGraph(times: [], causes: [], joins: [])
    /// The hold that ends at a row, and the stretch of a job that a chunk belongs to.
    private(set) var holds: [Int: Int] = [:]
    private(set) var stretches: [Int: Int] = [:]
    /// The row at which the job of a stretch first began, by activity.
    private(set) var beginnings: [Int]
    /// Since when whoever went on at a row had waited for it.
    private(set) var arrivals: [Int: [Int]] = [:]
    /// Rows whose time the calendar gives.
    private(set) var isByCalendar: Set<Int> = []
    private var rows: [Int64: Int] = [0: 0]
    private var causes: [Int32]
    /// Rows that hang on something else than the trace's cause.
    private(set) var instead: Set<Int> = []

    init(_ run: RecordedRun) throws(RecordError) {
        self.run = run
        causes = [Int32](repeating: -1, count: run.sequences.count + 1)
        beginnings = [Int](repeating: 0, count: run.activities.count)
        guard run.sequences.count < Int32.max else { throw RecordError(description: "it has more than 2^31 events") }
        rows.reserveCapacity(causes.count)
        for (index, sequence) in run.sequences.enumerated() {
            guard rows.updateValue(index + 1, forKey: sequence) == nil else {
                throw RecordError(description: "two events have the sequence number \(sequence)")
            }
            if run.kinds[index].isFromOutside { continue }
            guard let cause = rows[run.causes[index]] else {
                throw RecordError(description: "event \(sequence) is caused by event \(run.causes[index]), which is not among those before")
            }
            causes[index + 1] = Int32(cause)
        }
        let (joins, appointments) = try takeJoins()
        try takeActivities()
        let times = [0] + run.times
        guard zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) else { throw RecordError(description: "its events are out of order") }
        graph = EventGraph(times: times, causes: causes, joins: joins, appointments: appointments)
    }

    /// The row of an event that a table names.
    func row(_ sequence: Int64) throws(RecordError) -> Int {
        guard let row = rows[sequence] else { throw RecordError(description: "event \(sequence) is named and is not there") }
        return row
    }

    /// The row of an event, if there is one.
    func rowIfKnown(_ sequence: Int64?) -> Int? { sequence.flatMap { rows[$0] } }

    /// What happened at a row.
    func kind(_ row: Int) -> RecordedRun.EventKind { row == 0 ? .start : run.kinds[row - 1] }

    /// Whom it happened to.
    func entity(_ row: Int) -> Int64 { row == 0 ? 0 : run.entities[row - 1] }

    /// The sequence number of a row.
    func sequence(_ row: Int) -> Int64 { row == 0 ? 0 : run.sequences[row - 1] }

    /// Whether a row comes from outside and not from another.
    func isFromOutside(_ row: Int) -> Bool { row > 0 && graph.causes[row] < 0 }

    private typealias Pairs = [(from: Int, to: Int)]

    private mutating func takeJoins() throws(RecordError) -> (joins: Pairs, appointments: Pairs) {
        var (joins, appointments): (Pairs, Pairs) = ([], [])
        for join in run.joins {
            let (from, to) = (try row(join.from), try row(join.to))
            guard to > 0, from < to || join.kind == .instead && join.from == 0 else {
                throw RecordError(description: "event \(join.to) joins event \(join.from), which is not before it")
            }
            switch join.kind {
            case .together: joins.append((from, to))
            case .waited:
                joins.append((from, to))
                arrivals[to, default: []].append(from)
            case .appointment:
                appointments.append((from, to))
            case .instead:
                causes[to] = join.from == 0 ? -1 : Int32(from)
                instead.insert(to)
                if join.from == 0 { isByCalendar.insert(to) }
            }
        }
        return (joins, appointments)
    }

    /// Finds the stretch that each chunk belongs to: that of its entity which began last and has not ended before it.
    private mutating func takeActivities() throws(RecordError) {
        var startsAt: [Int: [Int]] = [:]
        var ends = [Int](repeating: Int.max, count: run.activities.count)
        for (index, activity) in run.activities.enumerated() {
            let start = try row(activity.startEvent)
            if let event = activity.endEvent { ends[index] = try row(event) }
            guard start <= ends[index] else { throw RecordError(description: "`\(activity.label)` ends before it begins") }
            beginnings[index] = start
            if activity.kind == .hold {
                if ends[index] < Int.max { holds[ends[index]] = index }
            } else {
                startsAt[start, default: []].append(index)
            }
        }
        var busy: [Int64: (stretch: Int, last: Int)] = [:]
        // Where a job stopped that is to go on: its last row, and where it first began.
        var stopped: [Int64: (last: Int, beginning: Int)] = [:]
        func begin(_ row: Int) {
            for index in startsAt[row] ?? [] {
                let activity = run.activities[index]
                busy[activity.entity] = (index, row)
                if let before = stopped.removeValue(forKey: activity.job) {
                    busy[activity.entity] = (index, before.last)
                    beginnings[index] = before.beginning
                }
            }
        }
        var stops: [Int: [Int]] = [:]
        for index in run.activities.indices
        where run.activities[index].kind != .hold && !run.activities[index].isDone && ends[index] < Int.max {
            stops[ends[index], default: []].append(index)
        }
        begin(0)
        for row in 1..<max(1, causes.count) {
            if run.kinds[row - 1] == .chunk, let (stretch, last) = busy[run.entities[row - 1]], row <= ends[stretch] {
                if !instead.contains(row) { causes[row] = Int32(last) }
                stretches[row] = stretch
                busy[run.entities[row - 1]] = (stretch, row)
            }
            for index in stops[row] ?? [] {
                let activity = run.activities[index]
                if let (stretch, last) = busy[activity.entity], stretch == index { stopped[activity.job] = (last, beginnings[index]) }
            }
            begin(row)
        }
    }
}
