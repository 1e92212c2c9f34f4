import Foundation
import TestTools
import Testing
import Traces

@Suite("Writing: full disks, killed runs, places that cannot be written")
struct WriterErrorTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func error(_ path: String) -> TraceError? {
        do throws(TraceError) {
            _ = try TraceWriter(path: path, epoch: SampleTrace.epoch)
            return nil
        } catch {
            return error
        }
    }

    @Test("a folder that is missing, a folder in place of the file")
    func places() throws {
        let missing = error(folder["none/a.h5"])
        #expect(missing?.reason == .missing)
        #expect(missing?.path == folder["none/a.h5.partial"])
        try FileManager.default.createDirectory(atPath: folder["a.h5"], withIntermediateDirectories: false)
        #expect(error(folder["a.h5"])?.reason == .isFolder)
        #expect(folder.contents == ["a.h5"])
    }

    @Test("a folder that may not be written", .enabled(if: geteuid() != 0, "root may write everywhere"))
    func notPermitted() throws {
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        #expect(error(folder["a.h5"])?.reason == .notPermitted)
    }

    @Test("a run that is killed leaves no trace by its name, and a partial one that is whole up to its last checkpoint")
    func killed() async throws {
        let path = folder["killed.h5"]
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
            let table = try writer.table("events", time: .seconds, columns: [SampleTrace.stale])
            let (time, stale) = (table.column("time", as: Double.self), table.column("stale", as: Int64.self))
            for value in 0..<100_000 {
                time.append(Double(value))
                stale.append(Int64(value))
                table.endRow()
                // Two whole chunks and a part; another four chunks are written after it, but not flushed.
                if value == 40_000 { try writer.checkpoint() }
            }
            kill(getpid(), SIGKILL)
            writer.abandon()
        }
        #expect(folder.contents == ["killed.h5.partial"])
        let reader = try TraceReader(path: path + ".partial")
        #expect(try reader.integers("/events/stale") == (0...40_000).map { Int64($0) })
        #expect(try reader.doubles("/events/time") == (0...40_000).map { Double($0) })
    }

    @Test("a run that is killed before its first checkpoint leaves an empty partial trace")
    func killedEarly() async throws {
        let path = folder["early.h5"]
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
            _ = try writer.table("events", time: .seconds, columns: [SampleTrace.stale])
            kill(getpid(), SIGKILL)
            writer.abandon()
        }
        #expect(folder.contents == ["early.h5.partial"])
        #expect(try TraceReader(path: path + ".partial").groups.isEmpty)
    }

    @Test("a partial trace that is being written cannot be read by mistake")
    func locked() async throws {
        let path = folder["a.h5"]
        let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
        await #expect(processExitsWith: .success) { [path = path as String] in
            do throws(TraceError) { _ = try TraceReader(path: path + ".partial") } catch {
                if error.reason == .locked { exit(0) }
            }
            exit(1)
        }
        writer.abandon()
    }
}
