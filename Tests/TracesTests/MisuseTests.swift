import Foundation
import Testing
import Traces

/// Creates a writer and a table in the folder for temporary files, and hands them to a misuse that must trap.
private func misuse(_ body: (consuming TraceWriter, TraceTable) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "misuse-\(getpid()).h5"
    let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
    // The process ends in a trap: what it leaves has to go before.
    unlink(path + ".partial")
    let table = try writer.table("events", time: .seconds, columns: [SampleTrace.stale], rowsPerChunk: 4)
    try body(writer, table)
}

@Suite("Misuse: mistakes of the caller trap at once")
struct MisuseTests {
    @Test("a row without a value")
    func missingValue() async {
        await #expect(processExitsWith: .failure) {
            try misuse { writer, table in
                table.column("time", as: Double.self).append(1)
                table.endRow()
                try writer.checkpoint()
            }
        }
    }

    @Test("more values than rows")
    func tooManyValues() async {
        await #expect(processExitsWith: .failure) {
            try misuse { _, table in
                let time = table.column("time", as: Double.self)
                for value in 0..<5 { time.append(Double(value)) }
            }
        }
    }

    @Test("a checkpoint within a row")
    func checkpointWithinRow() async {
        await #expect(processExitsWith: .failure) {
            try misuse { writer, table in
                table.column("time", as: Double.self).append(1)
                try writer.checkpoint()
            }
        }
    }

    @Test("a value after the end")
    func appendAfterClose() async {
        await #expect(processExitsWith: .failure) {
            try misuse { writer, table in
                let time = table.column("time", as: Double.self)
                writer.abandon()
                time.append(1)
            }
        }
    }

    @Test("a column taken for another type")
    func wrongType() async {
        await #expect(processExitsWith: .failure) { try misuse { _, table in _ = table.column("stale", as: Double.self) } }
    }

    @Test("a column that is not there")
    func noSuchColumn() async {
        await #expect(processExitsWith: .failure) { try misuse { _, table in _ = table.column("fresh", as: Int64.self) } }
    }

    @Test("a meaning of two words, which readers would take for two meanings")
    func twoWords() async {
        await #expect(processExitsWith: .failure) {
            _ = ColumnSpecification("a", .code(["in service"]), units: "1", longName: "a", description: "a")
        }
    }
}
