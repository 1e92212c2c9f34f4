import Requirements

/// Which events of a run hang on which, and by how much each could be later without the end being later: the critical path method.
///
/// Events are numbered in the order in which they happened; t(e) is when. An event e has
/// - at most one *cause* c(e), from which it follows after d(e) = t(e) - t(c(e)), however late c(e) is: a hold, a chunk, a boot. An event without a
///   cause comes from outside, at its time whatever the others do: a crash, an hour of the calendar;
/// - any number of *joins* f, before which it cannot come, and which it need not follow at once: the other parts of what went on side by side, and
///   the arrival of whoever had to wait;
/// - any number of *appointments*: later events that it would have missed had it been later than they: an hour that comes once a day, the end of a
///   change window. Let m(e) be the time of the first, or infinity.
///
/// So T(e) = max(T(c(e)) + d(e), max over joins T(f)), and the run as it was solves these equations with T = t. For an end z let
///
///     latest(z) = t(z),   latest(e) = min(m(e), min over e' caused by e of (latest(e') - d(e')), min over e' that e joins of latest(e'))
///
/// with e' only among those that z hangs on, and slack(e) = latest(e) - t(e). If e alone is later by x, then z is later by max(0, x - slack(e)),
/// exactly, as long as no appointment is missed, and as long as x is at most slack(e) none is. Events without slack are critical; following causes
/// backwards from z passes only such. What z does not hang on is bounded by nothing.
///
/// The equations know what was waited for and not what shares a resource: a transfer that is longer may slow down others beside it.
///
/// - Complexity: O(events + joins) in time and memory.
public struct EventGraph: Sendable {
    /// When each event happened, nanoseconds; in ascending order.
    public let times: [Int64]
    /// The cause of each event, -1 for what comes from outside.
    public let causes: [Int32]
    /// Where the joins of each event begin in ``joins``, and at the end where they all end.
    let firstJoins: [Int32]
    /// The earlier events of joins, those of one later event together.
    let joins: [Int32]
    /// The time of the first appointment of each event that has one.
    let appointments: [Int: Int64]

    /// Stands for an event that the end does not hang on.
    public static let unbounded = Int64.max

    /// Makes a graph.
    ///
    /// - Precondition: Causes and joins lead from earlier events to later ones, and times ascend.
    public init(times: [Int64], causes: [Int32], joins pairs: [(from: Int, to: Int)], appointments: [(from: Int, to: Int)] = []) {
        require(times.count == causes.count, "\(times.count) times for \(causes.count) causes")
        var counts = [Int32](repeating: 0, count: times.count + 1)
        for (from, to) in pairs {
            require(from >= 0 && from < to && to < times.count, "a join leads from event \(from) to event \(to) of \(times.count)")
            counts[to + 1] += 1
        }
        for (from, to) in appointments {
            require(from >= 0 && from < to && to < times.count, "event \(from) has an appointment at event \(to) of \(times.count)")
        }
        self.appointments = Dictionary(appointments.map { ($0.from, times[$0.to]) }, uniquingKeysWith: min)
        for index in times.indices {
            require(causes[index] < index && causes[index] >= -1, "event \(index) is caused by event \(causes[index])")
            require(index == 0 || times[index - 1] <= times[index], "event \(index) is before the one that it follows")
            counts[index + 1] += counts[index]
        }
        var next = counts
        var joins = [Int32](repeating: 0, count: pairs.count)
        for (from, to) in pairs {
            joins[Int(next[to])] = Int32(from)
            next[to] += 1
        }
        (self.times, self.causes, firstJoins, self.joins) = (times, causes, counts, joins)
    }

    /// The joins of an event.
    public func joins(of event: Int) -> ArraySlice<Int32> { joins[Int(firstJoins[event])..<Int(firstJoins[event + 1])] }

    /// How late each event up to `end` could be for the end to be no later; ``unbounded`` for those that it does not hang on.
    public func latestTimes(for end: Int) -> [Int64] {
        var latest = [Int64](repeating: Self.unbounded, count: end + 1)
        latest[end] = times[end]
        for event in stride(from: end, through: 0, by: -1) where latest[event] != Self.unbounded {
            if let missed = appointments[event] { latest[event] = min(latest[event], missed) }
            let cause = Int(causes[event])
            if cause >= 0 { latest[cause] = min(latest[cause], latest[event] - (times[event] - times[cause])) }
            for join in joins(of: event) { latest[Int(join)] = min(latest[Int(join)], latest[event]) }
        }
        return latest
    }
}
