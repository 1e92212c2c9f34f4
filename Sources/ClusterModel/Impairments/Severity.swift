/// How badly a service, or anything that services depend on, does its work. All parts are non-negative; zero is sound.
public struct Severity: Sendable, Hashable {
    /// Fraction of the reading requests that it fails, 0 ... 1.
    public var failedReads: Double
    /// Fraction of the writing requests that it fails, 0 ... 1.
    public var failedWrites: Double
    /// Work that a request takes beyond what it should, as a fraction of it.
    public var slowdown: Double
    /// Fraction of the rows written through it that are wrong, 0 ... 1.
    public var corruption: Double
    /// Fraction of the answers that it would have found in a cache and does not, 0 ... 1.
    public var missedHits: Double

    /// Makes a severity.
    public init(failedReads: Double = 0, failedWrites: Double = 0, slowdown: Double = 0, corruption: Double = 0, missedHits: Double = 0) {
        self.failedReads = failedReads
        self.failedWrites = failedWrites
        self.slowdown = slowdown
        self.corruption = corruption
        self.missedHits = missedHits
    }

    /// Nothing is wrong.
    public static let none = Severity()
    /// Nothing works.
    public static let total = Severity(failedReads: 1, failedWrites: 1)

    /// Whether nothing is wrong.
    public var isNone: Bool { self == .none }
    /// The larger of the fractions that fail.
    public var failed: Double { max(failedReads, failedWrites) }

    /// The worse of both in each respect.
    public func worse(_ other: Severity) -> Severity {
        Severity(
            failedReads: max(failedReads, other.failedReads), failedWrites: max(failedWrites, other.failedWrites),
            slowdown: max(slowdown, other.slowdown), corruption: max(corruption, other.corruption),
            missedHits: max(missedHits, other.missedHits))
    }

    /// The same for a fraction of the requests.
    public func scaled(by fraction: Double) -> Severity {
        Severity(
            failedReads: failedReads * fraction, failedWrites: failedWrites * fraction, slowdown: slowdown * fraction,
            corruption: corruption * fraction, missedHits: missedHits * fraction)
    }
}
