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
        checkConfidence(confidence)
        // The largest observation is the highest bound there is.
        return count > 0 && power(checked(probability), count) <= allowedError(confidence, sides)
    }

    /// The fewest observations that can bound a quantile from above, nil if a billion do not suffice.
    public static func countForUpperBound(probability: Double, confidence: Double, sides: Sides = .upper) -> Int? {
        func suffices(_ count: Int) -> Bool {
            upperBoundSupported(probability: probability, confidence: confidence, count: count, sides: sides)
        }
        return firstTrue(in: 1...1_000_000_000, suffices)
    }

    /// The fewest observations with which an interval for a quantile has both bounds, nil if a billion do not suffice: 6 for the median and
    /// 72 for the 95th or the 5th percentile, at 95 %.
    public static func countForInterval(probability: Double, confidence: Double) -> Int? {
        // What bounds a quantile from below bounds, with all signs turned, its mirror image from above.
        guard let above = countForUpperBound(probability: probability, confidence: confidence, sides: .both),
            let below = countForUpperBound(probability: 1 - probability, confidence: confidence, sides: .both)
        else { return nil }
        return max(above, below)
    }

    /// The ranks, counted from one, of the observations that bound a quantile.
    static func quantileRanks(count: Int, probability: Double, confidence: Double, sides: Sides) -> (low: Int?, high: Int?) {
        checkConfidence(confidence)
        let successes = BinomialWindow(trials: count, probability: checked(probability))
        let error = allowedError(confidence, sides)
        var low: Int?
        var high: Int?
        // Whether there is a bound at all follows from a power, with which the counts that suffice are found too.
        if sides != .upper, count > 0, power(1 - probability, count) <= error {
            low = max(1, successes.firstReachedFromBelow(beyond: error))
        }
        if sides != .lower, count > 0, power(probability, count) <= error {
            high = min(count, successes.firstReachedFromAbove(beyond: error) + 1)
        }
        return (low, high)
    }

    private static func allowedError(_ confidence: Double, _ sides: Sides) -> Double {
        (1 - confidence) / (sides == .both ? 2 : 1)
    }

    private static func checked(_ probability: Double) -> Double {
        require(probability > 0 && probability < 1, "a quantile needs a probability between 0 and 1, not \(probability)")
        return probability
    }

    /// A whole power by repeated squaring.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, square, left) = (1.0, base, exponent)
        while left > 0 {
            if left % 2 == 1 { result *= square }
            square *= square
            left /= 2
        }
        return result
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

    static func sorted(_ values: [Double]) -> [Double] {
        require(!values.contains { $0.isNaN }, "a quantile needs observations that are numbers")
        return values.sorted()
    }

    static func quantile(sorted: [Double], probability: Double) -> Double {
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
