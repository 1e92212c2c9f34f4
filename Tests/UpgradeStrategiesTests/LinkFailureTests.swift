import ClusterModel
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Links between sites that are down for a time.
@Suite struct LinkFailureTests {
    /// The second system stands at another site; the link is down for 1,000 s.
    private static func shop() throws -> ThreeTier {
        var shop = try HardwareFaultTests.shop(repair: 1000)
        shop.isLeased = true
        shop.linkBytesPerSecond = 1e9
        shop.horizon = .hours(24)
        return shop
    }

    private func step(_ result: RunResult, _ label: String) throws -> StepRecord {
        try #require(result.steps.first { $0.label == label }, "\(result.steps.map(\.label))")
    }

    @Test("while data is transferred: the transfer stands still, two chunks are lost, and users notice nothing")
    func transfer() throws {
        let shop = try Self.shop()
        let free = shop.run(ParallelUniverse()).result
        let before = try step(free, "transfer and convert")
        let (run, result) = shop.run(ParallelUniverse()) { $0.fail(.link, 0, atSeconds: before.start.seconds + 100.3) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(Complaints.aboutSums(run, result) == [])
        let step = try step(result, "transfer and convert")
        let longer = (step.end - step.start).seconds - (before.end - before.start).seconds
        // A chunk of pages takes 2.5 s, and some rows are added meanwhile.
        #expect(longer >= 1000 && longer <= 1005, "\(longer)")
        #expect(result.chunksLost == 2 && result.hardware.linkFailures == 1)
        #expect(result.measures.classes[0].lost == free.measures.classes[0].lost)
        #expect(HardwareFaultTests.lost(result, 1, "link failure between here and there") == 0)
        #expect(result.steps.first { $0.label == "failure of the link between here and there" }?.chunksLost == 2)
    }

    @Test("while changed rows are tracked: they wait, and the last of them are converted when the link is back")
    func tracking() throws {
        let shop = try Self.shop()
        let free = shop.run(ParallelUniverse()).result
        let before = try step(free, "quiescence and switchover")
        // Ten seconds of writing closed pass before the rest is converted.
        let (run, result) = shop.run(ParallelUniverse()) { $0.fail(.link, 0, atSeconds: before.start.seconds + 5) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        let step = try step(result, "quiescence and switchover")
        let longer = (step.end - step.start).seconds - (before.end - before.start).seconds
        // The link comes back 995 s after the conversion of the rest would have begun.
        #expect(longer > 990 && longer < 1000, "\(longer)")
    }

    @Test("while users are in the other universe: nothing is lost, and what is to come home waits")
    func active() throws {
        let shop = try Self.shop()
        let free = shop.run(ParallelUniverse()).result
        let before = try step(free, "install own nodes anew and bring the data home")
        // 60, 120 and 60 s pass before servers are copied.
        let (run, result) = shop.run(ParallelUniverse()) { $0.fail(.link, 0, atSeconds: before.start.seconds + 300.5) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        let step = try step(result, "install own nodes anew and bring the data home")
        let longer = (step.end - step.start).seconds - (before.end - before.start).seconds
        // A chunk takes 1 s; 1,000 s of writes more, 18 rows a second, are applied in 1.8 s.
        #expect(longer >= 1000 && longer <= 1003, "\(longer)")
        #expect(result.measures.classes.map(\.lost) == free.measures.classes.map(\.lost))
    }

    @Test("while own servers follow: they stop, and are level before users come back")
    func following() throws {
        let shop = try Self.shop()
        let free = shop.run(ParallelUniverse()).result
        let before = try step(free, "switch back")
        let (run, result) = shop.run(ParallelUniverse()) { $0.fail(.link, 0, atSeconds: before.start.seconds - 500) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        let start = try step(result, "switch back").start.seconds
        // 500 s of waiting, then 1,000 s of writes are applied in 1.8 s, of which those within the last second may be left.
        #expect(start - before.start.seconds >= 500 && start - before.start.seconds < 503, "\(start - before.start.seconds)")
    }

    /// Web servers here, a database there; a hundred requests a second of which one in ten writes.
    @Test("requests that go over the link are lost while it is down, and all others are served")
    func requests() throws {
        let machine = Systems.machine(cores: 2)
        let here = Systems.wideSite
        var there = here
        there.name = "there"
        let tiers = [
            TierDescription(name: "web", nodes: 2, hardware: machine, software: Systems.software()),
            TierDescription(name: "store", site: 1, nodes: 2, hardware: machine, software: Systems.software()),
        ]
        let web = PathStep(tier: 0, demandCoreSeconds: 0.001, hit: 0.75, cacheTier: 0)
        let classes = [
            RequestClass(name: "read", ratio: 1, objective: .seconds(1), path: [web, PathStep(tier: 1, demandCoreSeconds: 0.001)]),
            RequestClass(name: "home", ratio: 0.5, objective: .seconds(1), path: [PathStep(tier: 0, demandCoreSeconds: 0.001)]),
            RequestClass(name: "near", ratio: 0.5, objective: .seconds(1), path: [PathStep(tier: 1, demandCoreSeconds: 0.001)]),
        ]
        let system = SystemDescription(
            sites: [here, there], wideAreaLinks: [WideAreaLink(first: 0, second: 1, bytesPerSecond: 1e9, latency: .zero)], tiers: tiers,
            classes: classes, load: .constant(100))
        let outages = Outages(timeToFailure: try .constant(500), timeToRepair: try .constant(200))
        let rehearsal = Rehearsal(
            system: system,
            hardwareFaults: HardwareFaults(timeToFailure: nil, timeToRepair: try .constant(1), links: outages), horizon: .seconds(1000))
        let run = UpgradeRun(rehearsal, strategy: StrategyCatalogue.control, seed: 1, replication: 0)
        let result = run.run()
        #expect(Complaints.aboutSums(run, result) == [])
        // A quarter gets past the cache: 25 a second for 200 s.
        #expect(agrees(result.measures.classes[0].lost, 5000))
        #expect(agrees(HardwareFaultTests.lost(result, 0, "link failure between here and there"), 5000))
        #expect(result.measures.classes[1].lost == 0 && result.measures.classes[2].lost == 0)
        #expect(run.cluster.causes.active.isEmpty)
    }
}
