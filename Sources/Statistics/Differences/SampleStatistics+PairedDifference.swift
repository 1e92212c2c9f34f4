import Requirements

extension SampleStatistics {
    /// The mean of b - a over pairs of observations, tested: by Student's t, or for observations that are 0 or 1 by McNemar's exact test.
    ///
    /// Where some pairs do not differ at all, the differences are far from normal, and t is too sure if few do. With k pairs that differ, the
    /// smallest p-value that an exact test of their signs can give is 2^(1-k): none smaller is given then.
    ///
    /// Differences within 1e-12 of the observations are roundings and count as none.
    ///
    /// - Precondition: As many of both, and at least one.
    public static func testPairedDifference(_ b: [Double], minus a: [Double], areIndicators: Bool, confidence: Double) -> DifferenceTest {
        require(a.count == b.count && !a.isEmpty, "paired observations must be equally many, not \(a.count) and \(b.count)")
        let differences = zip(a, b).map { a, b in
            (b - a).magnitude <= ConfidenceCurve.rounding * max(a.magnitude, b.magnitude) ? 0 : b - a
        }
        let different = differences.count { $0 != 0 }
        // Runs that all agree differ in nothing, however many they are.
        if areIndicators, different > 0 { return pairedShareDifference(b, minus: a, confidence: confidence) }
        let estimate = studentT(differences, confidence: confidence, method: .pairedDifferenceByStudentT)
        guard let low = estimate.low, let high = estimate.high, high > low else { return DifferenceTest(estimate: estimate, pValue: nil) }
        let standardError = (variance(differences) / Double(differences.count)).squareRoot()
        let t = estimate.value.magnitude / standardError
        let tail = ReferenceDistributions.studentTUpperTail(t, degreesOfFreedom: Double(differences.count - 1))
        let floor = different < differences.count ? Double(sign: .plus, exponent: 1 - different, significand: 1) : 0
        return DifferenceTest(estimate: estimate, pValue: min(1, max(2 * tail, floor)))
    }
}
