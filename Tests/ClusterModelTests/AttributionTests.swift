import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Who is to blame, by hand. Ten nodes of one core serve requests of 0.1 core-seconds, ten a second each, without a queue.
@Suite struct AttributionTests {
    private func lost(_ result: RunResult, _ requestClass: Int = 0) -> [String: Double] {
        var byLabel: [String: Double] = [:]
        for (cause, requests) in result.measures.classes[requestClass].lostByCause.enumerated() where requests > 1e-9 {
            byLabel[result.causes[cause].label] = requests
        }
        return byLabel
    }

    private func expect(_ result: RunResult, _ expected: [String: Double], planned: Double) {
        let byLabel = lost(result)
        #expect(byLabel.keys.sorted() == expected.keys.sorted())
        for (label, requests) in expected { #expect(agrees(byLabel[label] ?? 0, requests, within: 1e-12), "\(label): \(byLabel)") }
        #expect(agrees(result.measures.classes[0].lostToPlan, planned, within: 1e-12))
    }

    @Test("two causes: each owns what it adds to those before it")
    func inOrderOfOnset() {
        // 90 a second. From 100 s three nodes are out (70 left), from 200 s two more have crashed (50); at 300 s the three come back (80),
        // at 400 s the two as well.
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.9), seconds: 500,
            script: { run in
                let cluster = run.cluster
                try await run.wait(100)
                cluster.takeOut([0, 1, 2], for: cluster.cause("step", .planned))
                try await run.wait(100)
                for node in [5, 6] { cluster.fail(node, cause: cluster.cause("crash", .unplanned)) }
                try await run.wait(100)
                cluster.returnToService([0, 1, 2])
                try await run.wait(100)
                for node in [5, 6] { cluster.repair(node) }
            })
        expect(result, ["step": 20 * 100 + 20 * 100, "crash": 20 * 100 + 10 * 100], planned: 4000)
        // Yield is 70/90 and 50/90: no outage, and the loss beyond the plan's is unplanned.
        #expect(result.measures.classes[0].outageSeconds == 0)
        #expect(agrees(result.measures.classes[0].lostServiceSeconds, (20 + 40 + 10) / 90 * 100))
        #expect(agrees(result.measures.classes[0].plannedLostServiceSeconds, (20 + 20) / 90.0 * 100))
    }

    @Test("a crash before the step: the step owns the rest, planned downtime is what the plan alone would have lost")
    func crashFirst() {
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.9), seconds: 300,
            script: { run in
                let cluster = run.cluster
                try await run.wait(100)
                for node in [5, 6] { cluster.fail(node, cause: cluster.cause("crash", .unplanned)) }
                try await run.wait(100)
                cluster.takeOut([0, 1, 2], for: cluster.cause("step", .planned))
            })
        // 10 a second to the crash alone, then 30 more to the step, of which the plan alone would have made 20.
        expect(result, ["crash": 10 * 100 + 10 * 100, "step": 30 * 100], planned: 20 * 100)
    }

    @Test("ordinary shortage comes first and is nobody's fault")
    func baseline() {
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 1.1), seconds: 200,
            script: { run in
                try await run.wait(100)
                run.cluster.takeOut([0, 1, 2], for: run.cluster.cause("step", .planned))
            })
        expect(result, ["baseline": 10 * 200, "step": 30 * 100], planned: 30 * 100)
    }

    @Test("a node that is out and broken is missing once: the first cause owns it, then the other")
    func oneNodeTwoCauses() {
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 1), seconds: 400,
            script: { run in
                let cluster = run.cluster
                try await run.wait(100)
                cluster.takeOut([0], for: cluster.cause("step", .planned))
                try await run.wait(100)
                cluster.fail(0, cause: cluster.cause("crash", .unplanned))
                try await run.wait(100)
                cluster.returnToService([0])
                try await run.wait(50)
                cluster.repair(0)
            })
        expect(result, ["step": 10 * 200, "crash": 10 * 50], planned: 2000)
    }

    /// A cache answers 80 of 100 requests a second; four nodes behind it serve 40.
    @Test("cold caches own what misses beyond the capacity, a node that is out beside them what it adds")
    func coldCaches() {
        let cache = TierDescription(name: "cache", nodes: 2, hardware: Systems.machine(cores: 4), software: Systems.software())
        let back = TierDescription(name: "back", nodes: 4, hardware: Systems.machine(), software: Systems.software())
        let request = RequestClass(
            name: "request", ratio: 1, objective: .seconds(9),
            path: [PathStep(tier: 0, demandCoreSeconds: 0.001, hit: 0.8), PathStep(tier: 1, demandCoreSeconds: 0.1)])
        let system = SystemDescription(sites: [Systems.wideSite], tiers: [cache, back], classes: [request], load: .constant(100))
        let result = runScript(
            system, seconds: 500,
            script: { run in
                let cluster = run.cluster
                let cold = cluster.cause("cold caches", .planned)
                try await run.wait(100)
                // Empty: 100 miss, 40 are served.
                cluster.setWarmth(0, of: [0, 1], cause: cold)
                try await run.wait(100)
                // Half warm: 60 miss; from 300 s on 30 are served.
                cluster.setWarmth(0.5, of: [0, 1], cause: cold)
                try await run.wait(100)
                cluster.takeOut([2], for: cluster.cause("step", .planned))
                try await run.wait(100)
                // Warm: 20 miss, which three nodes serve.
                cluster.setWarmth(1, of: [0, 1], cause: cold)
            })
        expect(result, ["cold caches": 60 * 100 + 20 * 100 + 20 * 100, "step": 10 * 100], planned: 11_000)
    }

    @Test("one cache of two cold: hits follow the mean warmth")
    func oneColdCache() {
        let cache = TierDescription(name: "cache", nodes: 2, hardware: Systems.machine(cores: 4), software: Systems.software())
        let back = TierDescription(name: "back", nodes: 1, hardware: Systems.machine(cores: 5), software: Systems.software())
        let request = RequestClass(
            name: "request", ratio: 1, objective: .seconds(9),
            path: [PathStep(tier: 0, demandCoreSeconds: 0.001, hit: 0.8), PathStep(tier: 1, demandCoreSeconds: 0.1)])
        let system = SystemDescription(sites: [Systems.wideSite], tiers: [cache, back], classes: [request], load: .constant(100))
        let result = runScript(
            system, seconds: 100,
            script: { run in
                run.cluster.setWarmth(0, of: [0], cause: run.cluster.cause("cold cache", .unplanned))
            })
        // Mean warmth 0.5: 60 miss, 50 are served.
        expect(result, ["cold cache": 10 * 100], planned: 0)
    }

    @Test("requests in flight on a node that crashes fail, each once")
    func inFlight() {
        // Processor sharing at utilisation 0.8 on one core: 0.1 / 0.2 = 0.5 s in the system, 8 a second a node: four in flight a node.
        let result = runScript(
            Systems.oneTier(nodes: 10, utilisation: 0.8, queueLimit: .seconds(60)), seconds: 200,
            script: { run in
                try await run.wait(100)
                let cause = run.cluster.cause("crash", .unplanned)
                run.settleNow()
                run.service.failInFlight(on: 3, cause: cause)
                run.cluster.fail(3, cause: cause)
            })
        #expect(agrees(result.measures.classes[0].failed, 4, within: 1e-9))
        #expect(agrees(result.measures.classes[0].served, 80 * 200 - 4, within: 1e-12))
        expect(result, ["crash": 4], planned: 0)
    }
}
