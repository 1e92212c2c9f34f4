import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Random systems under random outages, closures and cold caches: what must hold whatever happens.
@Suite struct ConservationTests {
    /// What is done to the cluster at an instant.
    private enum Change: Sendable {
        case takeOut([Int], String)
        case giveBack([Int])
        case crash(Int)
        case repair(Int)
        case close(tier: Int, shard: Int, String, hold: Bool)
        case endHolding(tier: Int, shard: Int)
        case open(tier: Int, shard: Int, String)
        case cool([Int], Double, String)
        case upgrade([Int])
        case separate(String?)
        case impair(tier: Int, Impairment.Extent, String)
        case heal(tier: Int, String)
    }

    private static func perform(_ change: Change, on run: UpgradeRun) {
        let cluster = run.cluster
        switch change {
        case .takeOut(let nodes, let label):
            let healthy = nodes.filter { cluster.nodes[$0].plannedCause == nil }
            cluster.takeOut(healthy, for: cluster.cause(label, .planned))
        case .giveBack(let nodes): cluster.returnToService(nodes)
        case .crash(let node):
            guard cluster.nodes[node].faultCause == nil else { return }
            let cause = cluster.cause("crash", .unplanned)
            run.settleNow()
            run.service.failInFlight(on: node, cause: cause)
            cluster.fail(node, cause: cause)
        case .repair(let node): cluster.repair(node)
        case .close(let tier, let shard, let label, let hold):
            cluster.closeWrites(tier: tier, shard: shard, cause: cluster.cause(label, .planned), hold: hold)
        case .endHolding(let tier, let shard): cluster.endHolding(tier: tier, shard: shard)
        case .open(let tier, let shard, let label):
            run.settleNow()
            cluster.openWrites(tier: tier, shard: shard, cause: cluster.cause(label, .planned))
            if !cluster.isClosed(tier: tier, shard: shard) { run.service.releaseHeldWrites(tier: tier, shard: shard) }
        case .cool(let nodes, let warmth, let label):
            cluster.setWarmth(warmth, of: nodes, cause: cluster.cause(label, .unplanned))
        case .upgrade(let nodes):
            cluster.setVersion(.new, of: nodes)
            cluster.setFormat(.new, of: nodes)
        case .separate(let label): cluster.separateFormats(label.map { cluster.cause($0, .planned) })
        case .impair(let tier, let extent, let label):
            cluster.impair(Impairment(cause: cluster.cause(label, .unplanned), tier: tier, universe: .original, extent: extent))
        case .heal(let tier, let label): cluster.heal(cluster.cause(label, .unplanned), tier: tier, universe: .original)
        }
    }

    /// Changes in random order at random times; what one takes away another gives back, at times after the end.
    private static func script(_ random: inout RandomSystem, _ system: SystemDescription, seconds: Double) -> [(Double, Change)] {
        let cluster = Cluster(system)
        let sharded = system.tiers.indices.filter { system.tiers[$0].isSharded }
        var result: [(Double, Change)] = []
        for index in 0..<random.integer(4...16) {
            let begin = random.number(0, seconds)
            let end = begin + random.number(0, seconds / 3)
            let nodes = cluster.nodes.indices.filter { _ in random.chance(0.3) }
            switch random.integer(0...8) {
            case 0, 1: result += [(begin, .takeOut(nodes, "step \(index % 5)")), (end, .giveBack(nodes))]
            case 2:
                for node in nodes { result += [(begin, .crash(node)), (end, .repair(node))] }
            case 3, 4:
                guard let tier = sharded.first else { continue }
                let (shard, hold) = (random.integer(0...(system.tiers[tier].shards.count - 1)), random.chance(0.6))
                let label = "window \(index)"
                result.append((begin, .close(tier: tier, shard: shard, label, hold: hold)))
                if hold, random.chance(0.5) { result.append((begin + (end - begin) / 2, .endHolding(tier: tier, shard: shard))) }
                result.append((end, .open(tier: tier, shard: shard, label)))
            case 5:
                let tier = random.integer(0...(system.tiers.count - 1))
                let members = cluster.nodes(of: tier)
                result += [(begin, .cool(members, random.number(0, 1), "cold")), (end, .cool(members, 1, "cold"))]
            case 6, 7:
                let tier = random.integer(0...(system.tiers.count - 1))
                result += [
                    (begin, .impair(tier: tier, extent(&random, nodes), "fault \(index)")), (end, .heal(tier: tier, "fault \(index)")),
                ]
            default:
                guard system.readerTier != nil else { continue }
                result += [(begin, .upgrade(nodes)), (begin, .separate("formats")), (end, .separate(nil))]
            }
        }
        return result.sorted { $0.0 < $1.0 }
    }

    private static func extent(_ random: inout RandomSystem, _ nodes: [Int]) -> Impairment.Extent {
        let severity = Severity(
            failedReads: random.choice([0, 1, random.number(0, 1)]), failedWrites: random.choice([0, 1, random.number(0, 1)]),
            slowdown: random.choice([0, random.number(0, 3)]), corruption: random.number(0, 1),
            missedHits: random.choice([0, random.number(0, 1)]))
        let single = Dictionary(uniqueKeysWithValues: nodes.map { ($0, severity) })
        return random.choice([
            .nodes(single, others: .none), .nodes([:], others: severity), .newVersion(severity), .bothVersions(severity),
        ])
    }

    /// Runs one random system and holds the results against what must be true.
    private func check(_ seed: Int) {
        var random = RandomSystem(seed: seed)
        let minutes = 20
        let system = random.system(minutes: minutes)
        let seconds = Double(minutes * 60)
        let changes = Self.script(&random, system, seconds: seconds)
        let log = RunLog()
        let result = runScript(
            system, seconds: seconds, log: log, eventBudget: 20_000,
            script: { run in
                for (time, change) in changes where time < seconds {
                    let instant = SimulationTime.zero + .seconds(roundingUp: time)
                    if instant > run.simulation.now { try await run.simulation.hold(until: instant) }
                    Self.perform(change, on: run)
                }
            })
        // Some sixteen changes and twenty steps of the load, each followed by a few full or empty queues.
        #expect(result.stopReason == .timeLimit, "seed \(seed): \(result.events) events")
        guard result.stopReason == .timeLimit else { return }
        for (index, measured) in result.measures.classes.enumerated() {
            let comment: Comment = "seed \(seed), class \(index)"
            let scale = max(1, measured.offered)
            // Every minute of the load was offered once.
            let offered = system.load.ratesPerSecond.reduce(0, +) * 60 * system.classes[index].ratio
            #expect(agrees(measured.offered, offered, within: 1e-9), comment)
            let accounted = measured.served + measured.refused + measured.failed + result.waiting[index]
            #expect(abs(measured.offered - accounted) <= 1e-9 * scale, comment)
            #expect(abs(measured.lostByCause.reduce(0, +) - measured.lost) <= 1e-9 * scale, comment)
            #expect(measured.lostByCause.allSatisfy { $0 >= 0 }, comment)
            #expect(measured.served >= 0 && measured.refused >= 0 && measured.failed >= 0 && result.waiting[index] >= 0, comment)
            #expect(measured.lostToPlan >= 0 && measured.lostToPlan <= measured.lost * (1 + 1e-9), comment)
            #expect((0...1).contains(measured.yield), comment)
            #expect(measured.outageSeconds <= seconds && measured.lostServiceSeconds <= seconds * (1 + 1e-12), comment)
            #expect(measured.plannedLostServiceSeconds <= measured.lostServiceSeconds * (1 + 1e-9) + 1e-9, comment)
            #expect(measured.slow <= measured.served * (1 + 1e-9), comment)
        }
        for entry in log.entries {
            for flow in entry.flows {
                #expect((0...1).contains(flow.yield) && (0...1).contains(flow.plannedYield), "seed \(seed) at \(entry.time): \(flow)")
                #expect(
                    abs(flow.lostByCause.reduce(0, +) - flow.lost) <= 1e-9 * max(1, flow.offered), "seed \(seed) at \(entry.time): \(flow)")
                #expect(flow.responseSeconds.isFinite && flow.responseSeconds >= 0, "seed \(seed) at \(entry.time): \(flow)")
            }
        }
    }

    @Test("requests are conserved and every loss has a cause in random systems", arguments: 0..<20)
    func randomSystems(_ tens: Int) { for seed in (tens * 10)..<(tens * 10 + 10) { check(seed) } }
}
