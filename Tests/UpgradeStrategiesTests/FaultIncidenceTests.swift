import ClusterModel
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeFaults
import UpgradeStrategies

/// What is drawn is what strikes: neither the size of the system nor the strategy changes how often or where along its operations.
@Suite struct FaultIncidenceTests {
    private static func shop(nodes: [Int], scripted: Bool) throws -> ThreeTier {
        var shop = try ThreeTier.faulty()
        shop.nodes = nodes
        shop.faults.isDrawn = true
        for type in UpgradeFaultType.allCases { shop.faults.probabilities[type] = 0.2 }
        shop.faults.scriptedTiers = scripted ? [ThreeTier.web, ThreeTier.application] : []
        return shop
    }

    private static func drawn(_ shop: ThreeTier, _ replication: UInt64) -> [DrawnFault] {
        shop.faults.faults(inAttempt: 1) { RandomStream(rootSeed: 1, replication: replication, entity: $0, purpose: $1) }
    }

    @Test(
        "a replication's fault is the same one under every strategy and in systems of any size, at the same part of the operations",
        arguments: StrategyCatalogue.all.map(\.name))
    func same(_ name: String) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        for (nodes, scripted) in [([4, 5], false), ([12, 9], false), ([4, 5], true)] {
            let shop = try Self.shop(nodes: nodes, scripted: scripted)
            var quiet = shop
            quiet.faults.isDrawn = false
            var (alone, escaped) = (0, 0)
            for replication in UInt64(0)..<60 {
                let faults = Self.drawn(shop, replication)
                // Two in one attempt may keep each other from happening: the first ends it.
                guard faults.count == 1, let fault = faults.first else { continue }
                alone += 1
                let result = shop.run(strategy, replication: replication).result
                let record = try #require(result.faults.first { $0.attempt == 1 }, "\(name), replication \(replication)")
                #expect(record.type == fault.type)
                let operations = quiet.run(strategy, replication: replication).run.opportunities.filter {
                    $0.opportunity.operation == fault.operation
                }
                guard let index = fault.index(among: operations.count) else {
                    #expect(record.isEscaped)
                    escaped += 1
                    continue
                }
                let meant = operations[index]
                #expect(record.opportunity?.isSameStep(as: meant.opportunity) == true)
                // A script is wrong from its first use on.
                if scripted, meant.opportunity.tier.map({ shop.faults.scriptedTiers.contains($0) }) == true {
                    #expect(record.struck <= meant.time)
                } else {
                    #expect(record.opportunity == meant.opportunity && record.struck == meant.time)
                }
            }
            #expect(alone > 15 && escaped < alone)
        }
    }

    @Test("what a rollback or a repair has ended does not come again, unless it is drawn again")
    func persistence() throws {
        var shop = try Self.shop(nodes: [4, 5], scripted: false)
        shop.procedure.attempts = 6
        shop.faults.persistence = 1
        let strategy = try #require(StrategyCatalogue.strategy(named: "fast-reboot"))
        var again = 0
        for replication in UInt64(0)..<60 {
            let faults = Self.drawn(shop, replication)
            let result = shop.run(strategy, replication: replication).result
            for type in faults.map(\.type) {
                let records = result.faults.filter { $0.type == type && !$0.isEscaped }
                // One that persists occurs in each attempt up to the last.
                if records.count > 1 { again += 1 }
                #expect(records.map(\.attempt) == records.map(\.attempt).sorted())
            }
        }
        #expect(again > 0)
    }
}
