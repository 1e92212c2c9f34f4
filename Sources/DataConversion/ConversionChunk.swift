/// Rows, or log entries, that were taken out of the backlog to be converted together.
///
/// It is either finished or failed, once: ``ConversionTracker/finishChunk(_:)``, ``ConversionTracker/failChunk(_:)``.
public struct ConversionChunk: Hashable, Sendable {
    let slot: Int
    let generation: Int

    /// Rows that were never converted before.
    public let unconvertedRows: Double
    /// Rows that were overwritten after their conversion (mode `set`).
    public let staleRows: Double
    /// Entries of the log (mode `log`).
    public let logEntries: Double

    /// The work in it: rows and entries together.
    public var rows: Double { unconvertedRows + staleRows + logEntries }
}
