import UpgradeStrategies

/// What an explanation needs beside the causes of events: activities, joins, and the event at which it all ended.
enum CausalTables {
    static func write(_ result: RunResult, to writer: borrowing TraceWriter) throws(TraceError) {
        try writer.metadata(
            "end_event", integer: result.endEvent.map { Int64(bitPattern: $0) } ?? -1, longName: "last event of the upgrade",
            description: "sequence number of the event at which it had finished or was given up; -1 if the horizon came first")
        try writeActivities(result.activities, to: writer)
        try writeJoins(result.joins, to: writer)
    }

    /// A column of sequence numbers: 0 for the start of the run, -1 for none.
    static func event(_ name: String, _ events: [UInt64?], _ description: String) -> StoredColumn {
        StoredColumn(
            name, .integers(events.map { $0.map { Int64(bitPattern: $0) } ?? -1 }), units: "1",
            longName: name.replacing("_", with: " "), description: "sequence number of the event \(description)")
    }

    private static func writeActivities(_ activities: [ActivityRecord], to writer: borrowing TraceWriter) throws(TraceError) {
        func integers(_ name: String, _ values: [Int64], _ long: String, _ description: String) -> StoredColumn {
            StoredColumn(name, .integers(values), units: "1", longName: long, description: description)
        }
        try writer.write(
            table: "activities",
            columns: [
                .lookup("label", activities.map(\.label), longName: "activity", description: "what is done"),
                .lookup("kind", activities.map { "\($0.kind)" }, longName: "kind", description: "conversion, transfer or hold"),
                integers("job", activities.map { Int64($0.job) }, "job", "after a pause the same job goes on; -1 for a hold"),
                integers("source", activities.map { Int64($0.source ?? -1) }, "source", "node that data comes from, -1 for none"),
                integers("target", activities.map { Int64($0.target ?? -1) }, "target", "node that it goes to, -1 for none"),
                StoredColumn("bytes", .doubles(activities.map(\.bytes)), units: "B", longName: "bytes", description: "of the whole job"),
                integers(
                    "entity", activities.map { Int64($0.entity ?? -1) }, "entity",
                    "of its `chunk_done` events while it goes on, -1 for none"),
                event("start_event", activities.map(\.startEvent), "at which it began or went on"),
                event("end_event", activities.map(\.endEvent), "at which it ended or paused; -1 if it was under way at the horizon"),
                .lookup(
                    "limit", activities.map { $0.limit ?? "-" }, longName: "limit",
                    description: "what it could not exceed for most of its time, or `-`"),
                integers("done", activities.map { $0.isDone ? 1 : 0 }, "done", "1 if its work was done, 0 if it was stopped"),
            ])
    }

    private static func writeJoins(_ joins: [JoinRecord], to writer: borrowing TraceWriter) throws(TraceError) {
        try writer.write(
            table: "joins",
            columns: [
                .lookup(
                    "kind", joins.map { "\($0.kind)" }, longName: "kind",
                    description:
                        "together: one of several parts; waited: somebody was ready; appointment: missed if later; instead: hangs on this and not on its cause"
                ),
                event("from_event", joins.map(\.from), "that came first; 0 for the calendar"),
                event("to_event", joins.map(\.to), "at which it went on"),
            ])
    }
}
