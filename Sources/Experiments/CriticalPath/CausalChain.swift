import UpgradeStrategies

/// Follows causes from an event back to the start, and names what took the time between them.
struct CausalChain {
    /// What leads from one row to a later one.
    struct Link {
        var label: String
        var kind: CriticalPath.Part.Kind
        var start: Int
        var end: Int
        var limit: String?
    }

    let graph: RunGraph
    let target: Int
    let latest: [Int64]
    /// From the target backwards.
    private(set) var links: [Link] = []
    /// Rows on the chain.
    private(set) var visited: Set<Int> = []
    /// Activities on it, and their jobs.
    private(set) var activities: Set<Int> = []
    private(set) var jobs: Set<Int64> = []
    /// What it begins with, if that comes from outside.
    private(set) var root: (words: String, time: Int64)?
    private let readyRows: [Int: String]

    init(_ graph: RunGraph, target: Int, latest: [Int64]) {
        self.graph = graph
        self.target = target
        self.latest = latest
        var ready: [Int: String] = [:]
        for lease in graph.run.leases {
            if let row = graph.rowIfKnown(lease.readyEvent) { ready[row] = "lease of `\(lease.type)` for \(lease.purpose)" }
        }
        readyRows = ready
    }

    /// By how much a row could be later.
    func slack(_ row: Int) -> Int64 {
        let bound = latest[row] == EventGraph.unbounded ? graph.graph.times[target] : latest[row]
        return bound - graph.graph.times[row]
    }

    /// Follows the chain to its beginning.
    mutating func follow() {
        var row = target
        // Where somebody waited, the place in `links` before his wait.
        var waits: [(row: Int, links: Int)] = []
        visited.insert(row)
        while row > 0 {
            if graph.arrivals[row] != nil { waits.append((row, links.count)) }
            if graph.isFromOutside(row) {
                guard let wait = waits.popLast(), let arrival = graph.arrivals[wait.row]?.max() else {
                    root = (outside(row), graph.graph.times[row])
                    return
                }
                // What led from the outside to the end of the wait is what was waited for.
                for link in links[wait.links...] { visited.remove(link.start) }
                links.removeSubrange(wait.links...)
                visited.insert(wait.row)
                if let hold = graph.holds[wait.row] { activities.insert(hold) }
                links.append(Link(label: purpose(of: wait.row, outside: row), kind: .wait, start: arrival, end: wait.row))
                waits = []
                row = arrival
            } else {
                let link = self.link(to: row)
                links.append(link)
                row = link.start
            }
            visited.insert(row)
        }
    }

    private mutating func link(to row: Int) -> Link {
        if let stretch = graph.stretches[row] {
            let activity = graph.run.activities[stretch]
            let beginning = graph.beginnings[stretch]
            if isBehind(beginning, row) {
                activities.insert(stretch)
                jobs.insert(activity.job)
                return Link(
                    label: activity.label, kind: activity.kind == .conversion ? .conversion : .transfer, start: beginning, end: row,
                    limit: activity.limit)
            }
        }
        if let hold = graph.holds[row] {
            activities.insert(hold)
            let start = graph.beginnings[hold]
            let kind: CriticalPath.Part.Kind = readyRows[row] != nil ? .lease : .hold
            let label = graph.run.activities[hold].label
            // A hold may hang on something else than on its beginning.
            let goesBack = !graph.instead.contains(row) && isBehind(start, row)
            return Link(label: label, kind: kind, start: goesBack ? start : Int(graph.graph.causes[row]), end: row)
        }
        let cause = Int(graph.graph.causes[row])
        return Link(label: words(row), kind: .event, start: cause, end: row)
    }

    /// Whether following causes from a row leads to an earlier one.
    private func isBehind(_ earlier: Int, _ row: Int) -> Bool {
        var place = row
        while place > earlier { place = Int(graph.graph.causes[place]) }
        return place == earlier
    }

    private func words(_ row: Int) -> String {
        switch graph.kind(row) {
        case .repair: "repair of node \(graph.entity(row))"
        case .wake: "another procedure"
        default: graph.kind(row).words(entity: graph.entity(row))
        }
    }

    private func outside(_ row: Int) -> String {
        graph.isByCalendar.contains(row) ? "the calendar" : graph.kind(row).words(entity: graph.entity(row))
    }

    private func purpose(of wait: Int, outside row: Int) -> String {
        if let hold = graph.holds[wait], graph.arrivals[wait]?.contains(graph.beginnings[hold]) == true {
            return graph.run.activities[hold].label
        }
        if graph.isByCalendar.contains(row) { return "wait for the change window" }
        switch graph.kind(row) {
        case .crash: return "wait for node \(graph.entity(row)), which had crashed"
        default: return "wait, as \(graph.kind(row).words(entity: graph.entity(row)))"
        }
    }
}

/// Which steps the chain passes, and which of them a part of it belongs to.
struct StepsOnPath {
    private let steps: [(index: Int, start: Int, end: Int)]
    /// Positions of the steps that it passes.
    let onPath: Set<Int>

    /// A step is passed if its end is an event of the chain; one that is still under way, if its beginning is.
    init(_ graph: RunGraph, target: Int, visited: Set<Int>) {
        var passed: [(index: Int, start: Int, end: Int)] = []
        for (index, step) in graph.run.steps.enumerated() {
            guard let start = graph.rowIfKnown(step.startEvent), start < target else { continue }
            let end = graph.rowIfKnown(step.endEvent) ?? Int.max
            guard start < end, end <= target ? visited.contains(end) : visited.contains(start) else { continue }
            passed.append((index, start, end))
        }
        steps = passed
        onPath = Set(passed.map(\.index))
    }

    /// The innermost step that a stretch between two rows lies in.
    func step(from start: Int, to end: Int) -> Int? {
        steps.filter { $0.start <= start && end <= $0.end }.max { ($0.start, -$0.end, $0.index) < ($1.start, -$1.end, $1.index) }?.index
    }
}
