import TestSupport
import Testing

@testable import Experiments

/// Solves the equations of a graph forwards, the slow twin of its backward pass: every event as early as its cause, its joins and its delay allow.
struct ForwardSolution {
    let times: [Int64]

    /// - Parameter delays: By how much an event takes longer than it did.
    init(_ graph: EventGraph, delays: [Int: Int64]) {
        var times = graph.times
        for event in graph.times.indices {
            let cause = Int(graph.causes[event])
            if cause >= 0 { times[event] = times[cause] + graph.times[event] - graph.times[cause] }
            for join in graph.joins(of: event) { times[event] = max(times[event], times[Int(join)]) }
            times[event] += delays[event] ?? 0
        }
        self.times = times
    }
}

/// The critical path method, on graphs worked by hand and against its slow twin.
@Suite struct EventGraphTests {
    /// Two branches of 7 and 5 leave the start, and what follows takes 3:
    ///
    ///     0 -4-> 1 -3-> 3 -3-> 5        on the path
    ///     0 -5-> 2 ....join.... 3       2 of slack
    ///     0 -6-> 4                      nothing waits for it
    @Test("two branches and a dead end")
    func byHand() {
        let graph = EventGraph(times: [0, 4, 5, 7, 6, 10].sorted(), causes: [-1, 0, 0, 0, 1, 4], joins: [(from: 2, to: 4)])
        // In the order of time: 0 start, 1 first at 4, 2 second at 5, 3 dead end at 6, 4 both done at 7, 5 end at 10.
        #expect(graph.times == [0, 4, 5, 6, 7, 10])
        #expect(graph.latestTimes(for: 5) == [0, 4, 7, EventGraph.unbounded, 7, 10])
        #expect(graph.latestTimes(for: 3) == [0, EventGraph.unbounded, EventGraph.unbounded, 6])
    }

    @Test("an appointment binds whoever has it and nobody before the outside")
    func appointment() {
        // Work until 3, an hour of the calendar at 10, then 2 more; a third branch of 11 is waited for at the end.
        let graph = EventGraph(
            times: [0, 3, 10, 12, 15], causes: [-1, 0, -1, 2, 0], joins: [(from: 1, to: 2), (from: 3, to: 4)],
            appointments: [(from: 1, to: 2)])
        #expect(graph.latestTimes(for: 4) == [0, 10, 13, 15, 15])
    }

    /// A random graph in which every event is at the earliest time that its cause and joins allow.
    private static func random(_ seed: Int, events: Int) -> EventGraph {
        var draw = RandomSystem(seed: seed)
        var nodes: [(time: Int64, cause: Int, joins: [Int])] = [(0, -1, [])]
        for index in 1..<events {
            let cause = draw.chance(0.05) ? -1 : draw.integer(max(0, index - 8)...(index - 1))
            let from = cause < 0 ? Int64(draw.integer(0...200)) : nodes[cause].time
            nodes.append((from + (cause < 0 ? 0 : Int64(draw.integer(0...40))), cause, []))
        }
        let order = nodes.indices.sorted { (nodes[$0].time, $0) < (nodes[$1].time, $1) }
        var places = [Int](repeating: 0, count: events)
        for (place, index) in order.enumerated() { places[index] = place }
        let causes = order.map { nodes[$0].cause < 0 ? -1 : Int32(places[nodes[$0].cause]) }
        var joins: [(from: Int, to: Int)] = []
        for event in 1..<events where draw.chance(0.5) {
            for _ in 0..<draw.integer(1...3) { joins.append((draw.integer(0...(event - 1)), event)) }
        }
        return EventGraph(times: order.map { nodes[$0].time }, causes: causes, joins: joins)
    }

    @Test("what is later by its slack does not move the end, by more it moves it by the rest", arguments: 0..<200)
    func perturbation(_ seed: Int) {
        let graph = Self.random(seed, events: 40)
        let end = 39
        let latest = graph.latestTimes(for: end)
        #expect(ForwardSolution(graph, delays: [:]).times == graph.times)
        for event in 0..<end {
            func shift(_ delay: Int64) -> Int64 { ForwardSolution(graph, delays: [event: delay]).times[end] - graph.times[end] }
            guard latest[event] != EventGraph.unbounded else {
                #expect(shift(1_000_000) == 0)
                continue
            }
            let slack = latest[event] - graph.times[event]
            #expect(slack >= 0)
            #expect(shift(slack) == 0)
            #expect(shift(slack + 1) == 1)
            #expect(shift(slack + 17) == 17)
        }
    }

    @Test("the latest time is the end less the longest way to it, of all ways", arguments: 0..<50)
    func longestPath(_ seed: Int) {
        let graph = Self.random(1000 + seed, events: 14)
        let end = 13
        func longest(_ event: Int) -> Int64? {
            if event == end { return 0 }
            var best: Int64?
            for later in (event + 1)...end {
                guard let rest = longest(later) else { continue }
                if Int(graph.causes[later]) == event { best = max(best ?? 0, rest + graph.times[later] - graph.times[event]) }
                if graph.joins(of: later).contains(Int32(event)) { best = max(best ?? 0, rest) }
            }
            return best
        }
        let latest = graph.latestTimes(for: end)
        for event in 0...end { #expect(latest[event] == longest(event).map { graph.times[end] - $0 } ?? EventGraph.unbounded) }
    }
}
