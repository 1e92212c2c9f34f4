public import Experiments
public import Scenarios
import UpgradeStrategies

/// A scenario of one tier, one class and no data, in which everything can be worked out by hand, and comparisons of it.
public enum Fixtures {
    /// Ten nodes at utilisation 0.5, upgraded in 100 s without any spread.
    public static let plain = """
        name: plain
        title: Ten alike nodes
        start: 2024-01-01T00:00Z
        horizon: 2 h
        sites:
          here: {}
        tiers:
          web:
            nodes: 10
            cores: 1
            queue: 0 s
            software: {drain: 10 s, install: 60 s, restart: 20 s, warm-up: 10 s, batch: 2, variation: 0}  # A
        workload:
          rate: 50/s  # A
          classes:
            read: {ratio: 1, objective: 5 s, path: [{tier: web, demand: 100 ms}]}  # A
        """

    /// The scenario of a text, with the values of some paths replaced.
    public static func scenario(_ text: String, _ overrides: [String] = []) -> Scenario {
        let sink = DiagnosticSink()
        guard let scenario = ScenarioReader.read(text: text, name: "test.yaml", folder: ".", overrides: overrides, sink: sink) else {
            preconditionFailure(sink.rendered())
        }
        return scenario
    }

    /// The comparison of all strategies of a text that is a scenario.
    public static func comparison(_ text: String, _ overrides: [String] = [], replications: Int = 3, jobs: Int = 1) -> Comparison {
        let scenario = scenario(text, overrides)
        let results = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 7, jobs: jobs)
            .run(Comparison.requests(scenario, replications: replications)).compactMap { $0 }
        return Comparison(scenario, seed: 7, replications: replications, results: results)
    }
}
