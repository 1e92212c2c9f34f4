import Requirements

/// Estimates from independent observations, such as the results of replications.
///
/// Sums run in the order given and carry their rounding errors along, so results do not depend on how work was spread over threads as long
/// as observations are put back in order.
public enum SampleStatistics {
    /// The mean. Not-a-number without observations.
    public static func mean(_ values: [Double]) -> Double {
        // The sum of equal numbers divided by their count may miss the number by a bit.
        if let first = values.first, values.allSatisfy({ $0 == first }) { return first }
        return sum(values) / Double(values.count)
    }

    /// The variance with divisor n - 1. Not-a-number with fewer than two observations.
    ///
    /// Deviations from the mean are squared; the square of their sum, which is what rounding of the mean leaves, is taken off.
    public static func variance(_ values: [Double]) -> Double {
        guard values.count > 1 else { return .nan }
        let mean = mean(values)
        let deviations = values.map { $0 - mean }
        let left = sum(deviations)
        let squares = sum(deviations.map { $0 * $0 }) - left * left / Double(values.count)
        return max(0, squares) / Double(values.count - 1)
    }

    /// The mean with an interval by Student's t.
    ///
    /// The interval is exact for normal observations and good for means of a few dozen others that are not too skew. With fewer than two
    /// observations, or an infinite one, there is no interval; equal observations give one of width zero.
    public static func meanInterval(_ values: [Double], confidence: Double) -> Estimate {
        studentT(values, confidence: confidence, method: .meanByStudentT)
    }

    /// The mean of a - b over pairs, with an interval by Student's t.
    ///
    /// Pairs are observations under the same random numbers, so that what both share cancels.
    public static func pairedDifference(_ a: [Double], _ b: [Double], confidence: Double) -> Estimate {
        require(a.count == b.count, "paired observations must be equally many, not \(a.count) and \(b.count)")
        return studentT(zip(a, b).map { $0 - $1 }, confidence: confidence, method: .pairedDifferenceByStudentT)
    }

    static func studentT(_ values: [Double], confidence: Double, method: Estimate.Method) -> Estimate {
        checkConfidence(confidence)
        let mean = mean(values)
        guard values.count > 1, values.allSatisfy(\.isFinite) else {
            return Estimate(value: mean, low: nil, high: nil, confidence: confidence, method: method, count: values.count)
        }
        let standardError = (variance(values) / Double(values.count)).squareRoot()
        let t = ReferenceDistributions.studentTQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: Double(values.count - 1))
        let half = t * standardError
        return Estimate(
            value: mean, low: mean - half, high: mean + half, confidence: confidence, method: method, count: values.count)
    }

    static func checkConfidence(_ confidence: Double) {
        require(confidence > 0 && confidence < 1, "a confidence must lie between 0 and 1, not \(confidence)")
    }

    /// The sum in the order given, with Neumaier's compensation.
    static func sum(_ values: [Double]) -> Double {
        var total = 0.0
        var lost = 0.0
        for value in values {
            let next = total + value
            lost += total.magnitude >= value.magnitude ? (total - next) + value : (value - next) + total
            total = next
        }
        // An infinite total has no rounding error; the compensation is then not-a-number.
        return total.isFinite ? total + lost : total
    }
}
