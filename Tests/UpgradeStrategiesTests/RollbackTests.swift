import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Going back: how long it takes, what users see of it, and what was said about it beforehand.
@Suite struct RollbackTests {
    private func stopped(_ shop: ThreeTier, _ strategy: any Strategy, at seconds: Double) -> RunResult {
        var shop = shop
        shop.calendar.deadline = .zero + .seconds(roundingUp: seconds)
        let (run, result) = shop.run(strategy)
        #expect(result.outcome == .gaveUp("the deadline passed before the work was done"))
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(Complaints.aboutSums(run, result) == [])
        return result
    }

    /// A parallel universe has nothing to go back to: users never left.
    private func rollbackSeconds(_ result: RunResult) -> Double {
        result.steps.first { $0.label == "roll back" }.map { ($0.end - $0.start).seconds } ?? 0
    }

    @Test(
        "before the point of no return the old primaries are intact: writes go on as soon as the work is given up",
        arguments: [100.0, 300, 700])
    func writesReopen(_ extra: Double) throws {
        let shop = ThreeTier()
        let result = stopped(shop, BigFlip(), at: extra)
        // Ten edits a second are lost until then, and none while the first half goes back.
        #expect(agrees(result.measures.classes[1].lost, 10 * extra, within: 1e-6))
        #expect(result.measures.classes[0].lost == 0)
    }

    @Test("an additive change is no reason to take servers out together: nothing is lost on the way back")
    func additive() throws {
        var shop = ThreeTier()
        shop.change = .additive
        let free = try #require(shop.run(RollingUpgrade()).result.pointOfNoReturn).seconds
        let result = stopped(shop, RollingUpgrade(), at: free - 10)
        #expect(result.measures.classes[0].lost == 0)
        // Writes stand still for the promotions there and back, 30 s each.
        #expect(result.measures.classes[1].lost <= 10 * 61)
    }

    @Test(
        "the longest rollback that is printed is one that can happen: none takes longer, some take nearly as long",
        arguments: StrategyCatalogue.all.map(\.name), [SchemaChange.incompatible, .additive])
    func estimate(_ name: String, _ change: SchemaChange) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        var shop = ThreeTier()
        shop.change = change
        let free = shop.run(strategy).result
        let end = try #require(free.pointOfNoReturn).seconds
        var longest = 0.0
        for part in stride(from: 0.01, to: 1, by: 0.03) {
            longest = max(longest, rollbackSeconds(stopped(shop, strategy, at: end * part)))
        }
        // Catching up is not in the estimate.
        #expect(longest <= free.longestRollback.seconds + 30)
        #expect(longest >= 0.75 * free.longestRollback.seconds)
    }
}
