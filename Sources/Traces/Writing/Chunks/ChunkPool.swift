import Foundation

/// The buffers of one table: one is being filled, the others are free or on their way to the file.
///
/// There are at most ``bound``, made when they are first needed: a table that never fills a chunk has two, and a writer that is behind holds up
/// the run instead of filling the memory.
///
/// Unchecked: all state is under the lock.
final class ChunkPool: @unchecked Sendable {
    /// One to fill and two under way. A run that fills two chunks at once and then waits pays 9 ns a row with three buffers or eight, and 89 with
    /// two, because it compresses every other chunk itself.
    static let bound = 3

    private let layout: ChunkLayout
    private let condition = NSCondition()
    private var free: [ChunkBuffer] = []
    private var count = 0

    init(_ layout: ChunkLayout) { self.layout = layout }

    /// Whether ``take()`` would have to wait.
    var isExhausted: Bool { condition.withLock { free.isEmpty && count == Self.bound } }

    /// A buffer to fill; waits until one comes back where all are under way.
    func take() -> ChunkBuffer {
        condition.lock()
        defer { condition.unlock() }
        while free.isEmpty, count == Self.bound { condition.wait() }
        if let buffer = free.popLast() { return buffer }
        count += 1
        return ChunkBuffer(layout)
    }

    /// Takes a buffer back.
    func give(_ buffer: ChunkBuffer) {
        condition.withLock {
            free.append(buffer)
            condition.signal()
        }
    }
}
