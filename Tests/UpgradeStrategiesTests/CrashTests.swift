import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Nodes that crash during an upgrade, at instants chosen by hand; a repair takes 400 s.
@Suite struct CrashTests {
    private static func shop() throws -> ThreeTier {
        var shop = ThreeTier()
        shop.hardwareFaults = HardwareFaults(
            timeToFailure: nil, timeToRepair: try .constant(400), detection: .seconds(20), replicationDelay: .seconds(2))
        return shop
    }

    private func lost(_ result: RunResult, _ requestClass: Int, _ label: String) -> Double {
        var sum = 0.0
        for (cause, requests) in result.measures.classes[requestClass].lostByCause.enumerated() where result.causes[cause].label == label {
            sum += requests
        }
        return sum
    }

    struct Sweep: Sendable, CustomTestStringConvertible {
        let strategy: String
        let change: SchemaChange
        let node: Int
        var testDescription: String { "\(strategy), \(change) change, node \(node)" }
    }

    /// A web node, an application node, a primary, and the first and the last replica of its shard.
    static let sweeps = StrategyCatalogue.all.flatMap { strategy in
        [SchemaChange.incompatible, .additive].flatMap { change in
            [0, 6, 9, 10, 11].map { Sweep(strategy: strategy.name, change: change, node: $0) }
        }
    }

    @Test("a crash at any time is dealt with: the upgrade finishes, complete", arguments: sweeps)
    func anyTime(_ test: Sweep) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: test.strategy))
        var shop = try Self.shop()
        shop.isLeased = true
        shop.change = test.change
        let free = shop.run(strategy).result.duration.seconds
        for part in stride(from: 0.013, to: 1, by: 0.049) {
            let (run, result) = shop.run(strategy) { $0.crash(test.node, atSeconds: free * part) }
            let comment: Comment = "crash at \(free * part) s of \(free) s"
            #expect(result.crashes == 1, comment)
            #expect(result.outcome == .finished(retries: 0), comment)
            #expect(Complaints.aboutEnd(run, result, version: .new) == [], comment)
            #expect(Complaints.aboutSums(run, result) == [], comment)
            // What is lost to the plan without the crash is not more than a few steps' worth off.
            #expect(result.duration.seconds < free + 400 + 1200, comment)
        }
    }

    @Test("a crash in its batch: the others go on, the node is upgraded when it is back")
    func inItsBatch() throws {
        let shop = try Self.shop()
        // Nodes 6 and 7 are the second batch of the application, from 1,365 to 1,515 s.
        let (run, result) = shop.run(RollingUpgrade()) { $0.crash(6, atSeconds: 1400) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        let batches = result.steps.filter { $0.label.hasPrefix("roll application") }
        // No batch waits for it: 165 s each.
        #expect(batches.allSatisfy { abs(($0.end - $0.start).seconds - 165) < 1e-6 })
        // It is back at 1,800 s. The promotion, before which nobody can write, does not wait for it.
        let promotion = try #require(result.steps.first { $0.label.hasPrefix("promote a converted replica") })
        #expect(abs(promotion.start.seconds - 1695) < 1e-6)
    }

    /// The replica of shard 0 that converts (node 10) is installed at 720 s and converts until 1,080 s: pages at 4,000 a second, in chunks of
    /// 10,000 rows, 2.5 s each. The crash at 801.3 s comes 1.3 s into a chunk; the repair takes 400 s.
    @Test("a crash of a replica that converts loses one chunk; the conversion goes on after the repair")
    func convertingReplica() throws {
        let shop = try Self.shop()
        let free = shop.run(RollingUpgrade()).result
        let (run, result) = shop.run(RollingUpgrade()) { $0.crash(10, atSeconds: 801.3) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(result.rowsConverted == free.rowsConverted)
        // 1.3 s at 400 kB/s were read in vain.
        #expect(agrees(result.bytesMoved - free.bytesMoved, 1.3 * 4000 * 100, within: 1e-6))
        let step = try #require(result.steps.first { $0.label.hasPrefix("convert half of the replicas") })
        #expect(abs(step.end.seconds - (1200 + 400 + 1.3)) < 1e-5)
    }

    /// Node 9 leads shard 0. It crashes at 100 s, while the web is rolled: 20 s until it is noticed, 30 s for the promotion.
    @Test("a crash of a primary: writes of its shard fail until a replica leads; what was not replicated is lost")
    func primary() throws {
        let shop = try Self.shop()
        let (run, result) = shop.run(RollingUpgrade()) { $0.crash(9, atSeconds: 100) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        // Six edits a second write three rows each; two seconds of them were under way.
        #expect(agrees(result.rowsLost, 36))
        #expect(abs(result.measures.shardReadOnlySeconds[ThreeTier.database][0] - (1245 + 50)) < 1e-5)
        #expect(abs(result.measures.shardReadOnlySeconds[ThreeTier.database][1] - 1245) < 1e-5)
        // The edits of 50 s, and those that were in flight.
        let edits = lost(result, 1, "crash: database")
        #expect(edits >= 300 && edits < 301)
        #expect(result.measures.classes[1].failed > 0 && result.measures.classes[1].failed < 1)
    }

    /// Five hours of writes are 324,000 rows on shard 0; 400 s of them are 7,200, which a replica applies in less than a second.
    @Test("a replica that comes back applies what was written since its crash, not since the start")
    func lagAfterCrash() throws {
        let shop = try Self.shop()
        let log = RunLog()
        let (run, result) = shop.run(StrategyCatalogue.control) {
            $0.recorder = log
            $0.crash(10, atSeconds: 18_000)
        }
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        let out = log.stretches(until: .zero + shop.horizon) { $0.inService[ThreeTier.database] }
        #expect(out.map(\.value) == [6, 5, 6])
        #expect(out[1].seconds >= 400 && out[1].seconds <= 402, "\(out)")
    }

    @Test("an additive change: a server that has it already may take over from a primary that has it not")
    func additiveFailover() throws {
        var shop = try Self.shop()
        shop.change = .additive
        // The primary of shard 0 crashes when both replicas have been upgraded and it has not.
        let promotion = try #require(shop.run(RollingUpgrade()).result.steps.first { $0.label.hasPrefix("promote") })
        let (run, result) = shop.run(RollingUpgrade()) { $0.crash(9, atSeconds: promotion.start.seconds - 5) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        // Detection and one or two promotions, not the 400 s of the repair.
        #expect(result.measures.shardReadOnlySeconds[ThreeTier.database][0] < 100)
    }

    @Test("the same nodes crash at the same instants and are back at the same instants under every strategy", arguments: UInt64(0)..<6)
    func commonRandomNumbers(_ replication: UInt64) throws {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.horizon = .hours(24)
        shop.hardwareFaults = HardwareFaults(
            timeToFailure: try .exponential(mean: 8 * 3600), timeToRepair: try .lognormal(mean: 1200, coefficientOfVariation: 1))
        var seen: [[String]] = []
        for strategy in [StrategyCatalogue.control] + StrategyCatalogue.all {
            let log = CrashLog()
            let (run, result) = shop.run(strategy, replication: replication) { $0.simulation.observer = log }
            #expect(Complaints.aboutSums(run, result) == [], "\(strategy.name)")
            seen.append(log.events(ofNodesBelow: shop.rehearsal.system.nodeCount))
        }
        // Fifteen nodes, a mean of eight hours: some 45 crashes a day.
        #expect(seen[0].count > 40)
        for other in seen.dropFirst() { #expect(other == seen[0]) }
    }

    @Test("many crashes: sums add up, nothing is left alive, and whoever finishes is complete", arguments: UInt64(0)..<12)
    func manyCrashes(_ replication: UInt64) throws {
        for strategy in StrategyCatalogue.all {
            var shop = ThreeTier()
            shop.isLeased = true
            shop.hardwareFaults = HardwareFaults(
                timeToFailure: try .exponential(mean: 4 * 3600), timeToRepair: try .exponential(mean: 900))
            let (run, result) = shop.run(strategy, replication: replication)
            let comment: Comment = "\(strategy.name): \(result.outcome), \(result.crashes) crashes"
            #expect(Complaints.aboutSums(run, result) == [], comment)
            // A node may be down again at the horizon; but nobody may run the old version.
            if result.outcome.isFinished {
                let old = Complaints.aboutEnd(run, result, version: .new).filter { $0.contains("old version") || $0.contains("old data") }
                #expect(old == [], comment)
            }
        }
    }
}

/// Notes crashes and repairs.
private final class CrashLog: EventObserver {
    private var entries: [(time: SimulationTime, kind: UInt16, node: UInt32)] = []

    func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) {
        guard event.kind == RunEvent.crash || event.kind == RunEvent.repair else { return }
        entries.append((time, event.kind, event.entity))
    }

    func events(ofNodesBelow count: Int) -> [String] {
        entries.filter { $0.node < count }.sorted { ($0.time, $0.node) < ($1.time, $1.node) }
            .map { "\($0.kind == RunEvent.crash ? "crash" : "repair") of \($0.node) at \($0.time.nanoseconds)" }
    }
}
