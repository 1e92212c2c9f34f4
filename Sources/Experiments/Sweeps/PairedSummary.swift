import Statistics

/// The mean of a measure, and its interval, from replications of which 2k and 2k + 1 are an antithetic pair.
enum PairedSummary {
    /// The mean with Student's t over the averages of pairs.
    ///
    /// Replications without a value count for nothing. A pair that has lost one of its values has less weight in the mean m than others: with
    /// S the sum and C the number of a pair's values, m = sum S / sum C, and its variance is that of n (S - m C) / sum C over the n pairs.
    static func mean(_ values: [Double], confidence: Double) -> Estimate {
        let pairs = stride(from: 0, to: values.count - 1, by: 2).map { (values[$0], values[$0 + 1]) }
        if !values.contains(where: \.isNaN) {
            return SampleStatistics.antitheticMeanInterval(pairs.map { $0.0 }, mirrored: pairs.map { $0.1 }, confidence: confidence)
        }
        let sums = pairs.map { pair in [pair.0, pair.1].filter { !$0.isNaN } }.filter { !$0.isEmpty }
        let count = sums.reduce(0) { $0 + $1.count }
        let mean = SampleStatistics.mean(sums.flatMap(\.self))
        let weighted = sums.map { pair in
            mean + Double(sums.count) * (pair.reduce(0, +) - mean * Double(pair.count)) / Double(max(1, count))
        }
        let estimate = SampleStatistics.antitheticMeanInterval(weighted, mirrored: weighted, confidence: confidence)
        return Estimate(
            value: mean, low: estimate.low, high: estimate.high, confidence: confidence, method: estimate.method, count: estimate.count)
    }

    /// The share of ones, with the wider of two intervals: Wilson's, which takes replications for independent and is too wide where the two of
    /// a pair counteract each other, and Student's t over pairs, which is not too narrow where they don't.
    static func proportion(_ values: [Double], confidence: Double) -> Estimate {
        let known = values.filter { !$0.isNaN }
        let wilson = SampleStatistics.wilsonInterval(successes: known.count { $0 != 0 }, count: known.count, confidence: confidence)
        let pairs = mean(values, confidence: confidence)
        guard let low = wilson.low, let high = wilson.high, let pairLow = pairs.low, let pairHigh = pairs.high else { return wilson }
        return Estimate(
            value: wilson.value, low: max(0, min(low, pairLow)), high: min(1, max(high, pairHigh)), confidence: confidence,
            method: wilson.method, count: wilson.count)
    }
}
