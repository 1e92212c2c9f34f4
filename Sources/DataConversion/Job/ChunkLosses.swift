/// Chunks that did not get to their end, and were or will be done again from their first row.
public struct ChunkLosses: Sendable, Hashable {
    /// Chunks that were stopped under way, by a fault or a closed change window, or failed at their end.
    public var chunks = 0
    /// Their rows; none of them counts as converted.
    public var rows = 0.0
    /// Bytes that had been read for them in vain.
    public var bytes = 0.0

    /// No losses.
    public init() {}

    /// Counts a chunk.
    mutating func add(rows: Double = 0, bytes: Double) {
        chunks += 1
        self.rows += rows
        self.bytes += bytes
    }

    /// Adds what others have lost.
    public static func += (total: inout ChunkLosses, more: ChunkLosses) {
        total.chunks += more.chunks
        total.rows += more.rows
        total.bytes += more.bytes
    }
}
