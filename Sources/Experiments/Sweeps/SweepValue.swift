import Statistics

/// What is known of one measure at one point; what cannot be given is NaN.
public struct SweepValue: Sendable, Hashable {
    /// A statistic of the replications, with its bounds.
    public struct Bounded: Sendable, Hashable {
        /// The estimate.
        public var value: Double
        /// Lower bound of its interval.
        public var low: Double
        /// Upper bound of its interval.
        public var high: Double

        /// Nothing is known unless said otherwise.
        public init(value: Double = .nan, low: Double = .nan, high: Double = .nan) {
            self.value = value
            self.low = low
            self.high = high
        }

        init(_ estimate: Estimate) { self.init(value: estimate.value, low: estimate.low ?? .nan, high: estimate.high ?? .nan) }
    }

    /// Mean over the replications; for what is 0 or 1, the share of ones.
    public var mean = Bounded()
    /// Median, bounded by order statistics.
    public var median = Bounded()
    /// 95th percentile, bounded by order statistics as far as there are replications enough.
    public var p95 = Bounded()
    /// Mean of the difference to the first strategy in the same configuration, replication by replication; nothing for that strategy itself.
    public var difference = Bounded()

    /// Nothing is known.
    public init() {}

    /// What it says, in the order of ``numbers``: the end of a column's name, and words.
    public static let columns: [(suffix: String, words: String)] = [
        ("", "mean over the replications"),
        ("_median", "median over the replications"),
        ("_p95", "95th percentile over the replications"),
        ("_difference", "mean of the difference to the first strategy in the same configuration, replication by replication"),
    ].flatMap { suffix, words in
        [(suffix, words), (suffix + "_low", "lower bound of the \(words)"), (suffix + "_high", "upper bound of the \(words)")]
    }

    /// All its numbers.
    public var numbers: [Double] {
        [
            mean.value, mean.low, mean.high, median.value, median.low, median.high, p95.value, p95.low, p95.high, difference.value,
            difference.low, difference.high,
        ]
    }

    init(numbers: [Double]) {
        func bounded(_ first: Int) -> Bounded { Bounded(value: numbers[first], low: numbers[first + 1], high: numbers[first + 2]) }
        (mean, median, p95, difference) = (bounded(0), bounded(3), bounded(6), bounded(9))
    }

    /// How many numbers it is.
    static let width = 12
}
