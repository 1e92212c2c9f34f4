import ClusterModel
import Experiments
import Scenarios
import TestTools
import Testing
import UpgradeFaults
import UpgradeStrategies

/// What happened to MediaWiki 1.17 in February 2011, from mechanism: a version that misses the parser cache, and how it goes out.
@Suite("mediawiki-1.17-2011: all at once, a few first, a second system")
struct MediaWiki117Tests {
    private static let misses = ["bad-version:misses@application"]

    private func run(_ strategy: String, _ overrides: [String] = [], inject: [String] = [], seed: UInt64 = 1) throws -> RunResult {
        let sink = DiagnosticSink()
        let read = ScenarioReader.read(path: Project.path("scenarios/mediawiki-1.17-2011.yaml"), overrides: overrides, sink: sink)
        var scenario = try #require(read, "\(sink.rendered())")
        for text in inject { scenario.rehearsal.injections.append(try Injection.parse(text, scenario)) }
        let found = try #require(StrategyCatalogue.strategy(named: strategy))
        return UpgradeRun(scenario.rehearsal, strategy: found, seed: seed, replication: 0).run()
    }

    private func lost(_ result: RunResult) -> Double { result.faults.reduce(0) { $0 + $1.requestsLost.reduce(0, +) } }

    @Test("all at once the application tier overloads by day: users are heard, and it is rolled back", arguments: [UInt64(1), 2, 3])
    func allAtOnce(_ seed: UInt64) throws {
        let result = try run("rolling", ["tiers.application.software.batch=184"], inject: Self.misses, seed: seed)
        let fault = try #require(result.faults.first)
        #expect(fault.noticedBy == .users && lost(result) > 10_000)
        #expect(result.attempts > 1 || !result.outcome.isFinished, "the first attempt is rolled back")
        #expect(fault.requestsLost[0] > 0, "views are lost to a tier that has too much to do")
    }

    @Test("a few first: the same version is seen by those who watch it, and costs hardly anything", arguments: [UInt64(1), 2, 3])
    func fewFirst(_ seed: UInt64) throws {
        let result = try run("rolling", inject: Self.misses, seed: seed)
        let fault = try #require(result.faults.first)
        #expect(fault.noticedBy == .verification && lost(result) < 100)
    }

    @Test("a sound version costs nothing either way")
    func sound() throws {
        #expect(lost(try run("rolling")) == 0)
        let control = try run("none")
        let result = try run("rolling")
        #expect(result.outcome.isFinished && result.measures.classes[0].lost <= control.measures.classes[0].lost + 1)
    }

    @Test("a second system whose caches are cold overloads at its switchover by day, and does not once replayed requests have warmed them")
    func coldCaches() throws {
        let byDay = ["parallel-universe.switch-at=15:00"]
        let cold = try run("parallel-universe", byDay + ["parallel-universe.testing=0s"])
        let warm = try run("parallel-universe", byDay)
        #expect(cold.switchovers.count >= 1 && warm.switchovers.count >= 1)
        #expect(cold.measures.classes[0].lost > 1e6 && warm.measures.classes[0].lost < 100)
    }
}
