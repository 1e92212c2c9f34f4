import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Everything that hardware does wrong, drawn by chance and all at once.
@Suite struct HardwareChanceTests {
    private static func shop(hours: Double) throws -> ThreeTier {
        func outages(_ failure: Double, _ repair: Double) throws -> Outages {
            Outages(
                timeToFailure: try .weibull(shape: 0.8, scale: failure * 3600),
                timeToRepair: try .lognormal(mean: repair, coefficientOfVariation: 1))
        }
        var shop = ThreeTier()
        shop.isLeased = true
        shop.linkBytesPerSecond = 1e9
        shop.rackSize = 4
        shop.horizon = .hours(24)
        let disks = try outages(3 * hours, 1200)
        shop.hardwareFaults = HardwareFaults(
            timeToFailure: try .weibull(shape: 1.5, scale: 2 * hours * 3600), timeToRepair: try .exponential(mean: 900),
            disks: DiskFaults(
                timeToFailure: disks.timeToFailure, replacement: disks.timeToRepair, backupInterval: .hours(2), restoreBytesPerSecond: 2e6),
            racks: try outages(2 * hours, 600), uplinks: try outages(2 * hours, 60), links: try outages(hours, 900))
        return shop
    }

    @Test("hardware fails and is repaired at the same instants under every strategy", arguments: UInt64(0)..<4)
    func commonRandomNumbers(_ replication: UInt64) throws {
        let shop = try Self.shop(hours: 6)
        var seen: [[String]] = []
        for strategy in [StrategyCatalogue.control] + StrategyCatalogue.all {
            let log = HardwareLog()
            let (run, result) = shop.run(strategy, replication: replication) { $0.simulation.observer = log }
            #expect(Complaints.aboutSums(run, result) == [], "\(strategy.name)")
            // Fifteen nodes in four racks; those of the second system come after them.
            seen.append(log.events(ofNodesBelow: shop.rehearsal.system.nodeCount, racksBelow: 4))
        }
        #expect(seen[0].count > 60)
        for kind in ["crash", "disks", "rack", "uplink", "link"] { #expect(seen[0].contains { $0.hasPrefix(kind) }, "\(kind)") }
        for other in seen.dropFirst() { #expect(other == seen[0]) }
    }

    struct Trial: Sendable, CustomTestStringConvertible {
        let strategy: String
        let seed: UInt64
        var testDescription: String { "\(strategy), seed \(seed)" }
    }

    static let trials = ([StrategyCatalogue.control] + StrategyCatalogue.all).flatMap { strategy in
        (UInt64(0)..<60).map { Trial(strategy: strategy.name, seed: $0) }
    }

    @Test("all at high rates: no trap, sums add up, no node is in two states, leases are given back", arguments: trials)
    func everything(_ trial: Trial) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: trial.strategy))
        var draws = RandomSystem(seed: Int(trial.seed))
        var shop = try Self.shop(hours: draws.number(2, 40))
        shop.nodes = [draws.integer(1...4), draws.integer(1...5)]
        shop.servers = [draws.integer(1...4), draws.integer(1...3)]
        shop.rackSize = draws.integer(1...8)
        shop.change = draws.choice([.incompatible, .additive])
        shop.tracker = draws.choice([.set, .log])
        shop.primaryReads = draws.choice([.always, .whenNeeded])
        shop.closedWrites = draws.choice([.refuse, .hold(.seconds(30))])
        shop.isLeased = draws.chance(0.7)
        shop.linkBytesPerSecond = draws.chance(0.7) ? 1e9 : nil
        shop.options.afterSwitchover = draws.chance(0.8) ? .return : .stay
        if draws.chance(0.4) { shop.options.convertOn = .primary }
        if draws.chance(0.3) { shop.pipeline.lagThrottle = .init(limit: .seconds(2)) }
        shop.procedure.attempts = draws.integer(1...2)
        shop.procedure.pauseBetweenAttempts = .hours(1)
        let watch = StateWatch()
        let (run, result) = shop.run(strategy, seed: trial.seed) { $0.recorder = watch }
        #expect(watch.complaints == [])
        #expect(Complaints.aboutSums(run, result) == [])
        #expect(result.stopReason == .timeLimit, "\(result.stopReason)")
        #expect(result.hardware.rebuilds <= result.hardware.diskFailures)
        #expect(result.rowsLost >= result.hardware.rowsNotBackedUp && result.rowsLost.isFinite)
        if strategy.isControl {
            #expect(result.outcome == .horizonReached)
        } else if result.outcome != .horizonReached, shop.options.afterSwitchover == .return || !result.outcome.isFinished {
            // Whoever gives up after the point of no return goes on with what is leased.
            let mayKeep = result.pointOfNoReturn != nil && !result.outcome.isFinished
            #expect(mayKeep || result.leases.allSatisfy { $0.released != nil }, "\(result.outcome)")
        }
        if result.outcome.isFinished {
            let universe: Universe = run.cluster.activeUniverse
            let old = Complaints.aboutEnd(run, result, version: .new, universe: universe)
                .filter { $0.contains("old version") || $0.contains("old data") }
            #expect(old == [])
        }
    }
}

/// Notes failures and repairs of hardware.
private final class HardwareLog: EventObserver {
    private var entries: [(time: SimulationTime, kind: String, isNode: Bool, number: UInt32)] = []

    func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) {
        let kind = HardwareKind(rawValue: event.a)
        switch (event.kind, kind) {
        case (RunEvent.crash, _): entries.append((time, "crash of", true, event.entity))
        case (RunEvent.repair, _): entries.append((time, "repair of", true, event.entity))
        case (RunEvent.hardwareFails, let kind?): entries.append((time, "\(kind) fails:", kind == .disks, event.entity))
        case (RunEvent.hardwareReturns, let kind?): entries.append((time, "\(kind) returns:", kind == .disks, event.entity))
        default: break
        }
    }

    func events(ofNodesBelow nodes: Int, racksBelow racks: Int) -> [String] {
        entries.filter { $0.number < ($0.isNode ? nodes : racks) }
            .sorted { ($0.time, $0.kind, $0.number) < ($1.time, $1.kind, $1.number) }
            .map { "\($0.kind) \($0.number) at \($0.time.nanoseconds)" }
    }
}

/// Looks at every change whether each node is in one state that its faults and the plan explain.
///
/// Unchecked: confined to the thread of its run.
private final class StateWatch: RunRecorder, @unchecked Sendable {
    private(set) var complaints: [String] = []

    func stateChanged(_ run: UpgradeRun) {
        guard complaints.count < 5 else { return }
        for (index, node) in run.cluster.nodes.enumerated() {
            let isBroken = node.faultCause != nil
            if isBroken != (node.state == .failed) { complaints.append("node \(index) is \(node.state), broken: \(isBroken)") }
            if node.furtherFaults != 0, !isBroken { complaints.append("node \(index) has further faults and no first one") }
            if let fault = node.faultCause, node.furtherFaults & fault.bit != 0 { complaints.append("node \(index) has one fault twice") }
            if node.state == .inService, node.plannedCause != nil { complaints.append("node \(index) serves while it is out") }
            if node.isRebuilding, !isBroken { complaints.append("node \(index) is filled while it is whole") }
            if node.shard >= 0, node.isFollowing, isBroken { complaints.append("node \(index) follows while it is broken") }
            if node.state == .inService, node.shard >= 0, !node.holdsData, run.cluster.isReachable(node) {
                complaints.append("node \(index) serves without its data at \(run.simulation.now)")
            }
        }
        let uses = run.cluster.nodes.reduce(0) { $0 + ($1.faultCause == nil ? 0 : 1) + $1.furtherFaults.nonzeroBitCount }
        let counted = run.cluster.causes.entries.filter { $0.kind == .unplanned }.reduce(0) { $0 + $1.uses }
        if counted < uses { complaints.append("\(uses) faults of nodes, but \(counted) uses of causes") }
    }
}
