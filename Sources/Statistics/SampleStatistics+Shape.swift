import Requirements

// The interval by Student's t errs where observations are skew: mean and standard deviation then depend on each other, and a sample without the
// rare large values has both too small. Cochran (Sampling Techniques, 3rd edition, 1977, section 2.15) asked for
//
//     n > 25 g^2,     g the skewness, the third central moment over the third power of the standard deviation,
//
// so that a 95 % interval misses at most 6 % of the time; Sugden, Smith and Jones (2000, Journal of the Royal Statistical Society B 62,
// 787-793) derived the rule from the expansion of Edgeworth and raised it, for a standard deviation that is estimated too, to n > 28 + 25 g^2.
//
// A share p of values that are not zero, p small, has a skewness near 1 / sqrt(p): the rule then asks for about 25 values that are not zero,
// whatever the number of the others. Samples without any are another case, as their skewness is not defined.

extension SampleStatistics {
    /// The skewness: the third central moment over the third power of the standard deviation, both with divisor n.
    ///
    /// Zero where all observations are equal, and not-a-number without observations or with an infinite one.
    public static func skewness(_ values: [Double]) -> Double {
        guard values.count > 0, values.allSatisfy(\.isFinite) else { return .nan }
        let mean = mean(values)
        let deviations = values.map { $0 - mean }
        // Scaled by the largest, so that no third power leaves the range of numbers.
        let largest = deviations.reduce(0) { max($0, $1.magnitude) }
        guard largest > 0 else { return 0 }
        let scaled = deviations.map { $0 / largest }
        let second = sum(scaled.map { $0 * $0 }) / Double(values.count)
        let third = sum(scaled.map { $0 * $0 * $0 }) / Double(values.count)
        return third / (second * second.squareRoot())
    }

    /// The observations from which on an interval by Student's t at 95 % is adequate for a skewness, by the rule of Cochran as extended by
    /// Sugden, Smith and Jones.
    public static func countForMeanInterval(skewness: Double) -> Int {
        require(skewness.isFinite, "the rule of Cochran needs a skewness, not \(skewness)")
        return Int(min(1e15, 28 + 25 * skewness * skewness).rounded(.up))
    }

    /// Whether an interval by Student's t for the mean of these observations can be believed.
    ///
    /// - Complexity: O(n log n).
    public static func diagnoseMeanInterval(_ values: [Double]) -> MeanIntervalDiagnosis {
        let frequent = mostFrequent(sorted(values))
        let skewness = skewness(values)
        let needed = countForMeanInterval(skewness: skewness.isFinite ? skewness : 0)
        let verdict: MeanIntervalDiagnosis.Verdict
        if values.count < 2 || !skewness.isFinite {
            verdict = .noInterval
        } else if frequent.count == values.count {
            verdict = .allEqual
        } else {
            verdict = values.count < needed ? .tooSkew : .trustworthy
        }
        return MeanIntervalDiagnosis(
            verdict: verdict, count: values.count, skewness: skewness.isFinite ? skewness : 0, neededCount: needed,
            mostFrequentValue: frequent.value, mostFrequentCount: frequent.count)
    }

    private static func mostFrequent(_ sorted: [Double]) -> (value: Double, count: Int) {
        var best = (value: Double.nan, count: 0)
        var run = 0
        for (index, value) in sorted.enumerated() {
            run = index > 0 && sorted[index - 1] == value ? run + 1 : 1
            if run > best.count { best = (value, run) }
        }
        return best
    }
}
