import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// What faults do to services, by hand. Ten nodes of one core serve requests of 0.1 core-seconds, ten a second each, without a queue.
@Suite struct ImpairmentTests {
    private func fault(
        _ run: UpgradeRun, as label: String = "fault", tier: Int = 0, universe: Universe = .original, _ extent: Impairment.Extent,
        requestClass: Int? = nil
    ) -> Impairment {
        Impairment(
            cause: run.cluster.cause(label, .unplanned), tier: tier, universe: universe, extent: extent, requestClass: requestClass)
    }

    /// The nodes of a list suffer, the others don't.
    private func on(_ nodes: some Sequence<Int>, _ severity: Severity) -> Impairment.Extent {
        .nodes(Dictionary(uniqueKeysWithValues: nodes.map { ($0, severity) }), others: .none)
    }

    private func lost(_ result: RunResult, _ requestClass: Int = 0) -> [String: Double] {
        let measured = result.measures.classes[requestClass]
        let found = measured.lostByCause.enumerated().filter { $0.element > 1e-9 }.map { (result.causes[$0.offset].label, $0.element) }
        #expect(agrees(found.reduce(0) { $0 + $1.1 }, measured.lost, within: 1e-12))
        return Dictionary(uniqueKeysWithValues: found)
    }

    private func expect(_ found: [String: Double], _ expected: [String: Double]) {
        #expect(found.keys.sorted() == expected.keys.sorted())
        for (label, requests) in expected { #expect(agrees(found[label] ?? 0, requests, within: 1e-12), "\(label): \(found)") }
    }

    @Test(
        "k of n nodes that fail a fraction fail exactly that, and nothing of it is planned",
        arguments: [(1, 0.5), (3, 0.5), (10, 0.2), (4, 1)])
    func someNodes(_ count: Int, _ fraction: Double) {
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.5), seconds: 300,
            script: { run in
                let severity = Severity(failedReads: fraction)
                try await run.wait(100)
                run.cluster.impair(fault(run, on(0..<count, severity)))
                try await run.wait(100)
                run.cluster.heal(run.cluster.cause("fault", .unplanned), tier: 0, universe: .original)
            })
        expect(lost(result), ["fault": 50 * Double(count) / 10 * fraction * 100])
        #expect(result.measures.classes[0].lostToPlan == 0)
        #expect(result.measures.classes[0].outageSeconds == (Double(count) / 10 * fraction > 0.5 ? 100 : 0))
    }

    @Test("a failing node that is taken out fails nothing any more, and what is said anew replaces what was said")
    func takenOut() {
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.5), seconds: 300,
            script: { run in
                run.cluster.impair(fault(run, on([0], .total)))
                try await run.wait(100)
                run.cluster.takeOut([0], for: run.cluster.cause("step", .planned))
                try await run.wait(100)
                run.cluster.returnToService([0])
                run.cluster.impair(fault(run, on([0], Severity(failedReads: 0.2))))
            })
        expect(lost(result), ["fault": 5 * 100 + 1 * 100])
    }

    @Test("reads and writes fail apart; a class that alone meets it alone loses")
    func readsAndWrites() {
        let shard = ShardDescription(name: "shard", nodes: 4, shareOfLoad: 1, shareOfData: 1)
        let front = TierDescription(name: "front", nodes: 10, hardware: Systems.machine(), software: Systems.software())
        let store = TierDescription(
            name: "store", nodes: 4, hardware: Systems.machine(cores: 4), software: Systems.software(), shards: [shard])
        let steps = (PathStep(tier: 0, demandCoreSeconds: 0.01), PathStep(tier: 1, demandCoreSeconds: 0.01))
        let write = PathStep(tier: 1, demandCoreSeconds: 0.01, isWrite: true)
        let classes = [
            RequestClass(name: "read", ratio: 1, objective: .seconds(9), path: [steps.0, steps.1]),
            RequestClass(name: "edit", ratio: 0.5, writes: true, objective: .seconds(9), path: [steps.0, steps.1, write]),
        ]
        let system = SystemDescription(sites: [Systems.wideSite], tiers: [front, store], classes: classes, load: .constant(40))
        func losses(_ impairment: @escaping @Sendable (UpgradeRun) -> Impairment) -> [Double] {
            let result = runScript(system, seconds: 100, script: { run in run.cluster.impair(impairment(run)) })
            return result.measures.classes.map { ($0.lost * 1e6).rounded() / 1e6 }
        }
        let half = Severity(failedReads: 0.5, failedWrites: 0.25)
        // In front a class writes or reads as a whole; behind, a visit does: an edit reads there first.
        #expect(losses { self.fault($0, self.on(0..<10, half)) } == [2000, 500])
        #expect(losses { self.fault($0, tier: 1, .nodes([:], others: half)) } == [2000, 20 * (1 - 0.5 * 0.75) * 100])
        // Of the four servers the first is the primary; three answer reads.
        #expect(losses { self.fault($0, tier: 1, self.on([10], .total)) } == [0, 2000])
        #expect(losses { self.fault($0, tier: 1, self.on([11], .total)) } == [1333.333333, 666.666667])
        #expect(losses { self.fault($0, self.on(0..<10, half), requestClass: 1) } == [0, 500])
    }

    @Test("slow nodes: capacity falls, and response times rise as the formula of the slower machine says")
    func slow() {
        func measure(_ utilisation: Double, _ severity: Severity, nodes: Int = 10, queue: Int = 0) -> ClassMeasures {
            runScript(
                Systems.oneTier(nodes: 10, utilisation: utilisation, queueLimit: .seconds(queue)), seconds: 100,
                script: { run in run.cluster.impair(fault(run, on(0..<nodes, severity))) }
            ).measures.classes[0]
        }
        // d / (1 - ρ), with d and ρ doubled, or half as much again where half of the nodes are twice as slow.
        let (twice, half) = (measure(0.25, Severity(slowdown: 1), queue: 60), measure(0.25, Severity(slowdown: 1), nodes: 5, queue: 60))
        #expect(agrees(twice.responseSum / twice.served, 0.2 / 0.5, within: 1e-9))
        #expect(agrees(half.responseSum / half.served, 0.15 / (1 - 0.375), within: 1e-9))
        #expect(twice.lost == 0 && half.lost == 0)
        // 90 a second on 100 / 1.5.
        #expect(agrees(measure(0.9, Severity(slowdown: 0.5)).lost, (90 - 100 / 1.5) * 100, within: 1e-9))
        // Slow and failing: what gets through the narrower door fails as well.
        #expect(agrees(measure(0.9, Severity(failedReads: 0.1, slowdown: 0.5)).served, 100 / 1.5 * 0.9 * 100, within: 1e-9))
    }

    @Test("causes in order of onset: each owns what it adds, and together they own the loss")
    func twoCauses() {
        func run(_ first: [String]) -> [String: Double] {
            let result = runScript(
                Systems.oneTier(nodes: 10, utilisation: 0.5), seconds: 200,
                script: { run in
                    let faults = [
                        "a": fault(run, as: "a", on(0..<4, Severity(failedReads: 0.5))), "b": fault(run, as: "b", on(0..<2, .total)),
                    ]
                    for label in first {
                        run.cluster.impair(faults[label]!)
                        try await run.wait(100)
                    }
                })
            return lost(result)
        }
        // Each fails a fifth of what the other leaves: 10 a second alone, 18 together.
        expect(run(["a", "b"]), ["a": 10 * 200, "b": 8 * 100])
        expect(run(["b", "a"]), ["b": 10 * 200, "a": 8 * 100])
    }

    @Test("a step beside a fault: the plan owns what it alone would lose")
    func stepAndFault() {
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.9), seconds: 200,
            script: { run in
                run.cluster.impair(fault(run, .nodes([:], others: Severity(failedReads: 0.5))))
                try await run.wait(100)
                run.cluster.takeOut([0, 1, 2], for: run.cluster.cause("step", .planned))
            })
        // 45 a second to the fault; of 70 that get in with three nodes out, 35: ten more.
        expect(lost(result), ["fault": 45 * 200, "step": 10 * 100])
        #expect(agrees(result.measures.classes[0].lostToPlan, 20 * 100, within: 1e-12))
    }

    @Test("the new version, and both while they are mixed")
    func versions() {
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.5), seconds: 400,
            script: { run in
                run.cluster.impair(fault(run, as: "new", .newVersion(Severity(failedReads: 1))))
                run.cluster.impair(fault(run, as: "mixed", .bothVersions(Severity(failedReads: 0.5))))
                #expect(run.cluster.severity(of: 0, from: run.cluster.cause("new", .unplanned)).isNone)
                try await run.wait(100)
                run.cluster.setVersion(.new, of: [0, 1, 2])
                #expect(run.cluster.severity(of: 0, from: run.cluster.cause("new", .unplanned)) == Severity(failedReads: 1))
                #expect(run.cluster.severity(of: 9, from: run.cluster.cause("mixed", .unplanned)) == Severity(failedReads: 0.5))
                try await run.wait(100)
                // Out of service the old ones mix with nothing.
                run.cluster.takeOut(3..<10, for: run.cluster.cause("step", .planned))
                run.cluster.heal(run.cluster.cause("new", .unplanned), tier: 0, universe: .original)
                #expect(run.cluster.severity(of: 9, from: run.cluster.cause("mixed", .unplanned)).isNone)
                try await run.wait(100)
                run.cluster.setVersion(.new, of: 3..<10)
                run.cluster.returnToService(3..<10)
            })
        // 15 a second by the new version, half of the other 35 by the mixture; then 30 of 50 are served by three nodes.
        expect(lost(result), ["new": 15 * 100, "mixed": 17.5 * 100, "step": 20 * 100])
    }

    @Test("rows are spoiled where they are written or before, counted once, and nobody loses a request")
    func corruption() {
        let shard = ShardDescription(name: "shard", nodes: 2, shareOfLoad: 1, shareOfData: 1)
        let front = TierDescription(name: "front", nodes: 10, hardware: Systems.machine(), software: Systems.software())
        let store = TierDescription(
            name: "store", nodes: 2, hardware: Systems.machine(cores: 4), software: Systems.software(), shards: [shard])
        let write = PathStep(tier: 1, demandCoreSeconds: 0.001, isWrite: true)
        let edit = RequestClass(
            name: "edit", ratio: 1, writes: true, objective: .seconds(9), path: [PathStep(tier: 0, demandCoreSeconds: 0.01), write, write])
        let system = SystemDescription(sites: [Systems.wideSite], tiers: [front, store], classes: [edit], load: .constant(40))
        nonisolated(unsafe) var damage: [String: FaultDamage] = [:]
        let result = runScript(
            system, seconds: 200, configure: { $0.service.rowsPerRequest = [3] },
            script: { run in
                run.cluster.impair(fault(run, as: "before", on(0..<5, Severity(corruption: 0.2))))
                run.cluster.impair(fault(run, as: "there", tier: 1, .nodes([:], others: Severity(failedWrites: 0.5, corruption: 0.1))))
                try await run.wait(100)
                run.settleNow()
                for label in ["before", "there"] { damage[label] = run.service.damage[run.cluster.cause(label, .unplanned)] }
                for (tier, label) in ["before", "there"].enumerated() {
                    run.cluster.heal(run.cluster.cause(label, .unplanned), tier: tier, universe: .original)
                }
            })
        // 40 a second come, half of them meet the one before; two writes follow, of which each fails half. Rows are those of the last write.
        #expect(agrees(damage["before"]?.rows ?? 0, 40 * 0.25 * 3 * 0.5 * 0.2 * 100, within: 1e-9))
        #expect(agrees(damage["before"]?.requests ?? 0, 40 * 0.5 * 100, within: 1e-9))
        #expect(agrees(damage["there"]?.rows ?? 0, 40 * 0.25 * 3 * (1 - 0.9 * 0.9) * 100, within: 1e-9))
        #expect(agrees(damage["there"]?.requests ?? 0, 40 * 100, within: 1e-9))
        expect(lost(result), ["there": 40 * 0.75 * 100])
    }

    @Test("who is answered before a broken tier has not met it")
    func metBehindCache() {
        let cache = TierDescription(name: "cache", nodes: 2, hardware: Systems.machine(cores: 4), software: Systems.software())
        let back = TierDescription(name: "back", nodes: 10, hardware: Systems.machine(), software: Systems.software())
        let request = RequestClass(
            name: "request", ratio: 1, objective: .seconds(9),
            path: [PathStep(tier: 0, demandCoreSeconds: 0.001, hit: 0.8), PathStep(tier: 1, demandCoreSeconds: 0.01)])
        let system = SystemDescription(sites: [Systems.wideSite], tiers: [cache, back], classes: [request], load: .constant(100))
        nonisolated(unsafe) var met = 0.0
        let result = runScript(
            system, seconds: 100,
            script: { run in
                run.cluster.impair(fault(run, tier: 1, on(2..<7, Severity(failedReads: 0.1))))
                try await run.wait(50)
                run.settleNow()
                met = run.service.damage[run.cluster.cause("fault", .unplanned)]?.requests ?? 0
            })
        #expect(agrees(met, 100 * 0.2 * 0.5 * 50, within: 1e-9))
        expect(lost(result), ["fault": 100 * 0.2 * 0.5 * 0.1 * 100])
    }

    @Test("hits that are missed go on, and crowd what is behind")
    func missedHits() {
        let cache = TierDescription(name: "cache", nodes: 2, hardware: Systems.machine(cores: 4), software: Systems.software())
        let back = TierDescription(name: "back", nodes: 4, hardware: Systems.machine(), software: Systems.software())
        let request = RequestClass(
            name: "request", ratio: 1, objective: .seconds(9),
            path: [PathStep(tier: 0, demandCoreSeconds: 0.001, hit: 0.8), PathStep(tier: 1, demandCoreSeconds: 0.1)])
        let system = SystemDescription(sites: [Systems.wideSite], tiers: [cache, back], classes: [request], load: .constant(100))
        let result = runScript(
            system, seconds: 200,
            script: { run in
                run.cluster.impair(fault(run, on([0, 1], Severity(missedHits: 0.5))))
                try await run.wait(100)
                run.cluster.impair(fault(run, on([0], Severity(missedHits: 1))))
            })
        // 40 of 80 hits are missed either way: 60 go on, and 40 are served behind.
        expect(lost(result), ["fault": 20 * 200])
    }

    /// Two tiers; a second universe has a front of its own and shares the tier behind.
    @Test("a fault is felt by who uses the tier: a private one in its universe, a shared one in both")
    func universes() {
        let front = TierDescription(name: "front", nodes: 10, hardware: Systems.machine(), software: Systems.software())
        let back = TierDescription(name: "back", nodes: 10, hardware: Systems.machine(), software: Systems.software())
        let request = RequestClass(
            name: "request", ratio: 1, objective: .seconds(9),
            path: [PathStep(tier: 0, demandCoreSeconds: 0.1), PathStep(tier: 1, demandCoreSeconds: 0.1)])
        let system = SystemDescription(sites: [Systems.wideSite], tiers: [front, back], classes: [request], load: .constant(50))
        let result = runScript(
            system, seconds: 400,
            script: { run in
                let nodes = run.cluster.addParallelUniverse([ParallelTier(tier: 0, site: 0, nodes: 10, hardware: Systems.machine())])
                run.cluster.setState(.inService, of: nodes)
                run.cluster.impair(fault(run, as: "new front", universe: .parallel, .nodes([:], others: Severity(failedReads: 0.4))))
                run.cluster.impair(fault(run, as: "old front", universe: .original, .nodes([:], others: Severity(failedReads: 0.2))))
                try await run.wait(100)
                run.cluster.switchTraffic(to: .parallel)
                try await run.wait(100)
                run.cluster.heal(run.cluster.cause("new front", .unplanned), tier: 0, universe: .parallel)
                run.cluster.impair(fault(run, as: "back", tier: 1, universe: .parallel, .nodes([:], others: Severity(failedReads: 0.1))))
                #expect(run.cluster.impairments(of: 1, in: .original).count == 1)
                try await run.wait(100)
                run.cluster.heal(run.cluster.cause("old front", .unplanned), tier: 0, universe: .original)
                run.cluster.switchTraffic(to: .original)
            })
        expect(lost(result), ["old front": 10 * 100, "new front": 20 * 100, "back": 5 * 200])
    }

    @Test("users who try again: a request is lost when its user gives up", arguments: [0, 0.5, 0.9])
    func retries(_ q: Double) {
        var system = Systems.oneTier(nodes: 10, utilisation: 0.2)
        system.retryProbability = q
        let result = runScript(
            system, seconds: 100, script: { run in run.cluster.impair(fault(run, on(0..<4, Severity(failedReads: 0.5)))) })
        // A fifth of all tries fails: of 20 a second 20 x 0.8 / (1 - 0.2 q) get their answer in the end.
        #expect(agrees(result.measures.classes[0].served, 20 * 0.8 / (1 - 0.2 * q) * 100, within: 1e-6))
        #expect(agrees(lost(result)["fault"] ?? 0, 20 * 0.2 * (1 - q) / (1 - 0.2 * q) * 100, within: 1e-6))
    }

    @Test("healed is as before, to the last bit; a fault that harms nobody changes nothing")
    func healed() throws {
        let log = RunLog()
        let plain = runScript(Systems.oneTier(nodes: 10, utilisation: 0.83), seconds: 300)
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.83), seconds: 300, log: log,
            script: { run in
                try await run.wait(100)
                run.cluster.impair(
                    fault(run, .nodes([:], others: Severity(failedReads: 0.3, failedWrites: 1, slowdown: 0.7, corruption: 1))))
                try await run.wait(100)
                run.cluster.heal(run.cluster.cause("fault", .unplanned), tier: 0, universe: .original)
                run.cluster.impair(fault(run, as: "harmless", .nodes([:], others: .none)))
            })
        let flows = log.stretches(until: .zero + .seconds(300)) {
            [$0.flows[0].served, $0.flows[0].lost, $0.flows[0].responseSlope, $0.flows[0].responseSeconds]
        }
        #expect(flows.count == 3 && flows.first?.value == flows.last?.value && flows[1].value != flows[0].value)
        #expect(result.measures.classes[0].served < plain.measures.classes[0].served)
        let same = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.83), seconds: 300,
            script: { run in
                run.cluster.impair(fault(run, .nodes([:], others: .none)))
                run.cluster.heal(run.cluster.cause("fault", .unplanned), tier: 0, universe: .original)
            })
        var (one, other) = (plain.measures.classes[0], same.measures.classes[0])
        (one.lostByCause, other.lostByCause) = ([], [])
        #expect(one == other)
    }
}
