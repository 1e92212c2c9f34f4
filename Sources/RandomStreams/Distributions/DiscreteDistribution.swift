/// A table of values, each with a probability proportional to its weight.
public struct DiscreteDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The values, in the order given.
    public let values: [Double]
    /// The probability that a draw is this value or one before it; the last entry is one.
    public let cumulative: [Double]
    /// The mean.
    public let mean: Double
    /// Where the search begins for a uniform number from k/n on: the first position whose cumulative probability exceeds k/n.
    @usableFromInline let starts: [Int]

    /// Creates the distribution of the numbers 0, 1, 2, ... with weights.
    public init(weights: [Double]) throws(DistributionError) {
        try self.init(values: weights.indices.map(Double.init), weights: weights)
    }

    /// Creates the distribution of values with weights; at least one weight must be above zero, none under it.
    public init(values: [Double], weights: [Double]) throws(DistributionError) {
        try ParameterLimits.checkCount(weights, "weights")
        guard values.count == weights.count else {
            let reason = "must hold as many numbers as `values`, which has \(values.count), not \(weights.count)"
            throw DistributionError(parameter: "weights", reason: reason)
        }
        for value in values { try ParameterLimits.checkFinite(value, "values") }
        for weight in weights { try ParameterLimits.check(weight, "weights", in: 0...ParameterLimits.magnitude) }
        let total = CompensatedSum.of(weights)
        guard total > 0 else { throw DistributionError(parameter: "weights", reason: "must not all be zero") }
        var running = CompensatedSum()
        var cumulative: [Double] = []
        cumulative.reserveCapacity(weights.count)
        for weight in weights {
            running.add(weight)
            cumulative.append(min(1, running.value / total))
        }
        // Trailing values without weight share the one of the last value that has some: they are never drawn.
        let lastWithWeight = weights.lastIndex { $0 > 0 } ?? 0
        for index in lastWithWeight..<cumulative.count { cumulative[index] = 1 }
        var starts: [Int] = []
        starts.reserveCapacity(weights.count)
        var position = 0
        for step in weights.indices {
            while cumulative[position] <= Double(step) / Double(weights.count) { position += 1 }
            starts.append(position)
        }
        self.values = values
        self.cumulative = cumulative
        self.starts = starts
        mean = CompensatedSum.of(zip(values, weights).map { $0 * ($1 / total) })
    }

    /// The distribution in words.
    public var description: String { "discrete over \(values.count) values with mean \(mean)" }

    /// Draws a value, by one number of the stream.
    ///
    /// - Complexity: O(1) on average, whatever the weights.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double { values[index(&stream)] }

    /// Draws the position of a value, by one number of the stream: the first whose cumulative probability exceeds it.
    ///
    /// The search begins at a position that is at most two steps before the result on average (Chen and Asau, 1974).
    ///
    /// - Complexity: O(1) on average, whatever the weights.
    @inlinable
    public func index(_ stream: inout RandomStream) -> Int { index(at: stream.uniform()) }

    @inlinable
    func index(at u: Double) -> Int {
        var position = starts[min(starts.count - 1, Int(u * Double(starts.count)))]
        // Rounding the product may lead one step too far.
        while position > 0 && cumulative[position - 1] > u { position -= 1 }
        while cumulative[position] <= u { position += 1 }
        return position
    }
}
