/// A result that was written to a file or printed by a program: a comparison, one strategy, or a sweep.
public struct RecordedResult: Sendable {
    /// What was written.
    public enum Kind: Sendable, Hashable {
        /// What `compare` or `run` print: strategy by strategy.
        case comparison
        /// What `sweep merge` writes: point by point.
        case sweep
    }

    /// A strategy of a comparison, or a point of a sweep.
    public struct Entry: Sendable {
        /// The strategy, or the factors of the point with their values.
        public var name: String
        /// Hash over the fingerprints of its runs; nil if the file does not have it.
        public var fingerprint: String?
        /// Why it has no result; empty if it has one.
        public var failure = ""
        /// In the order of the file.
        public var measures: [RecordedMeasure]
    }

    /// Under what the result was found: `seed`, `configuration`, an input.
    public struct Circumstance: Sendable, Hashable {
        /// What it is.
        public var name: String
        /// Its value.
        public var value: String
    }

    /// The file, or the program that printed it.
    public var source: String
    /// What it is.
    public var kind: Kind
    /// Under what it was found, as far as the file tells.
    public var circumstances: [Circumstance]
    /// Factors of a sweep.
    public var factors: [String] = []
    /// Confidence of its intervals.
    public var confidence: Double
    /// Strategies or points.
    public var entries: [Entry]

    /// The value of a circumstance.
    public subscript(circumstance name: String) -> String? { circumstances.first { $0.name == name }?.value }

    /// What it is, in words.
    public var kindInWords: String { kind == .comparison ? "a comparison" : "a sweep" }
}
