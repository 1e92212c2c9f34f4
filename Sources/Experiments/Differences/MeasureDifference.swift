public import Statistics

/// One measure in two results.
public struct MeasureDifference: Sendable {
    /// What to think of the difference.
    public enum Verdict: String, Sendable, Hashable {
        /// There is none, up to roundings: the means are the same.
        case same
        /// There is one: no chance is in it, or not enough to explain it.
        case differs
        /// There is one that may be chance.
        case notSignificant = "not significant"
        /// There is one, and so few replications that nothing can be said.
        case undecided
    }

    /// The strategy, or the point.
    public var entry: String
    /// The measure.
    public var measure: String
    /// Its unit, if it is known.
    public var unit: MeasureUnit?
    /// The mean in the first result.
    public var a: Estimate
    /// The mean in the second result.
    public var b: Estimate
    /// Second minus first.
    public var test: DifferenceTest
    /// Whether replications were compared one by one.
    public var isPaired: Bool
    /// Whether all that the files say of it is the same, to the last digit.
    public var isEqual: Bool
    /// The p-value among those of all measures; nil where there is none.
    public var adjustedPValue: Double?

    /// The difference as a share of the first value; nil where that is zero, and of a difference from it there is no share.
    public var relative: Double? {
        let difference = test.estimate.value
        return difference == 0 ? 0 : a.value == 0 ? nil : difference / a.value.magnitude
    }

    /// What to think of the difference, at the confidence of its interval.
    public var verdict: Verdict {
        if isEqual || test.estimate.value == 0 { return .same }
        if test.isCertain { return .differs }
        guard let adjustedPValue else { return .undecided }
        return adjustedPValue <= 1 - test.estimate.confidence ? .differs : .notSignificant
    }

    init(entry: String, _ a: RecordedMeasure, _ b: RecordedMeasure, canBePaired: Bool, confidence: Double) {
        (self.entry, measure, unit) = (entry, a.name, a.unit ?? b.unit)
        (self.a, self.b) = (a.mean, b.mean)
        let areShares = a.mean.method == .probabilityByWilsonScore && b.mean.method == .probabilityByWilsonScore
        let areNumbersEqual = a.mean.value == b.mean.value && a.mean.low == b.mean.low && a.mean.high == b.mean.high
        if canBePaired, let before = a.values, let after = b.values, !before.isEmpty, before.count == after.count,
            !before.contains(where: \.isNaN), !after.contains(where: \.isNaN)
        {
            isPaired = true
            isEqual = areNumbersEqual && before == after
            test = SampleStatistics.testPairedDifference(after, minus: before, areIndicators: areShares, confidence: confidence)
        } else {
            isPaired = false
            isEqual = areNumbersEqual && (a.values == nil || b.values == nil || Self.areSame(a.values, b.values))
            test = SampleStatistics.independentDifference(b.mean, minus: a.mean, confidence: confidence)
        }
    }

    private static func areSame(_ a: [Double]?, _ b: [Double]?) -> Bool {
        guard let a, let b, a.count == b.count else { return false }
        return zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
    }
}
