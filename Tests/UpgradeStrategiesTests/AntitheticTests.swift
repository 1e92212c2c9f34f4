import RandomStreams
import SimulationKernel
import TestSupport
import Testing

@testable import UpgradeStrategies

/// Replications 2k and 2k + 1 as antithetic pairs.
@Suite struct AntitheticTests {
    private func run(_ shop: ThreeTier, _ strategy: any Strategy, _ replication: UInt64, isPaired: Bool) -> RunResult {
        UpgradeRun(shop.rehearsal, strategy: strategy, seed: 7, replication: replication, isPaired: isPaired).run()
    }

    @Test("the first of a pair is what it is anyhow, the second is another run, and as repeatable", arguments: [0, 6] as [UInt64])
    func partners(_ even: UInt64) throws {
        let shop = try ThreeTier.unsteady()
        let first = run(shop, RollingUpgrade(), even, isPaired: true)
        #expect(first.fingerprint == run(shop, RollingUpgrade(), even, isPaired: false).fingerprint)
        let second = run(shop, RollingUpgrade(), even + 1, isPaired: true)
        #expect(second.replication == even + 1 && second.fingerprint != first.fingerprint)
        #expect(second.fingerprint != run(shop, RollingUpgrade(), even + 1, isPaired: false).fingerprint)
        #expect(second.fingerprint == run(shop, RollingUpgrade(), even + 1, isPaired: true).fingerprint)
    }

    @Test("every stream of the second mirrors its namesake, also those that follow from a number that was drawn")
    func streams() throws {
        let rehearsal = try ThreeTier.unsteady().rehearsal
        let first = UpgradeRun(rehearsal, strategy: RollingUpgrade(), seed: 7, replication: 4, isPaired: true)
        let second = UpgradeRun(rehearsal, strategy: RollingUpgrade(), seed: 7, replication: 5, isPaired: true)
        func salt(_ run: UpgradeRun) -> UInt64 {
            var stream = run.stream("new version", "defect")
            return stream.next()
        }
        let pairs = [
            (first.stream("rack 1", "failure"), second.stream("rack 1", "failure")), (first.stream(3, "crash"), second.stream(3, "crash")),
            (first.stream(.number(3), "installation", ordinal: 2), second.stream(.number(3), "installation", ordinal: 2)),
            (first.stream(ofDrawn: salt(first), "fault", "life"), second.stream(ofDrawn: salt(second), "fault", "life")),
        ]
        for var (plain, mirror) in pairs {
            for _ in 0..<5 { #expect(plain.uniform() + mirror.uniform() == 1) }
        }
    }

    /// A node's first crash is at t with u = exp(-t / mean), and its partner's with 1 - u.
    @Test("crashes of the second mirror those of the first")
    func crashes() throws {
        var shop = try ThreeTier.unsteady()
        shop.horizon = .hours(200)
        func firstCrashes(_ replication: UInt64) -> [Double] {
            let steps = run(shop, StrategyCatalogue.control, replication, isPaired: true).steps
            return (0..<4).map { node in
                steps.first { $0.label == "crash of web node \(node)" }.map { $0.start.seconds } ?? .infinity
            }
        }
        for (t, mirrored) in zip(firstCrashes(2), firstCrashes(3)) {
            let sum = DeterministicMath.exp(-t / 21_600) + DeterministicMath.exp(-mirrored / 21_600)
            #expect((sum - 1).magnitude < 1e-9, "\(t) s and \(mirrored) s")
        }
    }
}
