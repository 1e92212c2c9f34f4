import Requirements

// The interval for a quantile q of probability p rests on order statistics alone. Of n observations, B fall at or under q, and B is binomial
// with n and p (for a continuous distribution; ties make the interval only wider than needed). The k-th smallest observation exceeds q when
// B < k and lies under it when B >= k, so
//
//     lower bound: the largest k with P(B < k) <= a,       upper bound: the smallest k with P(B >= k) <= a,
//
// with a the probability of error allowed on that side. Where no k from 1 to n does, the sample supports no bound.

extension SampleStatistics {
    /// Which bounds of an interval are wanted.
    public enum Sides: Sendable, Hashable {
        /// Both; each side gets half of the probability of error.
        case both
        /// The lower bound only.
        case lower
        /// The upper bound only, as for "the 95th percentile is at most ...".
        case upper
    }

    /// The quantile of a sample, interpolated linearly between the sorted values at probabilities 0, 1/(n-1), ..., 1 (type 7 of Hyndman and
    /// Fan, the default of R and NumPy). Not-a-number without observations.
    public static func quantile(_ values: [Double], probability: Double) -> Double {
        quantile(sorted: sorted(values), probability: probability)
    }

    /// The quantile with an interval by order statistics, valid for every distribution.
    public static func quantileInterval(
        _ values: [Double], probability: Double, confidence: Double, sides: Sides = .both
    ) -> Estimate {
        let sorted = sorted(values)
        let ranks = quantileRanks(count: sorted.count, probability: probability, confidence: confidence, sides: sides)
        return Estimate(
            value: quantile(sorted: sorted, probability: probability),
            low: ranks.low.map { sorted[$0 - 1] },
            high: ranks.high.map { sorted[$0 - 1] },
            confidence: confidence, method: .quantileByOrderStatistics, count: sorted.count)
    }

    /// Whether so many observations can bound a quantile from above: the 95th percentile at 95 % takes 59, and 72 in an interval of both sides.
    public static func upperBoundSupported(probability: Double, confidence: Double, count: Int, sides: Sides = .upper) -> Bool {
        quantileRanks(count: count, probability: probability, confidence: confidence, sides: sides).high != nil
    }

    /// The fewest observations that can bound a quantile from above, nil if a billion do not suffice.
    public static func countForUpperBound(probability: Double, confidence: Double, sides: Sides = .upper) -> Int? {
        func suffices(_ count: Int) -> Bool {
            upperBoundSupported(probability: probability, confidence: confidence, count: count, sides: sides)
        }
        return firstTrue(in: 1...1_000_000_000, suffices)
    }

    /// The ranks, counted from one, of the observations that bound a quantile.
    static func quantileRanks(count: Int, probability: Double, confidence: Double, sides: Sides) -> (low: Int?, high: Int?) {
        checkConfidence(confidence)
        require(probability > 0 && probability < 1, "a quantile needs a probability between 0 and 1, not \(probability)")
        guard count > 0 else { return (nil, nil) }
        let error = (1 - confidence) / (sides == .both ? 2 : 1)
        var low: Int?
        var high: Int?
        if sides != .upper {
            // The first rank that is too high, less one.
            let tooHigh = firstTrue(in: 1...count) { rank in
                ReferenceDistributions.binomialFewer(than: rank, trials: count, probability: probability) > error
            }
            let rank = (tooHigh ?? count + 1) - 1
            low = rank >= 1 ? rank : nil
        }
        if sides != .lower {
            high = firstTrue(in: 1...count) { rank in
                ReferenceDistributions.binomialAtLeast(rank, trials: count, probability: probability) <= error
            }
        }
        return (low, high)
    }

    /// The first number of a range for which a condition holds that, once true, stays true.
    private static func firstTrue(in range: ClosedRange<Int>, _ condition: (Int) -> Bool) -> Int? {
        guard condition(range.upperBound) else { return nil }
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if condition(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func sorted(_ values: [Double]) -> [Double] {
        require(!values.contains { $0.isNaN }, "a quantile needs observations that are numbers")
        return values.sorted()
    }

    private static func quantile(sorted: [Double], probability: Double) -> Double {
        require(probability >= 0 && probability <= 1, "a quantile needs a probability from 0 to 1, not \(probability)")
        guard sorted.count > 0 else { return .nan }
        let position = probability * Double(sorted.count - 1)
        let below = min(sorted.count - 1, Int(position))
        let fraction = position - Double(below)
        // Equal neighbours may be infinite, and an infinite neighbour must not count where it has no weight.
        if fraction == 0 || sorted[below] == sorted[below + 1] { return sorted[below] }
        return sorted[below] + fraction * (sorted[below + 1] - sorted[below])
    }
}
