import CloudMarket
import Synchronization

/// Files that have been read, for readings of one scenario with many different overrides: most of the time of such a reading would go into the
/// same files again and again.
///
/// Only what has no finding is kept, so that a reading reports the same with a cache as without.
public final class InputCache: Sendable {
    private let series = Mutex<[String: LoadSeries]>([:])
    private let prices = Mutex<[String: PriceCatalogue]>([:])
    private let hashes = Mutex<[String: String]>([:])

    /// An empty cache.
    public init() {}

    /// The series of a key, read if it is not known yet.
    func series(_ key: String, reportingTo sink: DiagnosticSink, read: () -> LoadSeries?) -> LoadSeries? {
        Self.known(series, key, sink, read)
    }

    /// The price list of a file, read if it is not known yet.
    func prices(_ path: String, reportingTo sink: DiagnosticSink, read: () -> PriceCatalogue?) -> PriceCatalogue? {
        Self.known(prices, path, sink, read)
    }

    /// The hash of a file, computed if it is not known yet; nil if there is no such file.
    func hash(_ path: String, compute: () -> String?) -> String? {
        if let known = hashes.withLock({ $0[path] }) { return known }
        let made = compute()
        if let made { hashes.withLock { $0[path] = made } }
        return made
    }

    private static func known<Value: Sendable>(
        _ values: borrowing Mutex<[String: Value]>, _ key: String, _ sink: DiagnosticSink, _ read: () -> Value?
    ) -> Value? {
        if let known = values.withLock({ $0[key] }) { return known }
        let findings = sink.diagnostics.count
        let made = read()
        if let made, sink.diagnostics.count == findings { values.withLock { $0[key] = made } }
        return made
    }
}
