import Experiments
import TestTools
import Testing
import Traces

@Suite("What can be explained, and what says why it cannot")
struct ExplainableTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A trace of a format, with or without what is written at the end of a run.
    private func write(format: String, events count: Int64, isComplete: Bool = true) throws -> TraceReader {
        let path = folder["trace.h5"]
        let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
        for (name, value) in [("format_version", format), ("scenario", "small"), ("strategy", "rolling"), ("outcome", "finished")] {
            try writer.metadata(name, text: value, longName: name, description: name)
        }
        try writer.metadata("replication", integer: 0, longName: "replication", description: "number")
        let names = ["sequence", "entity", "cause"]
        let events = try writer.table(
            "events", time: .nanoseconds,
            columns: [ColumnSpecification("kind", .code(["procedure_wakes", "other"]), units: "1", longName: "kind", description: "kind")]
                + names.map { ColumnSpecification($0, .int64, units: "1", longName: $0, description: $0) })
        let (time, kind) = (events.column("time", as: Int64.self), events.column("kind", as: UInt8.self))
        let others = names.map { events.column($0, as: Int64.self) }
        for number in 0..<count {
            time.append(number * 1_000_000_000)
            kind.append(0)
            // Each follows the one before.
            for (column, value) in zip(others, [number + 1, 0, number]) { column.append(value) }
            events.endRow()
        }
        if isComplete {
            try writer.metadata("end_event", integer: count, longName: "end", description: "end")
            try writeEmptyTables(writer)
        }
        try writer.close()
        return try TraceReader(path: path)
    }

    private func writeEmptyTables(_ writer: borrowing TraceWriter) throws {
        func texts(_ names: [String]) -> [StoredColumn] { names.map { .lookup($0, [], longName: $0, description: $0) } }
        func numbers(_ names: [String]) -> [StoredColumn] {
            names.map { StoredColumn($0, .integers([]), units: "1", longName: $0, description: $0) }
        }
        try writer.write(table: "steps", columns: texts(["label", "tier"]) + numbers(["start_event", "end_event"]))
        try writer.write(
            table: "leases", columns: texts(["type", "purpose"]) + numbers(["request_event", "launch_event", "ready_event"]))
        try writer.write(
            table: "activities",
            columns: texts(["label", "kind", "limit"]) + numbers(["job", "bytes", "entity", "done", "start_event", "end_event"]))
        try writer.write(table: "joins", columns: texts(["kind"]) + numbers(["from_event", "to_event"]))
    }

    private func failure(_ reader: TraceReader) -> String? {
        do throws(ExplanationError) {
            _ = try RecordedRun(reader)
            return nil
        } catch {
            return "\(error)\n\(error.hint)"
        }
    }

    @Test("a chain of events is read back and explained")
    func chain() throws {
        let run = try RecordedRun(write(format: "2", events: 6))
        #expect(run.strategy == "rolling")
        #expect(run.sequences == [1, 2, 3, 4, 5, 6])
        let path = try CriticalPath(run, event: 6)
        #expect(path.time == 5_000_000_000)
        #expect(path.parts.map { ($0.end - $0.start) / 1_000_000_000 } == [1, 1, 1, 1, 1])
        #expect(path.parts.allSatisfy { $0.slack == 0 })
    }

    @Test("an older format, a run that was cut short, a trace without events, a file that is no trace")
    func refused() throws {
        let path = folder["trace.h5"]
        #expect(
            failure(try write(format: "1", events: 3))?.hasPrefix(
                "`\(path)` is a trace of format 1, which does not say what waited for what")
                == true)
        #expect(failure(try write(format: "2", events: 3, isComplete: false))?.hasPrefix("`\(path)` is incomplete: ") == true)
        #expect(failure(try write(format: "2", events: 0))?.hasPrefix("`\(path)` has no events to explain") == true)
        try SampleTrace.write(to: path, events: 10)
        #expect(failure(try TraceReader(path: path))?.hasPrefix("cannot read /events/sequence in `\(path)`") == true)
    }
}
