import ClusterModel
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeFaults
import UpgradeStrategies

/// Faults that are made to happen: consequences follow from who depends on what breaks, and strategies differ by what they isolate.
@Suite struct FaultInjectionTests {
    static let breakable: [(name: String, type: UpgradeFaultType)] = [
        ("library", .environment), ("configuration", .configuration), ("schema", .dataAccess), ("privilege", .dataAccess),
    ]

    private func run(_ shop: ThreeTier, _ name: String, seed: UInt64 = 1) throws -> RunResult {
        shop.run(try #require(StrategyCatalogue.strategy(named: name)), seed: seed).result
    }

    private func lost(_ result: RunResult) -> Double { result.faults.reduce(0) { $0 + $1.requestsLost.reduce(0, +) } }

    @Test("what breaks inside the new universe before the switchover costs no request, and elsewhere it does", arguments: breakable)
    func isolation(_ fault: (name: String, type: UpgradeFaultType)) throws {
        let shop = try ThreeTier.faulty().injecting(fault.name, fault.type)
        let isolated = try run(shop, "parallel-universe")
        #expect(isolated.faults.count == 1 && lost(isolated) == 0, "\(isolated.faults)")
        #expect(isolated.faults[0].opportunity?.universe == .parallel && isolated.faults[0].noticed != nil)
        for name in ["rolling", "big-flip"] {
            let result = try run(shop, name)
            #expect(result.faults.count == 1 && lost(result) > 0, "\(name): \(result.faults)")
        }
    }

    @Test("the same component, shared by both universes, takes the isolation away", arguments: breakable)
    func shared(_ fault: (name: String, type: UpgradeFaultType)) throws {
        let shop = try ThreeTier.faulty { $0 != fault.name }.injecting(fault.name, fault.type)
        let result = try run(shop, "parallel-universe")
        #expect(result.faults.count == 1 && lost(result) > 0, "\(result.faults)")
    }

    @Test("without edges nothing that breaks costs anybody anything", arguments: StrategyCatalogue.all.map(\.name))
    func emptyGraph(_ name: String) throws {
        var shop = try ThreeTier.faulty()
        var bare = DependencyGraph(tiers: ["web", "application", "database"])
        for component in shop.dependencies?.components.dropFirst(3) ?? [] { bare.add(component) }
        shop.dependencies = bare
        let quiet = try run(shop, name)
        for fault in Self.breakable { shop = shop.injecting(fault.name, fault.type) }
        let result = try run(shop, name)
        #expect(result.faults.count == 4 && lost(result) == 0)
        #expect(result.measures.classes.map(\.lost) == quiet.measures.classes.map(\.lost))
        #expect(result.duration == quiet.duration && result.attempts == 1)
    }

    @Test("before the point of no return the attempt is rolled back, and after it somebody repairs")
    func response() throws {
        let early = try run(ThreeTier.faulty().injecting("library", .environment), "rolling")
        #expect(early.outcome == .finished(retries: 1) && early.faults[0].ending == .rolledBack)
        // The new form serves from the promotion on, which is the point of no return.
        let late = try run(ThreeTier.faulty().injecting("schema", .dataAccess), "big-flip")
        let fault = try #require(late.faults.first)
        #expect(late.outcome == .finished(retries: 0) && fault.ending == .repaired)
        let (noticed, ended) = (try #require(fault.noticed), try #require(fault.ended))
        #expect(ended - noticed == .seconds(1800), "10 min to find out and 20 min to repair")
        #expect(fault.requestsLost[0] == 0 && fault.requestsLost[1] > 0, "reads go on")
    }

    @Test("a semantic error passes every test and shows under real traffic, after the switchover")
    func semantic() throws {
        var shop = try ThreeTier.faulty().injecting("configuration", .semantic)
        shop.faults.detection.verification[.semantic] = 0
        // Balancers that found it while writes are closed still would have the switchover undone.
        shop.faults.detection.healthPeriod = 0
        let result = try run(shop, "parallel-universe")
        let (fault, switchover) = (try #require(result.faults.first), try #require(result.switchovers.first))
        #expect(lost(result) > 0 && fault.ending == .repaired)
        #expect(try #require(fault.shown) >= switchover && fault.struck < switchover)
    }

    @Test("what only the operator's tools touch strikes both universes", arguments: StrategyCatalogue.all.map(\.name))
    func trafficSwitch(_ name: String) throws {
        let result = try run(ThreeTier.faulty().injecting("switch", .configuration), name)
        // A rolling upgrade switches nothing but primaries, and when everything is down nobody is there who could lose anything.
        #expect((lost(result) > 0) == ["big-flip", "parallel-universe"].contains(name), "\(result.faults)")
        #expect(result.faults.allSatisfy { $0.noticedBy == .verification } && result.faults.isEmpty == (name == "rolling"))
    }

    @Test("losses by cause sum to what was lost, and requests are conserved", arguments: StrategyCatalogue.all.map(\.name))
    func conservation(_ name: String) throws {
        for fault in Self.breakable {
            let result = try run(ThreeTier.faulty { $0 != "library" }.injecting(fault.name, fault.type), name)
            for (index, measures) in result.measures.classes.enumerated() {
                let byCause = measures.lostByCause.reduce(0, +)
                #expect(abs(byCause - measures.lost) <= 1e-6 * max(1, measures.lost))
                let sum = measures.served + measures.lost + result.waiting[index]
                #expect(abs(sum - measures.offered) <= 1e-6 * measures.offered)
            }
        }
    }

    @Test("an injection strikes where it is told to")
    func places() throws {
        let shop = try ThreeTier.faulty()
        let node = try run(shop.injecting("library", .environment, at: .node(2)), "rolling")
        #expect(node.faults.first?.opportunity?.node == 2)
        let shard = try run(shop.injecting("schema", .dataAccess, at: .shard(1)), "rolling")
        #expect(shard.faults.first?.opportunity?.shard == 1)
        let instant = try run(shop.injecting("configuration", .configuration, at: .instant(1000)), "rolling")
        #expect(instant.faults.first?.struck == .zero + .seconds(1000) && lost(instant) > 0)
        let index = try run(shop.injecting("library", .environment, at: .operation(.installPackage, index: 3)), "rolling")
        #expect(index.faults.first?.opportunity?.node == 3)
        let step = try run(shop.injecting("library", .environment, at: .step("batch 3")), "rolling")
        #expect(step.faults.first?.opportunity?.node == 2)
    }

    @Test("a script is wrong on every node, and a hand on one")
    func scripts() throws {
        var shop = try ThreeTier.faulty().injecting("library", .environment)
        shop.faults.detection.verification = [:]
        shop.faults.detection.healthPeriod = 0
        shop.faults.detection.noticeable = 2
        let byHand = try run(shop, "rolling")
        shop.faults.scriptedTiers = [ThreeTier.web]
        let scripted = try run(shop, "rolling")
        #expect(byHand.faults.first?.chain.first == "library broken on 1 node")
        #expect(scripted.faults.first?.chain.first == "library broken on 4 nodes")
        #expect(lost(scripted) > 3 * lost(byHand))
    }

    @Test("repetitions, recorded or not, are the same run", arguments: StrategyCatalogue.all.map(\.name))
    func deterministic(_ name: String) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        let shop = try ThreeTier.faulty().injecting("configuration", .configuration).injecting("privilege", .dataAccess)
        let first = shop.run(strategy, seed: 5).result
        let log = RunLog()
        let second = shop.run(strategy, seed: 5) { $0.recorder = log }.result
        #expect(first.fingerprint == second.fingerprint && first.faults == second.faults && first.measures == second.measures)
    }
}
