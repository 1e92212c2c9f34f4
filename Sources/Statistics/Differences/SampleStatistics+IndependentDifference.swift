import Requirements

// From an interval for each of two numbers follows one for their difference (square-and-add: Zou and Donner 2008, doi:10.1002/sim.3095). The
// distance of a bound from its estimate is what the interval says of the variance in that direction, and variances of independent estimates
// add. With d = b - a, bounds (la, ua) and (lb, ub):
//
//     lower = d - sqrt((b - lb)^2 + (ua - a)^2),     upper = d + sqrt((ub - b)^2 + (a - la)^2).
//
// Nothing is assumed of the intervals but that each holds by itself, so that shares with their lopsided intervals are served as well as means.
//
// The probability of error at which the bound nearer to zero just touches it is the p-value. All bounds widen steadily as that probability falls, so
// that there is one such point; where both are intervals by Student's t of n - 1 degrees of freedom it is 2 P(T > |d| / sqrt(sa^2 + sb^2)).

extension SampleStatistics {
    /// p-values are looked for down to here; below, this is what is given.
    static let smallestPValue = 1e-9

    /// The difference b - a of two independent estimates, each with an interval by Student's t or Wilson.
    ///
    /// If the two share random numbers, so that they go up and down together, the interval is wider than it need be. Without an interval of both
    /// there is none of the difference. One within 1e-12 of the estimates is a rounding and counts as none.
    public static func independentDifference(_ b: Estimate, minus a: Estimate, confidence: Double) -> DifferenceTest {
        checkConfidence(confidence)
        let isRounding = (b.value - a.value).magnitude <= ConfidenceCurve.rounding * max(a.value.magnitude, b.value.magnitude)
        let value = isRounding ? 0 : b.value - a.value
        func test(_ low: Double?, _ high: Double?, _ pValue: Double?) -> DifferenceTest {
            let estimate = Estimate(
                value: value, low: low, high: high, confidence: confidence, method: .differenceBySquareAndAdd, count: min(a.count, b.count))
            return DifferenceTest(estimate: estimate, pValue: pValue)
        }
        guard value.isFinite, let first = ConfidenceCurve(a), let second = ConfidenceCurve(b) else { return test(nil, nil, nil) }
        let (fromA, fromB) = (first.distances(error: 1 - confidence), second.distances(error: 1 - confidence))
        let low = value - length(fromB.below, fromA.above)
        let high = value + length(fromB.above, fromA.below)
        return test(low, high, low == high ? nil : pValue(value, first, second))
    }

    /// The difference b - a of two shares among the same trials, which are 0 or 1 each.
    ///
    /// The interval is Newcombe's (1998, doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C, method 10): square-and-add with
    /// the correlation of the two taken off. The p-value is McNemar's exact one: of the trials in which the two differ, half go either way.
    static func pairedShareDifference(_ b: [Double], minus a: [Double], confidence: Double) -> DifferenceTest {
        let count = a.count
        func interval(_ values: [Double]) -> Estimate {
            wilsonInterval(successes: values.count { $0 == 1 }, count: count, confidence: confidence)
        }
        let (shareA, shareB) = (interval(a), interval(b))
        let both = zip(a, b).count { $0 == 1 && $1 == 1 }
        let gained = zip(a, b).count { $0 == 0 && $1 == 1 }
        let lost = zip(a, b).count { $0 == 1 && $1 == 0 }
        let value = Double(gained - lost) / Double(count)
        let neither = count - both - gained - lost
        let margins = Double(both + lost) * Double(gained + neither) * Double(both + gained) * Double(lost + neither)
        let product = Double(both) * Double(neither) - Double(gained) * Double(lost)
        // A correlation that would narrow the interval is taken for less than it looks, as Newcombe found it must for the confidence to hold.
        let cautious = product > 0 ? max(0, product - Double(count) / 2) : product
        let correlation = margins > 0 ? cautious / margins.squareRoot() : 0
        func reach(_ first: Double, _ second: Double) -> Double {
            max(0, first * first + second * second - 2 * correlation * first * second).squareRoot()
        }
        guard let lowA = shareA.low, let highA = shareA.high, let lowB = shareB.low, let highB = shareB.high else {
            requirementFailure("Wilson's interval has both bounds")
        }
        let estimate = Estimate(
            value: value, low: value - reach(shareB.value - lowB, highA - shareA.value),
            high: value + reach(highB - shareB.value, shareA.value - lowA), confidence: confidence, method: .differenceBySquareAndAdd,
            count: count)
        let tail = ReferenceDistributions.binomial(upTo: min(gained, lost), count: gained + lost, probability: 0.5)
        return DifferenceTest(estimate: estimate, pValue: min(1, 2 * tail))
    }

    private static func pValue(_ difference: Double, _ a: ConfidenceCurve, _ b: ConfidenceCurve) -> Double {
        if difference == 0 { return 1 }
        if let tA = a.studentT, let tB = b.studentT {
            let degreesOfFreedom = [tA.degreesOfFreedom, tB.degreesOfFreedom].compactMap(\.self)
            if let first = degreesOfFreedom.first, degreesOfFreedom.allSatisfy({ $0 == first }) {
                let t = difference.magnitude / length(tA.standardError, tB.standardError)
                return min(1, 2 * ReferenceDistributions.studentTUpperTail(t, degreesOfFreedom: first))
            }
        }
        func touches(_ error: Double) -> Bool {
            let (fromA, fromB) = (a.distances(error: error), b.distances(error: error))
            let reach = difference > 0 ? length(fromB.below, fromA.above) : length(fromB.above, fromA.below)
            return reach >= difference.magnitude
        }
        // By halves of the exponent; the interval touches zero at the smaller one and not at the larger.
        var (small, large) = (smallestPValue, 1.0)
        if !touches(small) { return small }
        for _ in 0..<60 {
            let middle = (small * large).squareRoot()
            if touches(middle) { small = middle } else { large = middle }
        }
        return large
    }

    private static func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
}
