import Experiments
import Scenarios
import Statistics
import TestTools
import Testing
import UpgradeStrategies

/// A comparison of a shipped scenario with few replications at seed 1, made once for all tests that look at it.
struct ShippedRun: Sendable {
    let scenario: Scenario
    let comparison: Comparison
    /// Every run, strategy after strategy, the control last.
    let results: [RunResult]

    static let threeTier = Result { try ShippedRun("three-tier", replications: 20) }
    static let wikipedia2005 = Result { try ShippedRun("wikipedia-2005-mediawiki-1.5", replications: 4) }
    static let mediaWiki117 = Result { try ShippedRun("mediawiki-1.17-2011", replications: 4) }
    static let wikipedia2010 = Result { try ShippedRun("wikipedia-2010", replications: 4) }

    /// The run of a shipped scenario.
    static func named(_ name: String) throws -> ShippedRun {
        switch name {
        case "three-tier": try threeTier.get()
        case "wikipedia-2005-mediawiki-1.5": try wikipedia2005.get()
        case "mediawiki-1.17-2011": try mediaWiki117.get()
        default: try wikipedia2010.get()
        }
    }

    init(_ name: String, replications: Int, overrides: [String] = []) throws {
        let sink = DiagnosticSink()
        guard let scenario = ScenarioReader.read(path: Project.scenario(name), overrides: overrides, sink: sink) else {
            throw UnreadableScenario(description: sink.rendered(colours: false))
        }
        self.scenario = scenario
        let runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 1, jobs: 2)
        results = runner.run(Comparison.requests(scenario, replications: replications)).compactMap(\.self)
        comparison = Comparison(scenario, seed: 1, replications: replications, results: results)
    }

    /// Mean of a measure.
    func mean(_ measure: String, _ strategy: String) throws -> Double {
        try #require(comparison.summary(measure, of: strategy)).mean.value
    }
}

/// A shipped scenario that cannot be read.
struct UnreadableScenario: Error, CustomStringConvertible {
    var description: String
}
