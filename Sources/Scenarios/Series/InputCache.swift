import Synchronization

/// Load series that have been read, for readings of one scenario with many different overrides: most of the time of such a reading would go
/// into the same file again and again.
///
/// Only series without any finding are kept, so that a reading reports the same with a cache as without.
public final class InputCache: Sendable {
    private let series = Mutex<[String: LoadSeries]>([:])

    /// An empty cache.
    public init() {}

    /// The series of a key, read if it is not known yet.
    func series(_ key: String, reportingTo sink: DiagnosticSink, read: () -> LoadSeries?) -> LoadSeries? {
        if let known = series.withLock({ $0[key] }) { return known }
        let findings = sink.diagnostics.count
        let made = read()
        if let made, sink.diagnostics.count == findings { series.withLock { $0[key] = made } }
        return made
    }
}
