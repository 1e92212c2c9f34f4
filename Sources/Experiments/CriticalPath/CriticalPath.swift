import Requirements
import UpgradeStrategies

/// Why something happened when it did: the chain of causes from the start to an event, and the slack of what was not on it.
///
/// The chain is followed backwards from the event. Where it comes to something from outside (a crash, an hour of the calendar) it goes on with
/// whoever waited for it: what he had done before could have taken longer, by the slack that is given.
public struct CriticalPath: Sendable {
    /// A stretch of time that one thing took.
    public struct Part: Sendable, Hashable {
        /// What kind of thing.
        public enum Kind: String, Sendable, Hashable {
            /// Rows brought into the new form.
            case conversion
            /// Bytes copied.
            case transfer
            /// The operator waits for a time that is known.
            case hold
            /// Somebody was ready and waited for something from outside.
            case wait
            /// A machine on lease that is launched or boots.
            case lease
            /// Anything else that takes time.
            case event
        }

        /// What it is.
        public var label: String
        /// What kind of thing.
        public var kind: Kind
        /// What a transfer or conversion could not exceed for most of its time.
        public var limit: String?
        /// Position of the step that it belongs to, if any.
        public var step: Int?
        /// Sequence number of the event at which it began, 0 for the start of the run.
        public var startEvent: Int64
        /// Sequence number of the event at which it ended.
        public var endEvent: Int64
        /// From when, nanoseconds.
        public var start: Int64
        /// Until when.
        public var end: Int64
        /// By how much its end could be later without the explained event being later.
        public var slack: Int64
    }

    /// Something that is not on the chain.
    public struct Aside: Sendable, Hashable {
        /// What it is.
        public var label: String
        /// `step`, `conversion`, `transfer`, `hold` or `lease`.
        public var kind: String
        /// How many of this name there are.
        public var count: Int
        /// From when the one with the least slack went on, nanoseconds.
        public var start: Int64
        /// Until when.
        public var end: Int64
        /// By how much it could end later.
        public var slack: Int64
        /// Whether something on the way to the explained event waited for it; otherwise its slack lasts to that event.
        public var isNeeded: Bool
    }

    /// The recorded run.
    public let run: RecordedRun
    /// Sequence number of the explained event.
    public let event: Int64
    /// What happened at it.
    public let words: String
    /// When, nanoseconds.
    public let time: Int64
    /// What the chain begins with, if it is something from outside.
    public let root: (words: String, time: Int64)?
    /// The chain, in order of time.
    public let parts: [Part]
    /// What is not on it, that with the least slack first.
    public let asides: [Aside]

    /// Explains an event.
    ///
    /// - Parameter event: Its sequence number, which must be in the run.
    public init(_ run: RecordedRun, event: Int64) throws(RecordError) {
        let graph = try RunGraph(run)
        let target = try graph.row(event)
        self.run = run
        self.event = event
        words = graph.kind(target).words(entity: graph.entity(target))
        time = graph.graph.times[target]
        let latest = graph.graph.latestTimes(for: target)
        var chain = CausalChain(graph, target: target, latest: latest)
        chain.follow()
        root = chain.root
        let steps = StepsOnPath(graph, target: target, visited: chain.visited)
        parts = chain.links.reversed().filter { $0.start < $0.end }.map { link in
            Part(
                label: link.label, kind: link.kind, limit: link.limit, step: steps.step(from: link.start, to: link.end),
                startEvent: graph.sequence(link.start), endEvent: graph.sequence(link.end), start: graph.graph.times[link.start],
                end: graph.graph.times[link.end], slack: chain.slack(link.end))
        }.filter { $0.start < $0.end }
        asides = Self.asides(graph, target: target, latest: latest, onPath: steps.onPath, chain: chain)
    }

    /// The nearest sequence numbers to one that the run does not have.
    public static func nearest(to event: Int64, in run: RecordedRun) -> [Int64] {
        let below = run.sequences.filter { $0 < event }.max()
        let above = run.sequences.filter { $0 > event }.min()
        return [below, above].compactMap(\.self)
    }

    private static func asides(
        _ graph: RunGraph, target: Int, latest: [Int64], onPath: Set<Int>, chain: CausalChain
    ) -> [Aside] {
        var found: [Aside] = []
        var places: [String: Int] = [:]
        func add(_ label: String, _ kind: String, _ start: Int?, _ end: Int?) {
            guard let start, let end, end <= target, start < end, graph.graph.times[start] < graph.graph.times[end] else { return }
            let isNeeded = latest[end] != EventGraph.unbounded
            let (from, to) = (graph.graph.times[start], graph.graph.times[end])
            let slack = (isNeeded ? latest[end] : graph.graph.times[target]) - to
            let aside = Aside(label: label, kind: kind, count: 1, start: from, end: to, slack: slack, isNeeded: isNeeded)
            guard let place = places[kind + "\n" + label] else {
                places[kind + "\n" + label] = found.count
                return found.append(aside)
            }
            let count = found[place].count + 1
            if slack < found[place].slack { found[place] = aside }
            found[place].count = count
        }
        for (index, step) in graph.run.steps.enumerated() where !onPath.contains(index) {
            add(step.label, "step", graph.rowIfKnown(step.startEvent), graph.rowIfKnown(step.endEvent))
        }
        // A lease stands for its launch and its boot.
        let ofLeases = Set(graph.run.leases.flatMap { [$0.launchEvent, $0.readyEvent] })
        for (index, activity) in graph.run.activities.enumerated() where !chain.activities.contains(index) {
            if activity.kind == .hold, ofLeases.contains(activity.endEvent) { continue }
            guard activity.kind == .hold || (activity.isDone && !chain.jobs.contains(activity.job)) else { continue }
            add(activity.label, "\(activity.kind)", graph.beginnings[index], graph.rowIfKnown(activity.endEvent))
        }
        for lease in graph.run.leases {
            guard let ready = graph.rowIfKnown(lease.readyEvent), !chain.visited.contains(ready) else { continue }
            add("lease of `\(lease.type)` for \(lease.purpose)", "lease", graph.rowIfKnown(lease.requestEvent), ready)
        }
        return found.enumerated().sorted { ($0.element.slack, $0.offset) < ($1.element.slack, $1.offset) }.map(\.element)
    }
}
