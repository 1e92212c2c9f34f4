import CloudMarket
import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// The second system: tiers that it shares, caches that it fills, machines that it keeps, bytes that it pays for.
@Suite struct UniverseTests {
    private func run(_ rehearsal: Rehearsal, _ strategy: any Strategy = ParallelUniverse()) -> (run: UpgradeRun, result: RunResult) {
        let run = UpgradeRun(rehearsal, strategy: strategy, seed: 1, replication: 0)
        return (run, run.run())
    }

    /// The shop with a web tier whose cache answers `hit` of the views and is lost with a restart.
    private func cached(warmUp: SimulationDuration, hit: Double = 0.8, views: Double = 100) -> Rehearsal {
        var shop = ThreeTier()
        shop.viewsPerSecond = views
        var rehearsal = shop.rehearsal
        rehearsal.system.tiers[ThreeTier.web].cacheSurvivesRestart = false
        rehearsal.system.tiers[ThreeTier.web].cacheWarmUp = warmUp
        rehearsal.system.classes[0].path[0].hit = hit
        return rehearsal
    }

    @Test(
        "the data that versions cannot share, and its readers, must be in the second system",
        arguments: [ThreeTier.application, ThreeTier.database])
    func impossible(_ tier: Int) {
        var rehearsal = ThreeTier().rehearsal
        rehearsal.parallel?.tiers.removeAll { $0.tier.tier == tier }
        let (run, result) = run(rehearsal)
        #expect(result.outcome.label == "gave up")
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
    }

    @Test("shared tiers are rolled after the switchover, a sharded one server by server", arguments: [ThreeTier.web, ThreeTier.database])
    func sharedTiers(_ tier: Int) {
        var shop = ThreeTier()
        shop.change = .additive
        var rehearsal = shop.rehearsal
        rehearsal.parallel?.tiers.removeAll { $0.tier.tier == tier }
        let (run, result) = run(rehearsal)
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(result.measures.classes[0].lost == 0)
        // Edits stand still for two switchovers and the promotion.
        #expect(result.measures.classes[1].lost < 10 * 400)
    }

    @Test("testing the second system leaves the caches of shared tiers alone")
    func sharedCache() {
        var rehearsal = cached(warmUp: .minutes(5))
        rehearsal.system.tiers[ThreeTier.web].isUpgraded = false
        rehearsal.parallel?.tiers.removeAll { $0.tier.tier == ThreeTier.web }
        let (run, result) = run(rehearsal)
        #expect(result.outcome == .finished(retries: 0))
        #expect(result.causes.allSatisfy { $0.label != "cold caches of the new universe" || $0.uses == 0 })
        let warm = run.cluster.nodes(of: ThreeTier.web).allSatisfy { run.cluster.nodes[$0].warmth == 1 }
        #expect(warm && result.measures.classes[0].lost == 0)
    }

    /// At 600 views a second the application can only serve what the caches leave over.
    @Test("caches of the new universe are warm in the end, whoever fills them", arguments: [0, 10], [0, 5])
    func caches(_ testing: Int, _ warmUp: Int) {
        var rehearsal = cached(warmUp: .minutes(warmUp), views: 600)
        rehearsal.options.testing = .minutes(testing)
        rehearsal.options.afterSwitchover = .stay
        let (run, result) = run(rehearsal)
        #expect(result.outcome == .finished(retries: 0))
        let nodes = run.cluster.nodes(of: ThreeTier.web, in: .parallel)
        #expect(nodes.allSatisfy { run.cluster.nodes[$0].warmth == 1 })
        // Only where real users have to fill them is anything lost.
        #expect((result.measures.classes[0].lost > 0) == (testing == 0 && warmUp > 0))
        #expect(run.cluster.causes.active.isEmpty)
    }

    @Test("the old side is kept from the switchover on, however long shared tiers take")
    func keepOld() throws {
        var shop = ThreeTier()
        shop.change = .additive
        var rehearsal = shop.rehearsal
        rehearsal.parallel?.tiers.removeAll { $0.tier.tier == ThreeTier.web }
        rehearsal.options.keepOld = .hours(2)
        let (_, result) = run(rehearsal)
        let first = try #require(result.switchovers.first), second = try #require(result.switchovers.last)
        #expect(abs((second - first).seconds - 7200) < 120)
    }

    /// One launch of sixteen fails in each of three tries with this seed; a pause of three hours lies between the attempts.
    @Test("what a failed attempt keeps: nothing, or the machines that run, paid for in the pause", arguments: KeptThings.allCases)
    func keep(_ keep: KeptThings) {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.horizon = .hours(12)
        shop.launchFailureProbability = 0.45
        shop.procedure.attempts = 20
        shop.procedure.keep = keep
        shop.procedure.pauseBetweenAttempts = .minutes(90)
        let (run, result) = run(shop.rehearsal)
        #expect(result.attempts > 1)
        #expect(Complaints.aboutSums(run, result) == [])
        let kept = result.leases.filter { lease in
            guard let launched = lease.launched, let released = lease.released else { return false }
            return (released - launched).seconds > 5400
        }
        switch keep {
        case .nothing:
            // Nobody holds a machine through a pause.
            #expect(result.outcome.isFinished ? kept.count == 16 : kept.isEmpty)
        case .leases:
            #expect(result.outcome.isFinished)
            #expect(kept.count >= 16)
            #expect(Complaints.aboutEnd(run, result, version: .new) == [])
            // Sixteen machines run in the end, and none was let go and asked for again.
            #expect(result.leases.count { !$0.failed && $0.launched != nil } <= 16 + result.attempts * 16)
        }
    }

    /// The converted tables are 350 MB; 60 % lie on shard 0, which is copied at 1 MB/s.
    @Test("replayed writes go to a snapshot: copying it takes time, a test without writes needs none")
    func snapshot() throws {
        func testing(_ classes: [Int]?) throws -> Double {
            var shop = ThreeTier()
            shop.isLeased = true
            shop.options.replayedClasses = classes
            let result = shop.run(ParallelUniverse()).result
            let step = try #require(result.steps.first { $0.label == "test with live requests" })
            return (step.end - step.start).seconds
        }
        #expect(agrees(try testing([0]), 600, within: 1e-6))
        #expect(agrees(try testing([]), 600, within: 1e-6))
        #expect(agrees(try testing(nil), 600 + 210, within: 1e-3))
        #expect(agrees(try testing([1]), 600 + 210, within: 1e-3))
    }

    /// At 600 views a second the application needs warm caches.
    @Test("own nodes come back with empty caches: replayed requests fill them before users are there, or users do", arguments: [0, 10])
    func cachesAtHome(_ testing: Int) {
        var rehearsal = cached(warmUp: .minutes(5), views: 600)
        rehearsal.options.testing = .minutes(testing)
        let (run, result) = run(rehearsal)
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutSums(run, result) == [])
        let lost = result.causes.firstIndex { $0.label == "cold caches at home" }.map { cause in
            result.measures.classes[0].lostByCause.indices.contains(cause) ? result.measures.classes[0].lostByCause[cause] : 0
        }
        #expect(((lost ?? 0) > 0) == (testing == 0))
    }
}
