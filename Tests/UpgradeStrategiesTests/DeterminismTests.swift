import ClusterModel
import RandomStreams
import SimulationKernel
import Synchronization
import TestSupport
import Testing
import UpgradeStrategies

/// The same rehearsal, strategy, seed and replication give the same run.
@Suite struct DeterminismTests {
    private struct Essence: Hashable, Sendable {
        let fingerprint: String
        let events: UInt64
        let measures: ServiceMeasures
        let steps: [StepRecord]
        let leases: [LeaseRecord]
        let outcome: Outcome

        init(_ result: RunResult) {
            (fingerprint, events, measures) = (result.fingerprint, result.events, result.measures)
            (steps, leases, outcome) = (result.steps, result.leases, result.outcome)
        }
    }

    @Test("repetition gives the same events and measures, with a recorder and without", arguments: StrategyCatalogue.all.map(\.name))
    func repetition(_ name: String) throws {
        let (shop, strategy) = (try ThreeTier.unsteady(), try #require(StrategyCatalogue.strategy(named: name)))
        let first = Essence(shop.run(strategy, seed: 7, replication: 3).result)
        let log = RunLog()
        #expect(Essence(shop.run(strategy, seed: 7, replication: 3) { $0.recorder = log }.result) == first)
        // Another replication, another seed: other events.
        #expect(Essence(shop.run(strategy, seed: 7, replication: 4).result).fingerprint != first.fingerprint)
        #expect(Essence(shop.run(strategy, seed: 8, replication: 3).result).fingerprint != first.fingerprint)
    }

    @Test("two threads at a time give what one gives")
    func threads() async throws {
        let shop = try ThreeTier.unsteady()
        let cases = StrategyCatalogue.all.flatMap { strategy in (UInt64(0)..<3).map { (strategy: strategy, replication: $0) } }
        let alone = cases.map { Essence(shop.run($0.strategy, replication: $0.replication).result) }
        let together = await withTaskGroup(of: (Int, Essence).self) { group in
            for (index, one) in cases.enumerated() {
                group.addTask { @concurrent in (index, Essence(shop.run(one.strategy, replication: one.replication).result)) }
            }
            var results = [Essence?](repeating: nil, count: cases.count)
            for await (index, essence) in group { results[index] = essence }
            return results
        }
        for (index, essence) in together.enumerated() { #expect(essence == alone[index]) }
    }
}
