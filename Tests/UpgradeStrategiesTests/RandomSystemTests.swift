import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeFaults
import UpgradeStrategies

/// Whole systems drawn from a seed: topology, load, faults, strategy. Safety while things go wrong, and liveness once they stop.
@Suite struct RandomSystemTests {
    /// A fixed list that every run repeats, and seeds that none has seen.
    static let seeds = Array(UInt64(1)...10) + (0..<4).map { _ in UInt64.random(in: 1000...(1 << 40)) }

    private static func shop(_ seed: UInt64) throws -> ThreeTier {
        var draws = RandomStream(rootSeed: seed, replication: 0, entity: "system", purpose: "test")
        let shared = draws.next()
        var shop = try ThreeTier.faulty { name in shared >> UInt64(name.utf8.count % 60) & 1 == 0 }
        shop.viewsPerSecond = 5 + 110 * draws.uniform()
        shop.nodes = [1 + Int(draws.integer(below: 6)), 1 + Int(draws.integer(below: 6))]
        shop.servers = [1 + Int(draws.integer(below: 4)), 2 + Int(draws.integer(below: 3))]
        shop.primaryReads = [.always, .whenNeeded, .never, .whileReadOnly][Int(draws.integer(below: 4))]
        shop.change = draws.bernoulli(0.5) ? .incompatible : .additive
        shop.closedWrites = draws.bernoulli(0.5) ? .refuse : .hold(.minutes(5))
        shop.isLeased = draws.bernoulli(0.5)
        shop.launchFailureProbability = draws.bernoulli(0.3) ? 0.2 : 0
        shop.horizon = .hours(96)
        shop.procedure.attempts = 1 + Int(draws.integer(below: 4))
        shop.faults.scriptedTiers = Set((0..<3).filter { _ in draws.bernoulli(0.5) })
        shop.faults.persistence = draws.uniform()
        shop.faults.detection.healthPeriod = draws.bernoulli(0.8) ? 10 : 0
        shop.faults.response.rollsBack = draws.bernoulli(0.7)
        shop.faults.response.rollbackMistake = draws.bernoulli(0.5) ? 0.5 : 0
        shop.faults.response.restoreBytesPerSecond = draws.bernoulli(0.5) ? 1e6 : 0
        shop.options.afterSwitchover = draws.bernoulli(0.7) ? .return : .stay
        return shop
    }

    private static func check(_ result: RunResult, _ shop: ThreeTier, _ comment: Comment) {
        for (index, measures) in result.measures.classes.enumerated() {
            let byCause = measures.lostByCause.reduce(0, +)
            #expect(abs(byCause - measures.lost) <= 1e-6 * max(1, measures.lost), comment)
            let sum = measures.served + measures.lost + result.waiting[index]
            #expect(abs(sum - measures.offered) <= 1e-6 * max(1, measures.offered), comment)
            #expect(measures.outageSeconds <= shop.horizon.seconds + 1e-6 && measures.lost >= 0, comment)
        }
        if case .gaveUp = result.outcome { #expect(result.leases.allSatisfy { $0.released != nil }, comment) }
        if result.outcome.isFinished, shop.options.afterSwitchover == .return {
            #expect(result.leases.allSatisfy { $0.released != nil }, comment)
        }
        for fault in result.faults where !fault.isEscaped {
            let times = [fault.struck, fault.noticed, fault.ended].compactMap(\.self)
            #expect(times == times.sorted(), comment)
            if let shown = fault.shown { #expect(shown >= fault.struck && shown <= fault.ended ?? .distantFuture, comment) }
            #expect(fault.requestsLost.allSatisfy { $0 >= 0 } && fault.rowsDamaged >= 0 && fault.requestsExposed >= 0, comment)
        }
    }

    @Test("everything goes wrong: nothing traps, every request is accounted for, every lease is given back", arguments: seeds)
    func safety(_ seed: UInt64) throws {
        var shop = try Self.shop(seed)
        shop.hardwareFaults = HardwareFaults(timeToFailure: try .exponential(mean: 8 * 3600), timeToRepair: try .exponential(mean: 900))
        shop.faults.isDrawn = true
        for type in UpgradeFaultType.allCases { shop.faults.probabilities[type] = 0.7 }
        shop.faults.version.probability = 0.5
        shop.faults.version.trigger = try .exponential(mean: 600)
        for strategy in StrategyCatalogue.all {
            let result = shop.run(strategy, seed: seed).result
            Self.check(result, shop, "seed \(seed), \(strategy.name)")
        }
    }

    @Test("one fault in the first attempt, then none: the upgrade finishes, or says what keeps it from it", arguments: seeds)
    func liveness(_ seed: UInt64) throws {
        var draws = RandomStream(rootSeed: seed, replication: 0, entity: "fault", purpose: "test")
        let faults: [(String, UpgradeFaultType)] = [
            ("library", .environment), ("configuration", .configuration), ("configuration", .semantic), ("schema", .dataAccess),
            ("privilege", .dataAccess), ("names", .configuration), ("switch", .configuration),
        ]
        let (name, type) = faults[Int(draws.integer(below: UInt64(faults.count)))]
        var shop = try Self.shop(seed).injecting(name, type)
        shop.procedure.attempts = 4
        shop.launchFailureProbability = 0
        for strategy in StrategyCatalogue.all {
            let result = shop.run(strategy, seed: seed).result
            Self.check(result, shop, "seed \(seed), \(strategy.name), \(name)")
            switch result.outcome {
            case .finished: break
            case .gaveUp(let why), .neverConverges(let why): #expect(!why.isEmpty, "seed \(seed), \(strategy.name)")
            case .horizonReached: Issue.record("seed \(seed), \(strategy.name), \(name): neither an end nor a reason")
            }
        }
    }
}
