import Requirements

/// The intervals that an estimate has at every confidence, recovered from the one that is known.
///
/// An interval by Student's t is `value ± t(confidence, n - 1) s`, so that its width and the number of observations give the standard error s;
/// one by Wilson follows from the number of observations and the share of successes.
struct ConfidenceCurve {
    private enum Shape {
        case certain
        case studentT(standardError: Double, degreesOfFreedom: Double)
        case wilson(successes: Int, count: Int)
    }

    /// Widths below this share of the value are what rounding leaves where all observations are alike.
    static let rounding = 1e-12

    let value: Double
    private let shape: Shape

    /// Nil where the estimate has no interval.
    init?(_ estimate: Estimate) {
        guard estimate.value.isFinite, let low = estimate.low, let high = estimate.high, low.isFinite, high.isFinite, estimate.count > 0
        else {
            return nil
        }
        value = estimate.value
        if estimate.method == .probabilityByWilsonScore {
            let successes = (estimate.value * Double(estimate.count)).rounded()
            shape = .wilson(successes: min(estimate.count, max(0, Int(successes))), count: estimate.count)
        } else if (high - low) / 2 <= Self.rounding * estimate.value.magnitude {
            shape = .certain
        } else {
            guard estimate.count > 1 else { return nil }
            let degreesOfFreedom = Double(estimate.count - 1)
            let t = ReferenceDistributions.studentTQuantile(0.5 + 0.5 * estimate.confidence, degreesOfFreedom: degreesOfFreedom)
            shape = .studentT(standardError: (high - low) / 2 / t, degreesOfFreedom: degreesOfFreedom)
        }
    }

    /// Standard error and degrees of freedom; nil for a share, and zero without any where there is no chance.
    var studentT: (standardError: Double, degreesOfFreedom: Double?)? {
        switch shape {
        case .certain: (0, nil)
        case .studentT(let standardError, let degreesOfFreedom): (standardError, degreesOfFreedom)
        case .wilson: nil
        }
    }

    /// How far the bounds are from the value, when the interval misses the truth with the probability `error`.
    func distances(error: Double) -> (below: Double, above: Double) {
        require(error > 0 && error <= 1, "an interval misses with a probability above 0 and up to 1, not \(error)")
        if error == 1 { return (0, 0) }
        switch shape {
        case .certain: return (0, 0)
        case .studentT(let standardError, let degreesOfFreedom):
            // The lower tail, because one minus a tiny probability is one.
            let half = -ReferenceDistributions.studentTQuantile(error / 2, degreesOfFreedom: degreesOfFreedom) * standardError
            return (half, half)
        case .wilson(let successes, let count):
            let bounds = SampleStatistics.wilsonBounds(
                successes: successes, count: count, z: -ReferenceDistributions.normalQuantile(error / 2))
            let share = Double(successes) / Double(count)
            return (share - bounds.low, bounds.high - share)
        }
    }
}
