public import Experiments
public import Scenarios
import SimulationKernel
import UpgradeStrategies

/// The futures of one run as JSON.
public enum ForkJSON {
    /// Version of the layout; it rises when a key changes its meaning or goes.
    public static let schemaVersion = 1

    /// The text.
    public static func text(_ fork: Fork, _ scenario: Scenario, seed: UInt64, programVersion: String) -> String {
        let catalogue = MeasureCatalogue(scenario)
        let first = fork.branches[0].result
        let entries: [(key: String, value: JSONValue)] = [
            ("schema_version", .integer(schemaVersion)), ("program", .text("chrysalis " + programVersion)),
            ("scenario", .text(scenario.name)), ("strategy", .text(first.strategy)), ("seed", .text("\(seed)")),
            ("replication", .integer(first.replication)), ("until_s", .number(fork.time.seconds)),
            ("prefix", .object([("events", .integer(fork.prefix.events)), ("fingerprint", .text(fork.prefix.fingerprint))])),
            ("futures", .list(fork.branches.map { branch($0, catalogue) })),
        ]
        return JSONValue.object(entries).serialized(objectsOnOneLine: 2) + "\n"
    }

    private static func branch(_ branch: Fork.Branch, _ catalogue: MeasureCatalogue) -> JSONValue {
        .object([
            ("then", .text(branch.name)), ("outcome", .text(branch.result.outcome.label)),
            ("refused", branch.refusal.map { .text($0) } ?? .null), ("fingerprint", .text(branch.result.fingerprint)),
            ("measures", .object(catalogue.measures.map { ($0.name, .number($0.value(branch.result))) })),
        ])
    }
}
