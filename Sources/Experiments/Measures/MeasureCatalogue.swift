import CloudMarket
import ClusterModel
public import Scenarios
import SimulationKernel
import UpgradeStrategies

/// All measures of a scenario: those of the whole, of each class of requests, of each tier and shard.
public struct MeasureCatalogue: Sendable {
    /// In the order of the tables.
    public let measures: [Measure]

    /// The measures of a scenario.
    public init(_ scenario: Scenario) {
        let system = scenario.rehearsal.system
        var all = Self.ofTheWhole()
        for (index, requestClass) in system.classes.enumerated() {
            all += Self.ofClass(index, requestClass.name, budget: scenario.objectives.errorBudgetSeconds)
        }
        for (tier, description) in system.tiers.enumerated() {
            all.append(
                Measure("mixed-version.\(description.name)", "two versions of \(description.name) serve", .seconds) {
                    $0.measures.mixedVersionSecondsByTier[tier]
                })
            for (shard, name) in description.shards.map(\.name).enumerated() {
                all.append(
                    Measure("read-only.\(name)", "shard \(name) takes no writes", .seconds) {
                        $0.measures.shardReadOnlySeconds[tier][shard]
                    })
            }
        }
        measures = all
    }

    /// The measure of a name.
    public subscript(name: String) -> Measure? { measures.first { $0.name == name } }

    /// The measure that a name stands for in any scenario, whatever its classes and tiers are called; nil if there is none.
    ///
    /// Its values mean nothing: it is for unit and direction.
    static func known(_ name: String) -> Measure? {
        if let whole = ofTheWhole().first(where: { $0.name == name }) { return whole }
        guard let dot = name.firstIndex(of: "."), name.index(after: dot) < name.endIndex else { return nil }
        switch name[..<dot] {
        case "mixed-version", "read-only": return Measure(name, name, .seconds) { _ in .nan }
        default: return ofClass(0, String(name[name.index(after: dot)...]), budget: 0).first { $0.name == name }
        }
    }

    /// Names of the measures that every scenario has.
    static var namesOfTheWhole: [String] { ofTheWhole().map(\.name) }

    private static func ofTheWhole() -> [Measure] {
        [
            Measure("finished", "P(finished)", .fraction, lessIsBetter: false, isIndicator: true) { $0.outcome.isFinished ? 1 : 0 },
            Measure("duration", "duration", .seconds, hasControl: false) { $0.duration.seconds },
            Measure("read-only", "read-only (whole)", .seconds) { $0.measures.readOnlySeconds },
            Measure("full-outage", "full outage", .seconds) { $0.measures.fullOutageSeconds },
            Measure("degraded", "some class degraded", .seconds) { $0.measures.degradedSeconds },
            Measure("mixed-version", "two versions serve", .seconds) { $0.measures.mixedVersionSeconds },
            Measure("switchovers", "switchovers", .count, lessIsBetter: nil) { Double($0.switchovers.count) },
            Measure("point-of-no-return", "point of no return", .seconds, lessIsBetter: nil) {
                $0.pointOfNoReturn?.seconds ?? .nan
            },
            Measure("rollback", "longest rollback before it", .seconds) { $0.longestRollback.seconds },
            Measure("attempts", "attempts", .count) { Double($0.attempts) },
            Measure("peak-nodes", "peak nodes", .count) { Double($0.peakNodes) },
            Measure("leased-node-hours", "leased node-hours", .hours) { $0.leasedNodeHours },
            Measure("operator-hours", "operators' hours", .hours) { $0.operatorHours },
            Measure("cost", "cost", .dollars) { $0.bill.total.approximateDollars },
            Measure("bytes-moved", "bytes moved", .bytes, lessIsBetter: nil) { $0.bytesMoved },
            Measure("rows-converted", "rows converted", .rows, lessIsBetter: nil) { $0.rowsConverted },
            Measure("peak-stale-rows", "most stale rows", .rows, lessIsBetter: nil) { $0.peakStaleRows },
            Measure("replica-lag", "longest replica lag", .seconds) { $0.longestLag },
            Measure("rows-lost", "rows lost in failovers", .rows) { $0.rowsLost },
            Measure("crashes", "node crashes", .count, lessIsBetter: nil) { Double($0.crashes) },
            Measure("chunks", "chunks", .count, lessIsBetter: nil) { Double($0.chunks) },
            Measure("chunks-lost", "chunks lost and done again", .count) { Double($0.chunksLost) },
            Measure("rows-in-lost-chunks", "rows in lost chunks", .rows) { $0.rowsInLostChunks },
            Measure("bytes-lost", "bytes read in vain", .bytes) { $0.bytesLost },
            Measure("conversion-lag", "longest lag behind a conversion", .seconds) { $0.longestConversionLag },
            Measure("lag-wait", "conversions waited for replicas", .seconds) { $0.lagWait },
            Measure("failed-attempt", "P(an attempt fails)", .fraction, isIndicator: true) {
                $0.attempts > 1 || ($0.attempts == 1 && Self.gaveUp($0.outcome)) ? 1 : 0
            },
            Measure("faults", "faults of procedure and version", .count) { Double($0.faults.count { !$0.isEscaped }) },
            Measure("lost-to-faults", "requests lost to them", .requests) { $0.faults.reduce(0) { $0 + $1.requestsLost.reduce(0, +) } },
            Measure("exposed", "requests that met one unnoticed", .requests) { $0.faults.reduce(0) { $0 + $1.requestsExposed } },
            Measure("rows-damaged", "rows written wrongly", .rows) { $0.faults.reduce(0) { $0 + $1.rowsDamaged } },
            Measure("latent", "P(a fault that nobody has noticed)", .fraction, isIndicator: true) {
                $0.faults.contains { !$0.isEscaped && $0.noticed == nil && $0.ended == nil && !$0.chain.isEmpty } ? 1 : 0
            },
            Measure("events", "events", .count, lessIsBetter: nil) { Double($0.events) },
        ]
    }

    private static func gaveUp(_ outcome: Outcome) -> Bool {
        if case .gaveUp = outcome { true } else { false }
    }

    /// Probabilities of outages beyond the plan that are longer than this, seconds.
    private static let longOutages: [(name: String, words: String, seconds: Double)] = [
        ("1min", "1 min", 60), ("10min", "10 min", 600), ("1h", "1 h", 3600),
    ]

    private static func ofClass(_ index: Int, _ name: String, budget: Double) -> [Measure] {
        func measure(
            _ prefix: String, _ title: String, _ unit: MeasureUnit, lessIsBetter: Bool = true,
            _ value: @escaping @Sendable (ClassMeasures) -> Double
        ) -> Measure {
            Measure("\(prefix).\(name)", "\(name): \(title)", unit, lessIsBetter: lessIsBetter) { value($0.measures.classes[index]) }
        }
        let long = longOutages.map { limit in
            Measure(
                "outage-over-\(limit.name).\(name)", "\(name): P(unplanned outage over \(limit.words))", .fraction, isIndicator: true
            ) {
                let measures = $0.measures.classes[index]
                return measures.outageSeconds - measures.plannedOutageSeconds > limit.seconds ? 1 : 0
            }
        }
        return long + [
            measure("outage", "outage", .seconds) { $0.outageSeconds },
            measure("planned-outage", "outage, planned", .seconds) { $0.plannedOutageSeconds },
            measure("unplanned-outage", "outage, unplanned", .seconds) { max(0, $0.outageSeconds - $0.plannedOutageSeconds) },
            measure("lost-service", "lost service", .seconds) { $0.lostServiceSeconds },
            measure("planned-lost-service", "lost service, planned", .seconds) { $0.plannedLostServiceSeconds },
            measure("unplanned-lost-service", "lost service, unplanned", .seconds) { $0.unplannedLostServiceSeconds },
            measure("offered", "offered", .requests) { $0.offered },
            measure("lost", "lost", .requests) { $0.lost },
            measure("lost-to-plan", "lost to the plan", .requests) { $0.lostToPlan },
            measure("slow", "slow", .requests) { $0.slow },
            measure("yield", "yield", .fraction, lessIsBetter: false) { $0.yield },
            measure("error-budget", "error budget used", .minutes) { $0.lostServiceSeconds / 60 },
            measure("error-budget-share", "share of the error budget", .fraction) { budget > 0 ? $0.lostServiceSeconds / budget : 0 },
            measure("response", "mean response", .seconds) { $0.served > 0 ? $0.responseSum / $0.served : 0 },
        ]
    }
}
