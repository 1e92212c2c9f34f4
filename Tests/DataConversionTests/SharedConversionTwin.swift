import Foundation

/// The equations of conversions that share machines and a link, integrated numerically.
///
/// A shard of D rows has U rows that were never converted, S stale ones and F = D - U - S fresh ones. With r rows converted and w overwritten a
/// second, uniformly,
///
///     while U > 0:    U' = -r         S' = w F / D
///     afterwards:     U = 0           S' = w F / D - r
///
/// until U + S is no more than what is overwritten within the tracker's delay: then the shard has caught up, and stands still. r follows from a
/// max-min filling on the capacities of the hour. Steps of a second; rates are filled again when the hour changes or somebody ends.
///
/// Nothing here comes from the code under test but the plan's numbers.
struct SharedConversionTwin {
    let plan: SharedConversionPlan
    /// Whether the copy takes part. Without it the twin must disagree.
    var hasCopy = true

    private(set) var shards: [State]
    private(set) var copied = 0.0
    private(set) var copyEndedAt: Double?
    /// What held each conversion back at some time.
    private(set) var bottlenecks: [Set<String>]
    private var seconds = 0

    struct State {
        var unconverted: Double
        var stale = 0.0
        var converted = 0.0
        var caughtUpAt: Double?
        /// Least backlog at the half hours, at which a job is looked at.
        var leastBacklog = Double.infinity
        /// The last one that was lower by a thousandth, and so got the job nearer to its end, and when that was.
        var progress = (backlog: Double.infinity, at: 0.0)

        var backlog: Double { unconverted + stale }
    }

    init(_ plan: SharedConversionPlan, hasCopy: Bool = true) {
        self.plan = plan
        self.hasCopy = hasCopy
        shards = plan.shards.map { State(unconverted: $0.rows) }
        bottlenecks = plan.shards.map { _ in [] }
    }

    /// Goes on to an hour.
    mutating func run(untilHour hour: Int) {
        var rates: [Double]?
        while seconds < hour * 3600 {
            if seconds % 3600 == 0 { rates = nil }
            let present = rates ?? fill()
            rates = step(present) ? nil : present
            seconds += 1
            guard seconds % 1800 == 0 else { continue }
            for index in shards.indices {
                let backlog = shards[index].backlog
                shards[index].leastBacklog = min(shards[index].leastBacklog, backlog)
                if backlog < 0.999 * shards[index].progress.backlog { shards[index].progress = (backlog, Double(seconds)) }
            }
        }
    }

    /// One second at these rates, the last of which is the copy's, in bytes a second. Says whether something has ended.
    private mutating func step(_ rates: [Double]) -> Bool {
        var hasEnded = false
        let load = plan.load(atHour: seconds / 3600)
        for (index, shard) in plan.shards.enumerated() {
            var state = shards[index]
            let writes = load * shard.rowsOverwrittenPerRequest
            let rows = rates[index] / plan.bytesPerRow
            let hit = writes * (shard.rows - state.backlog) / shard.rows
            state.converted += rows
            let fromUnconverted = min(state.unconverted, rows)
            state.unconverted -= fromUnconverted
            state.stale += hit - (rows - fromUnconverted)
            if state.caughtUpAt == nil, state.backlog <= max(1, writes * plan.trackerDelay) {
                state.caughtUpAt = Double(seconds + 1)
                hasEnded = true
            }
            shards[index] = state
        }
        if isCopying, let rate = rates.last {
            copied += rate
            if !isCopying {
                copyEndedAt = Double(seconds + 1)
                hasEnded = true
            }
        }
        return hasEnded
    }

    private var isCopying: Bool { hasCopy && copied < plan.copyBytes }

    /// Max-min fair rates: all rise together; whom a used-up resource or his own limit stops stays where he is.
    private mutating func fill() -> [Double] {
        let hour = seconds / 3600
        var flows = plan.shards.indices.map { plan.conversion($0) }
        flows.append(plan.copy)
        let present = plan.shards.indices.map { shards[$0].caughtUpAt == nil } + [isCopying]
        var capacities = plan.capacities(atHour: hour)
        for (name, _) in capacities where name.contains("disk") {
            let streams = flows.indices.count { present[$0] && flows[$0].uses[name] != nil }
            capacities[name]? /= 1 + plan.diskStreamPenalty * Double(max(0, streams - 1))
        }
        var rates = flows.map { _ in 0.0 }
        var growing = flows.indices.filter { present[$0] }
        while !growing.isEmpty {
            var (level, reason) = (Double.infinity, "")
            for index in growing where flows[index].limit < level { (level, reason) = (flows[index].limit, "threads") }
            for (name, capacity) in capacities.sorted(by: { $0.key < $1.key }) {
                let slope = growing.reduce(0) { $0 + (flows[$1].uses[name] ?? 0) }
                guard slope > 0 else { continue }
                let taken = flows.indices.reduce(0) { $0 + (growing.contains($1) ? 0 : rates[$1] * (flows[$1].uses[name] ?? 0)) }
                if (capacity - taken) / slope < level { (level, reason) = ((capacity - taken) / slope, name) }
            }
            let stopped = growing.filter { reason == "threads" ? flows[$0].limit <= level : flows[$0].uses[reason] != nil }
            for index in stopped {
                rates[index] = level
                if index < bottlenecks.count { bottlenecks[index].insert(String(reason.prefix { $0 != " " })) }
            }
            growing.removeAll { stopped.contains($0) }
        }
        return rates
    }
}

/// Shards of a database tier that are converted to a second site, while a copy goes the same way, under a load that changes hourly.
struct SharedConversionPlan: Sendable {
    struct Shard: Sendable {
        var rows: Double
        var shareOfLoad: Double
        var rowsOverwrittenPerRequest: Double
        /// Whether the source converts, and sends the new form.
        var convertsAtSource = false
    }

    /// What a byte of progress takes, by the resource's name.
    struct Way {
        var uses: [String: Double]
        var limit: Double
    }

    var shards: [Shard]
    var copyBytes = 420e9
    /// Requests a second in each hour; the day begins at midnight.
    var dailyRates: [Double] = [
        14, 11, 9, 8, 8, 10, 16, 28, 46, 62, 74, 82, 88, 92, 96, 100, 98, 92, 84, 72, 58, 42, 28, 20,
    ]
    var startHour = 0

    let bytesPerRow = 10_000.0
    let coreSecondsPerRow = 0.002
    let growth = 1.3
    let writeAmplification = 1.5
    let threads = 5.0
    let cores = 8.0
    let trackerDelay = 10.0
    let ceiling = 0.7
    /// Core-seconds of a request on its shard's server, and of one on the targets, which answer requests of their own.
    let sourceDemand = 0.14
    let targetDemand = 0.15
    let diskRead = 36e6
    let diskWrite = 100e6
    let diskStreamPenalty = 0.1
    let port = 125e6
    let uplink = 400e6
    let backbone = 150e6
    let link = 60e6
    /// The copy reads from the disk of the last shard's server and writes to a machine of its own.
    var copySource: Int { shards.count - 1 }

    /// Requests a second, from the start.
    var rates: [Double] { dailyRates.indices.map { dailyRates[($0 + startHour) % dailyRates.count] } }

    func load(atHour hour: Int) -> Double { dailyRates[(startHour + hour) % dailyRates.count] }

    var coreSecondsPerByte: Double { coreSecondsPerRow / bytesPerRow }
    var threadLimit: Double { threads / coreSecondsPerByte }

    private func path(from source: String, to target: String, sent: Double, written: Double) -> [String: Double] {
        [
            "source-disk \(source)": 1, "port-up \(source)": sent, "uplink home": sent, "backbone home": sent, "link": sent,
            "backbone away": sent, "uplink away": sent, "port-down \(target)": sent, "target-disk \(target)": written,
        ]
    }

    func conversion(_ index: Int) -> Way {
        let isAtSource = shards[index].convertsAtSource
        var uses = path(
            from: "\(index)", to: "\(index)", sent: isAtSource ? growth : 1, written: growth * writeAmplification)
        uses["processor \(isAtSource ? "source" : "target") \(index)"] = coreSecondsPerByte
        return Way(uses: uses, limit: threadLimit)
    }

    var copy: Way { Way(uses: path(from: "\(copySource)", to: "copy", sent: 1, written: 1), limit: .infinity) }

    /// What users leave in an hour. A machine that serves has the ceiling's part of its disks, and of its processor that less what requests use.
    func capacities(atHour hour: Int) -> [String: Double] {
        let load = load(atHour: hour)
        var result = ["uplink home": uplink, "uplink away": uplink, "backbone home": backbone, "backbone away": backbone, "link": link]
        for (index, shard) in shards.enumerated() {
            result["source-disk \(index)"] = ceiling * diskRead
            result["port-up \(index)"] = port
            result["port-down \(index)"] = port
            result["target-disk \(index)"] = ceiling * diskWrite
            result["processor source \(index)"] = max(0, ceiling * cores - load * shard.shareOfLoad * sourceDemand)
            result["processor target \(index)"] = max(0, ceiling * cores - load * targetDemand / Double(shards.count))
        }
        result["port-down copy"] = port
        result["target-disk copy"] = ceiling * diskWrite
        return result
    }
}
