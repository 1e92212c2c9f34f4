import Experiments
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

@Suite("runs that stop where none should") struct BrokenRunTests {
    private static let result = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling]"], replications: 1).strategies[0].example

    private static func result(_ reason: StopReason) -> RunResult {
        var result = result
        result.stopReason = reason
        return result
    }

    @Test("one that came to its horizon, or was interrupted, is not broken", arguments: [StopReason.timeLimit, .finished, .interrupted])
    func sound(_ reason: StopReason) { #expect(BrokenRun(Self.result(reason), seed: 7) == nil) }

    @Test("the words name strategy, seed and replication")
    func words() throws {
        let limit = try #require(BrokenRun(Self.result(.eventLimit), seed: 7))
        #expect(limit.description == "`rolling`, seed 7, replication 0: event limit reached")
        let still = try #require(BrokenRun(Self.result(.noProgress(at: .zero + .seconds(5), kind: 3, entity: 9)), seed: 7))
        #expect(still.description.hasPrefix("`rolling`, seed 7, replication 0: no progress at "))
    }

    @Test("a comparison takes none of them for a result")
    func comparison() async {
        await #expect(processExitsWith: .failure) {
            let scenario = Fixtures.scenario(Fixtures.plain, ["strategies=[rolling]"])
            let broken = BrokenRunTests.result(.eventLimit)
            _ = Comparison(scenario, seed: 7, replications: 1, results: [broken, broken])
        }
    }
}
