public import Statistics

/// One measure of one strategy, or of one point of a sweep, as a file has it.
public struct RecordedMeasure: Sendable {
    /// Name, such as `outage.edit`.
    public var name: String
    /// Unit of its values; nil where neither file nor name tells it.
    public var unit: MeasureUnit?
    /// The mean, or for a measure that is 0 or 1 the probability; its count is that of the replications with a value, as far as the file tells.
    public var mean: Estimate
    /// The value of every replication, not-a-number where one has none; nil if the file does not have them.
    public var values: [Double]?

    /// Makes a measure from numbers of a file, which are nil where the file has none.
    ///
    /// - Parameter count: Replications. Where their values are there, those count that are numbers.
    init(
        _ name: String, unit: MeasureUnit?, numbers: (value: Double?, low: Double?, high: Double?), isProbability: Bool, confidence: Double,
        count: Int, values: [Double]?
    ) {
        self.name = name
        self.unit = unit
        self.values = values
        mean = Estimate(
            value: numbers.value ?? .nan, low: numbers.low, high: numbers.high, confidence: confidence,
            method: isProbability ? .probabilityByWilsonScore : .meanByStudentT, count: values.map { $0.count { !$0.isNaN } } ?? count)
    }
}
