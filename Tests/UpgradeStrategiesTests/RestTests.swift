import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Tiers that are at rest are not solved again, which must not change a bit of any result.
@Suite struct RestTests {
    private static let strategies = StrategyCatalogue.all.map(\.name)

    /// Everything that a run says; tables and steps included.
    private func essence(_ result: RunResult) -> String { String(reflecting: result) }

    private func expectNoDifference(_ shop: ThreeTier, _ name: String, seed: UInt64, _ comment: Comment) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        let fast = shop.run(strategy, seed: seed)
        let slow = shop.run(strategy, seed: seed) { $0.service.solvesAnew = true }
        #expect(fast.result.fingerprint == slow.result.fingerprint, comment)
        #expect(fast.result.measures == slow.result.measures, comment)
        #expect(essence(fast.result) == essence(slow.result), comment)
    }

    @Test("runs with crashes, queues, held writes and two versions are the same to the last bit", arguments: strategies)
    func sameBits(_ name: String) throws {
        for seed in UInt64(1)...12 {
            var shop = ThreeTier()
            shop.viewsPerSecond = [20, 60, 95, 118][Int(seed) % 4]
            shop.primaryReads = [.always, .whenNeeded, .never, .whileReadOnly][Int(seed / 2) % 4]
            shop.closedWrites = seed % 2 == 0 ? .hold(.minutes(30)) : .refuse
            shop.change = seed % 3 == 0 ? .additive : .incompatible
            shop.isLeased = seed % 5 == 0
            shop.hasSearch = seed % 4 == 1
            shop.servers = seed % 6 == 0 ? [2, 4] : [3, 3]
            shop.hardwareFaults = HardwareFaults(
                timeToFailure: try .exponential(mean: 2 * 3600), timeToRepair: try .exponential(mean: 600))
            try expectNoDifference(shop, name, seed: seed, "\(name), seed \(seed)")
        }
    }

    @Test("something is at rest while web servers crash, and nothing once requests are solved anew")
    func rests() throws {
        final class Watcher: RunRecorder {
            var (rests, changes) = (0, 0)
            func stateChanged(_ run: UpgradeRun) {
                changes += 1
                if run.service.tiersAtRest > 0 { rests += 1 }
            }
        }
        var shop = ThreeTier()
        shop.hardwareFaults = HardwareFaults(timeToFailure: try .exponential(mean: 3600), timeToRepair: try .exponential(mean: 600))
        let strategy = try #require(StrategyCatalogue.strategy(named: "rolling"))
        let (fast, slow) = (Watcher(), Watcher())
        _ = shop.run(strategy, seed: 1) { $0.recorder = fast }
        _ = shop.run(strategy, seed: 1) {
            $0.recorder = slow
            $0.service.solvesAnew = true
        }
        #expect(fast.rests > 10 && slow.rests == 0 && fast.changes == slow.changes)
    }
}
