public import RandomStreams
import Requirements

/// How overwrites spread over the rows of a table: classes of rows that are alike, each with its part of the rows and of the writes.
///
/// The parts stay as the table grows: appended rows join all classes in proportion.
public struct Popularity: Hashable, Sendable {
    /// Rows that are overwritten equally often.
    public struct Bin: Hashable, Sendable {
        /// The part of the table's rows, above zero.
        public let rowFraction: Double
        /// The part of the table's overwrites.
        public let writeShare: Double

        /// How many times as often as the mean row a row of this class is overwritten.
        public var relativeRate: Double { writeShare / rowFraction }

        /// A class with these parts of the rows and of the overwrites.
        public init(rowFraction: Double, writeShare: Double) {
            self.rowFraction = rowFraction
            self.writeShare = writeShare
        }
    }

    /// The classes; both parts add up to one.
    public let bins: [Bin]

    /// Every row is as likely to be overwritten as every other.
    public static let uniform = Popularity(bins: [Bin(rowFraction: 1, writeShare: 1)])

    /// The classes given, whose parts must add up to one.
    public init(bins: [Bin]) {
        let rows = bins.reduce(0) { $0 + $1.rowFraction }
        let writes = bins.reduce(0) { $0 + $1.writeShare }
        require(abs(rows - 1) <= 1e-9 && abs(writes - 1) <= 1e-9, "parts of rows add up to \(rows), of writes to \(writes), not to 1")
        require(bins.allSatisfy { $0.rowFraction > 0 && $0.writeShare >= 0 }, "a bin without rows, or with a negative share")
        self.bins = bins
    }

    /// The ranks of Zipf's law in its bins.
    public init(_ zipf: ZipfBins) {
        self.init(bins: zipf.bins.map { Bin(rowFraction: Double($0.items) / Double(zipf.items), writeShare: $0.share) })
    }
}
