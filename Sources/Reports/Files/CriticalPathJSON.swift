public import Experiments
import Scenarios

/// An explanation as JSON, equal byte for byte for equal traces.
public enum CriticalPathJSON {
    /// Version of the layout; it rises when a key changes its meaning or goes.
    public static let schemaVersion = 1

    /// The text.
    public static func text(_ path: CriticalPath, programVersion: String) -> String {
        let run = path.run
        let entries: [(key: String, value: JSONValue)] = [
            ("schema_version", .integer(schemaVersion)),
            ("program", .text("chrysalis " + programVersion)),
            ("scenario", .text(run.scenario)),
            ("strategy", .text(run.strategy)),
            ("replication", .integer(run.replication)),
            ("outcome", .text(run.outcome)),
            ("event", .integer(path.event)),
            ("is_end", .flag(path.event == run.endEvent)),
            ("what", .text(path.words)),
            ("time_s", seconds(path.time)),
            ("root", path.root.map { .object([("what", .text($0.words)), ("time_s", seconds($0.time))]) } ?? .null),
            ("path", .list(path.parts.map { part($0, run) })),
            ("beside", .list(path.asides.map(aside))),
        ]
        return JSONValue.object(entries).serialized(objectsOnOneLine: 10) + "\n"
    }

    private static func part(_ part: CriticalPath.Part, _ run: RecordedRun) -> JSONValue {
        .object([
            ("what", .text(part.label)), ("kind", .text(part.kind.rawValue)),
            ("limited_by", part.limit.map { .text($0) } ?? .null),
            ("step", part.step.map { .text(run.steps[$0].label) } ?? .null),
            ("start_event", .integer(part.startEvent)), ("end_event", .integer(part.endEvent)), ("start_s", seconds(part.start)),
            ("end_s", seconds(part.end)), ("slack_s", seconds(part.slack)),
        ])
    }

    private static func aside(_ aside: CriticalPath.Aside) -> JSONValue {
        .object([
            ("what", .text(aside.label)), ("kind", .text(aside.kind)), ("count", .integer(aside.count)), ("start_s", seconds(aside.start)),
            ("end_s", seconds(aside.end)), ("slack_s", seconds(aside.slack)), ("is_needed", .flag(aside.isNeeded)),
        ])
    }

    private static func seconds(_ time: Int64) -> JSONValue { .number(Double(time) / 1e9) }
}
