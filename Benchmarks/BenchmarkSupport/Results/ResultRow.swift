/// One line of a result: what was measured, how often, and what came out.
public struct ResultRow: Codable, Hashable, Sendable {
    /// Which way is better.
    public enum Direction: String, Codable, Sendable {
        /// Times and sizes.
        case less
        /// Speed-ups.
        case more
    }

    /// What was measured, such as `hold`.
    public var name: String
    /// Under which circumstances, such as `pending` is `1000`.
    public var parameters: [String: String]
    /// Unit of the values: `ns` (of the clock, per operation), `B`, `x` for ratios.
    public var unit: String
    /// Which clock was read: `thread`, `process`, `wall`; nil where none was.
    public var clock: String?
    /// Which way is better.
    public var better: Direction
    /// Operations in one repetition.
    public var operations: Int
    /// Number of repetitions.
    public var repetitions: Int
    /// The middle of the repetitions.
    public var median: Double
    /// A quarter of the repetitions lie below.
    public var lowerQuartile: Double
    /// Three quarters of the repetitions lie below.
    public var upperQuartile: Double
    /// The smallest.
    public var minimum: Double
    /// Operations per second at the median; nil for what is no time.
    public var operationsPerSecond: Double?
    /// Version of the program that was measured, if it is not this one.
    public var version: String?
    /// The answer that was checked, in words.
    public var answer: String?

    /// Makes a row from the values of repetitions.
    public init(
        name: String, parameters: [String: String], unit: String, clock: String?, better: Direction = .less, operations: Int,
        values: [Double], version: String? = nil, answer: String? = nil
    ) {
        let spread = Spread(values)
        (self.name, self.parameters, self.unit, self.clock, self.better) = (name, parameters, unit, clock, better)
        (self.operations, repetitions) = (operations, spread.count)
        (median, lowerQuartile, upperQuartile) = (spread.median, spread.lowerQuartile, spread.upperQuartile)
        minimum = spread.minimum
        operationsPerSecond = unit == "ns" && spread.median > 0 ? 1e9 / spread.median : nil
        (self.version, self.answer) = (version, answer)
    }

    /// Name and parameters, which tell a row from all others of a result.
    public var identity: String { parameters.isEmpty ? name : "\(name) \(parameterText)" }

    /// The parameters in the order of their names, such as `increments=exponential pending=1000`.
    public var parameterText: String { parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }
}
