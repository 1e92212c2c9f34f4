public import Experiments
import Scenarios
import Statistics

/// What differs between two results as JSON: all measures that both have, and what only one has.
public enum DifferenceJSON {
    /// Version of the layout; it rises when a key changes its meaning or goes.
    public static let schemaVersion = 1

    /// The text.
    public static func text(_ difference: ResultDifference, programVersion: String) -> String {
        JSONValue.object([
            ("schema_version", .integer(schemaVersion)), ("program", .text("chrysalis " + programVersion)),
            ("a", result(difference.a)), ("b", result(difference.b)), ("confidence", .number(difference.confidence)),
            ("are_runs_equal", difference.areRunsEqual.map { .flag($0) } ?? .null), ("is_identical", .flag(difference.isIdentical)),
            ("tested", .integer(difference.tested)), ("measures", .list(difference.measures.map { measure($0, difference.a.kind) })),
            ("only_in_a", .list(difference.oneSided.filter(\.isInFirst).map { oneSided($0, difference.a.kind) })),
            ("only_in_b", .list(difference.oneSided.filter { !$0.isInFirst }.map { oneSided($0, difference.a.kind) })),
        ]).serialized(objectsOnOneLine: 8) + "\n"
    }

    private static func result(_ result: RecordedResult) -> JSONValue {
        .object([("source", .text(result.source))] + result.circumstances.map { ($0.name, .text($0.value)) })
    }

    /// What entries are called.
    static func entryName(_ kind: RecordedResult.Kind) -> String { kind == .comparison ? "strategy" : "point" }

    private static func measure(_ row: MeasureDifference, _ kind: RecordedResult.Kind) -> JSONValue {
        .object([
            (entryName(kind), .text(row.entry)), ("measure", .text(row.measure)), ("unit", row.unit.map { .text($0.rawValue) } ?? .null),
            ("a", estimate(row.a)), ("b", estimate(row.b)), ("difference", estimate(row.test.estimate)),
            ("relative", .number(row.relative)), ("p_value", .number(row.test.pValue)), ("adjusted_p_value", .number(row.adjustedPValue)),
            ("verdict", .text(row.verdict.rawValue)),
        ])
    }

    private static func estimate(_ estimate: Estimate) -> JSONValue {
        .object([
            ("value", .number(estimate.value)), ("low", .number(estimate.low)), ("high", .number(estimate.high)),
            ("method", .text(estimate.method.rawValue)),
        ])
    }

    private static func oneSided(_ item: ResultDifference.OneSided, _ kind: RecordedResult.Kind) -> JSONValue {
        .object([
            (entryName(kind), .text(item.entry)), ("measure", item.measure.map { .text($0) } ?? .null),
            ("reason", item.reason.isEmpty ? .null : .text(item.reason)),
        ])
    }
}
