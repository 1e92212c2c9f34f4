import Foundation
import Synchronization
import TestTools
import Testing

@testable import Traces

/// Holds up the writer again and again until it is told to end.
private final class SlowWriter: Sendable {
    private let isOver = Mutex(false)

    init(milliseconds: UInt32) {
        Thread.detachNewThread { [self] in
            while !isOver.withLock({ $0 }) {
                HDF5Library.perform { _ = usleep(1_000 * milliseconds) }
                usleep(2_000 * milliseconds)
            }
        }
    }

    func end() { isOver.withLock { $0 = true } }
}

/// A number that one thread increases and another reads.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increase() { count.withLock { $0 += 1 } }
}

@Suite("The writer: runs and it go their own ways, and the file is the same")
struct WriterThreadTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder[name])) }

    @Test("equal bytes from several threads at once, with a writer that is held up", arguments: [1, 5])
    func slowWriter(milliseconds: Int) async throws {
        let folder = folder
        @Sendable func write(_ name: String) throws { try SampleTrace.write(to: folder[name], events: 120_000, checkpointEvery: 17_000) }
        try write("plain.h5")
        let slow = SlowWriter(milliseconds: UInt32(milliseconds))
        defer { slow.end() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<4 { group.addTask { try write("\(index).h5") } }
            try await group.waitForAll()
        }
        let plain = try bytes("plain.h5")
        for index in 0..<4 { #expect(try bytes("\(index).h5") == plain, "file \(index)") }
    }

    /// Two chunks wait for the writer, and so does the third, which the run has compressed: these are all the buffers.
    @Test("a run waits for a writer that is far behind, and then goes on")
    func blockedWriter() throws {
        try NumberTrace.write(0..<640, to: folder["plain.h5"])
        let writer = try TraceWriter(path: folder["blocked.h5"], epoch: SampleTrace.epoch)
        let table = try NumberTrace.table(of: writer)
        let (isOpen, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let appended = Counter()
        HDF5Library.submit { isOpen.wait() }
        Thread.detachNewThread {
            let column = table.column("stale", as: Int64.self)
            for row in 0..<640 {
                column.append(Int64(row))
                table.endRow()
                appended.increase()
            }
            isDone.signal()
        }
        let buffered = ChunkPool.bound * NumberTrace.rowsPerChunk
        while appended.value < buffered - 1 { usleep(1_000) }
        usleep(50_000)
        #expect(appended.value == buffered - 1)
        isOpen.signal()
        isDone.wait()
        #expect(appended.value == 640)
        try writer.close()
        #expect(try bytes("blocked.h5") == bytes("plain.h5"))
    }

    @Test("a writer that is abandoned or dropped with chunks under way leaves what was checkpointed", arguments: [true, false])
    func abandoned(isDropped: Bool) throws {
        let writer = try TraceWriter(path: folder["a.h5"], epoch: SampleTrace.epoch)
        let table = try NumberTrace.table(of: writer)
        let column = table.column("stale", as: Int64.self)
        for row in 0..<1_000 {
            column.append(Int64(row))
            table.endRow()
            if row == 99 { writer.startCheckpoint() }
            if row == 900 { HDF5Library.submit { usleep(20_000) } }
        }
        if isDropped { _ = consume writer } else { writer.abandon() }
        #expect(table.rowCount == 1_000)
        #expect(folder.contents == ["a.h5.partial"])
        #expect(try TraceReader(path: folder["a.h5.partial"]).integers("/events/stale") == (0..<100).map { Int64($0) })
    }

    @Test("a run that is killed with chunks under way leaves its last checkpoint that was complete", arguments: [0, 1, 2])
    func killed(checkpoints: Int) async throws {
        let path = folder["a.h5"]
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, checkpoints = checkpoints as Int] in
            let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
            let table = try NumberTrace.table(of: writer)
            let column = table.column("stale", as: Int64.self)
            for row in 0..<10_000 {
                // The writer itself kills the run, between two jobs.
                if row == 900 + 1_000 * checkpoints { HDF5Library.submit { kill(getpid(), SIGKILL) } }
                column.append(Int64(row))
                table.endRow()
                if (row + 1) % 1_000 == 0 { writer.startCheckpoint() }
            }
            writer.abandon()
        }
        #expect(folder.contents == ["a.h5.partial"])
        let reader = try TraceReader(path: path + ".partial")
        guard checkpoints > 0 else { return #expect(reader.groups.isEmpty) }
        #expect(try reader.integers("/events/stale") == (0..<1_000 * checkpoints).map { Int64($0) })
    }
}
