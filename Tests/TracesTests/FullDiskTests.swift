import Foundation
import TestTools
import Testing
import Traces

@Suite(
    "A full disk: one clear error, and nothing half-written under the final name",
    .enabled(if: SmallDisk.isPossible, "mounting a tmpfs is not permitted here"))
struct FullDiskTests {
    /// Appends noise, which no compression shrinks, and returns the first error of the checkpoints and of the close.
    private static func fill(
        _ path: String, rows: Int, checkpointEvery step: Int
    ) throws -> (checkpoint: TraceError?, close: TraceError?) {
        let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
        let work = ColumnSpecification("work", .double, units: "MB", longName: "work", description: "noise")
        let table = try writer.table("events", time: .seconds, columns: [work])
        let (time, column) = (table.column("time", as: Double.self), table.column("work", as: Double.self))
        var first: TraceError?
        for index in 0..<rows {
            time.append(Double(index))
            column.append(SampleTrace.value(index, seed: 7))
            table.endRow()
            if (index + 1) % step == 0 {
                do throws(TraceError) { try writer.checkpoint() } catch { first = first ?? error }
            }
        }
        let failure = writer.failure
        do throws(TraceError) { try writer.close() } catch {
            #expect(failure == nil || error == failure, "the first failure is the one that is reported")
            return (first, error)
        }
        return (first, nil)
    }

    @Test("during the run: the checkpoint fails, and every later call reports the same", arguments: [256, 1_024])
    func duringRun(kilobytes: Int) throws {
        let disk = try SmallDisk(kilobytes: kilobytes)
        let path = disk.folder.path + "/rolling.h5"
        let errors = try Self.fill(path, rows: 1_000_000, checkpointEvery: 50_000)
        let error = try #require(errors.checkpoint)
        #expect(error.reason == .diskFull)
        #expect(error.path == path + ".partial")
        #expect(error.description.contains("`\(path).partial`: no space left on the device"))
        #expect(errors.close == error)
        #expect(disk.folder.contents == ["rolling.h5.partial"])
    }

    @Test("at the end: the close fails")
    func atClose() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let errors = try Self.fill(disk.folder.path + "/rolling.h5", rows: 200_000, checkpointEvery: .max)
        #expect(errors.checkpoint == nil)
        #expect(errors.close?.reason == .diskFull)
        #expect(disk.folder.contents == ["rolling.h5.partial"])
    }

    @Test("while the run goes on: the next call reports what a checkpoint could not write that nobody waited for")
    func afterwards() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let path = disk.folder.path + "/rolling.h5"
        let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
        let table = try writer.table("events", time: .none, columns: [SampleTrace.stale])
        let column = table.column("stale", as: Int64.self)
        for index in 0..<300_000 {
            column.append(Int64(bitPattern: UInt64(index) &* 0x9E37_79B9_7F4A_7C15))
            table.endRow()
            if index % 40_000 == 0 { writer.startCheckpoint() }
        }
        var error: TraceError?
        do throws(TraceError) {
            try writer.metadata("note", text: "", longName: "note", description: "written too late")
        } catch let thrown {
            error = thrown
        }
        #expect(error?.reason == .diskFull)
        #expect(error?.operation == "write column `row`" || error?.operation == "write column `stale`" || error?.operation == "flush")
        #expect(writer.failure == error)
        writer.abandon()
        #expect(disk.folder.contents == ["rolling.h5.partial"])
    }

    @Test("at every size near the limit a trace is either complete or reported")
    func nearLimit() throws {
        var outcomes: [Bool] = []
        for rows in stride(from: 5_000, through: 60_000, by: 2_500) {
            let disk = try SmallDisk(kilobytes: 256)
            let path = disk.folder.path + "/a.h5"
            let errors = try? Self.fill(path, rows: rows, checkpointEvery: 10_000)
            let isComplete = errors != nil && errors?.close == nil
            outcomes.append(isComplete)
            #expect(disk.folder.contents == [isComplete ? "a.h5" : "a.h5.partial"], "\(rows) rows")
            if isComplete { #expect(try TraceReader(path: path).doubles("/events/work").count == rows) }
        }
        #expect(outcomes.first == true && outcomes.last == false, "\(outcomes)")
    }

    @Test("the process goes on: other traces can be written, and nothing is printed at its exit")
    func processGoesOn() async throws {
        let disk = try SmallDisk(kilobytes: 256)
        let folder = try TemporaryFolder()
        let (full, good) = (disk.folder.path + "/full.h5", folder["good.h5"])
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent, \.standardOutputContent]) {
            [full = full as String, good = good as String] in
            let errors = try FullDiskTests.fill(full, rows: 200_000, checkpointEvery: 50_000)
            guard errors.close?.reason == .diskFull else { exit(1) }
            try SampleTrace.write(to: good, events: 20_000)
            exit(0)
        }
        let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(!(errors + output).contains("HDF5"), "\(errors)\(output)")
        #expect(folder.contents == ["good.h5"])
    }
}
