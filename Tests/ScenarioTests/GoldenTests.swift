import ClusterModel
import Experiments
import Foundation
import Scenarios
import Statistics
import TestTools
import Testing
import UpgradeStrategies

/// The results of a scenario in rounded figures, as a text to be read and compared.
private enum GoldenText {
    /// What is recorded of every strategy, besides what is recorded of each class.
    static let measures = [
        "duration", "read-only", "full-outage", "mixed-version", "peak-nodes", "leased-node-hours", "operator-hours", "cost",
        "rows-converted",
        "chunks", "events",
    ]
    static let classMeasures = ["lost-service", "lost", "slow"]

    static func text(_ run: ShippedRun) -> String {
        let comparison = run.comparison
        let classes = run.scenario.rehearsal.system.classes.map(\.name)
        var lines = [
            "# \(run.scenario.name): means over \(comparison.replications) replications at seed 1, in four figures; the fingerprint is exact.",
            "# Recorded by `CHRYSALIS_RECORD=1 make test`.",
            "ranking  \(comparison.ranking.joined(separator: ", "))", "fingerprint  \(comparison.fingerprint)",
        ]
        for strategy in comparison.strategies {
            lines += [
                "", strategy.strategy, "  outcomes  " + strategy.outcomes.map { "\($0.count) x \($0.outcome)" }.joined(separator: ", "),
            ]
            for name in measures + classes.flatMap({ name in classMeasures.map { "\($0).\(name)" } }) {
                guard let summary = comparison.summary(name, of: strategy.strategy), let measure = comparison.catalogue[name] else {
                    lines.append("  \(name)  none")
                    continue
                }
                lines.append("  \(name)  \(rounded(summary.mean.value)) \(measure.unit.rawValue)")
            }
            for phase in strategy.limits {
                for (limit, time) in phase.limits {
                    lines.append("  time of jobs, \(phase.phase), \(limit)  \(rounded(time.mean.value)) s")
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Four significant figures.
    static func rounded(_ value: Double) -> String { String(format: "%.4g", value == 0 ? 0 : value) }
}

@Suite("Golden runs: the shipped scenarios in rounded figures")
struct GoldenTests {
    @Test("as recorded", arguments: Project.scenarioNames)
    func golden(_ name: String) throws {
        let path = Project.path("scenarios/\(name).expected")
        let text = GoldenText.text(try ShippedRun.named(name))
        if ProcessInfo.processInfo.environment["CHRYSALIS_RECORD"] == "1" {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            Issue.record("recorded \(name).expected anew: read what has changed, then test without CHRYSALIS_RECORD")
            return
        }
        guard let expected = try? String(contentsOfFile: path, encoding: .utf8) else {
            Issue.record("scenarios/\(name).expected is missing: record it with CHRYSALIS_RECORD=1")
            return
        }
        let (new, old) = (text.split(separator: "\n"), expected.split(separator: "\n"))
        var section = ""
        for (found, wanted) in zip(new, old) {
            if !found.hasPrefix(" ") { section = String(found) }
            #expect(found == wanted, "\(name), \(section)")
        }
        #expect(new.count == old.count)
    }
}
