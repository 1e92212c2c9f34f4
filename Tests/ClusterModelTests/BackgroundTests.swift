import ClusterModel
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Background work takes only what the throttle leaves: on a server in service at utilisation u under the ceiling c it gets (c - u) of the cores.
@Suite struct BackgroundTests {
    /// Rates that were seen, in order.
    private final class Rates: ActivityOwner, @unchecked Sendable {
        var seen: [Double] = []
        func pieceDone(_ activity: ActivityHandle) -> Double? { nil }
    }

    private func rates(
        _ system: SystemDescription, on node: Int, ceiling: Double, seconds: Double = 100,
        _ script: @escaping @Sendable (UpgradeRun) -> Void = { _ in }
    ) -> (rates: [Double], result: RunResult) {
        let rates = Rates()
        let result = runScript(
            system, seconds: seconds, configure: { $0.activities.utilisationCeiling = ceiling },
            script: { run in
                let processor = run.activities.resources.resource(.processor, of: node)
                try await run.wait(1)
                let handle = run.activities.start(uses: [ResourceUse(processor)], amount: 1e9, owner: rates)
                try await run.wait(1)
                rates.seen.append(run.activities.rate(of: handle))
                script(run)
                try await run.wait(1)
                rates.seen.append(run.activities.rate(of: handle))
            })
        return (rates.seen, result)
    }

    @Test("on a server that serves: (c - u) x cores; nothing at or above the ceiling", arguments: [0, 0.3, 0.69, 0.7, 0.9], [0.7, 1.0])
    func leftOver(_ utilisation: Double, _ ceiling: Double) {
        let system = Systems.oneTier(nodes: 1, cores: 8, speed: 2, utilisation: utilisation)
        let seen = rates(system, on: 0, ceiling: ceiling).rates
        // Sixteen reference cores.
        #expect(abs(seen[0] - max(0, ceiling - utilisation) * 16) < 1e-9)
    }

    @Test("on a server out of service: all cores; on a broken one: none; back in service: throttled again")
    func states() {
        let system = Systems.oneTier(nodes: 2, cores: 8, utilisation: 0.2)
        let out = rates(system, on: 0, ceiling: 0.7) { $0.cluster.takeOut([0], for: $0.cluster.cause("step", .planned)) }
        #expect(agrees(out.rates[0], 0.5 * 8) && out.rates[1] == 8)
        let broken = rates(system, on: 0, ceiling: 0.7) { $0.cluster.fail(0, cause: $0.cluster.cause("crash", .unplanned)) }
        #expect(broken.rates[1] == 0)
        // The other node's load doubles: its background shrinks to 0.7 - 0.4.
        let other = rates(system, on: 1, ceiling: 0.7) { $0.cluster.takeOut([0], for: $0.cluster.cause("step", .planned)) }
        #expect(agrees(other.rates[1], 0.3 * 8))
    }

    @Test("work that comes to a server between two changes of its load is throttled at once")
    func latecomer() {
        let owner = Rates()
        _ = runScript(
            Systems.oneTier(nodes: 1, cores: 8, utilisation: 0.2), seconds: 10, configure: { $0.activities.utilisationCeiling = 0.7 },
            script: { run in
                try await run.wait(1)
                for kind in [NodeResource.processor, .diskRead] {
                    let resource = run.activities.resources.resource(kind, of: 0)
                    let handle = run.activities.start(uses: [ResourceUse(resource)], amount: 1e15, owner: owner)
                    try await run.wait(1)
                    owner.seen.append(run.activities.rate(of: handle))
                }
            })
        #expect(owner.seen.count == 2 && agrees(owner.seen[0], 0.5 * 8) && agrees(owner.seen[1], 0.7 * 1e12), "\(owner.seen)")
    }

    @Test("two conversions on one server share what is left")
    func shared() {
        let owner = Rates()
        _ = runScript(
            Systems.oneTier(nodes: 1, cores: 8, utilisation: 0.2), seconds: 10, configure: { $0.activities.utilisationCeiling = 0.7 },
            script: { run in
                let processor = run.activities.resources.resource(.processor, of: 0)
                let handles = (0..<2).map { _ in run.activities.start(uses: [ResourceUse(processor)], amount: 1e9, owner: owner) }
                try await run.wait(1)
                owner.seen = handles.map { run.activities.rate(of: $0) }
            })
        #expect(owner.seen.allSatisfy { agrees($0, 2) } && owner.seen.count == 2)
    }

    @Test("requests do not feel the background without interference")
    func foreground() {
        let system = Systems.oneTier(nodes: 2, cores: 4, utilisation: 0.6)
        let alone = runScript(system, seconds: 100)
        let beside = rates(system, on: 0, ceiling: 1).result
        #expect(alone.measures == beside.measures)
    }

    /// Four cores at 0.4 beside a conversion that takes 0.4 of them: with an interference of one half requests see 0.6. M/M/c stretches d = 0.1 s to
    /// d (1 + C(4, 4ρ) / (4 (1 - ρ))).
    @Test("with interference requests feel a part of the background's utilisation, as long as it runs")
    func interference() {
        let system = Systems.oneTier(nodes: 1, cores: 4, utilisation: 0.4, queueLimit: .seconds(60))
        let owner = Rates()
        let result = runScript(
            system, seconds: 100,
            configure: {
                $0.activities.utilisationCeiling = 0.8
                $0.service.interference = 0.5
            },
            script: { run in
                let processor = run.activities.resources.resource(.processor, of: 0)
                try await run.wait(20)
                // 1.6 cores for 50 s.
                _ = run.activities.start(uses: [ResourceUse(processor)], amount: 80, owner: owner)
            })
        func response(_ utilisation: Double) -> Double {
            0.1 * (1 + QueueingFormulae.waitingFactor(servers: 4, utilisation: utilisation))
        }
        let measured = result.measures.classes[0]
        #expect(agrees(measured.responseSum / measured.served, 0.5 * response(0.4) + 0.5 * response(0.6), within: 1e-9))
    }

    @Test("primary and replicas of a shard: each is throttled by its own requests")
    func shard() {
        // 40 reads of 0.05 on two replicas of four cores: 0.25. 20 writes of 0.1 on the primary: 0.5.
        let shard = ShardDescription(name: "shard", nodes: 3, shareOfLoad: 1, shareOfData: 1)
        let tier = TierDescription(
            name: "database", nodes: 3, hardware: Systems.machine(cores: 4), software: Systems.software(), shards: [shard],
            primaryReads: .never)
        let classes = [
            RequestClass(name: "view", ratio: 40, objective: .seconds(1), path: [PathStep(tier: 0, demandCoreSeconds: 0.05)]),
            RequestClass(
                name: "edit", ratio: 20, writes: true, objective: .seconds(1),
                path: [PathStep(tier: 0, demandCoreSeconds: 0.1, isWrite: true)]),
        ]
        var system = SystemDescription(sites: [Systems.wideSite], tiers: [tier], classes: classes, load: .constant(1))
        #expect(agrees(rates(system, on: 0, ceiling: 0.8).rates[0], 0.3 * 4))
        #expect(agrees(rates(system, on: 1, ceiling: 0.8).rates[0], 0.55 * 4))
        // A primary that reads as well: of twelve cores two are for its writes, and the reads keep a fifth of the other ten busy.
        system.tiers[0].primaryReads = .always
        #expect(agrees(rates(system, on: 0, ceiling: 0.8).rates[0], (0.8 - 0.6) * 4))
        #expect(agrees(rates(system, on: 1, ceiling: 0.8).rates[0], (0.8 - 0.2) * 4))
    }
}
