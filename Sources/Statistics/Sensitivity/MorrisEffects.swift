import Requirements

/// Which factors matter, and which act together or not in a straight line, by elementary effects.
///
/// An elementary effect is what a step of a ``MorrisDesign`` changes in the measure, over how far the factor moved. Each factor has one from
/// each trajectory, and they are independent:
///
/// - `mu` is their mean,
/// - `muStar` that of their magnitudes (Campolongo, Cariboni and Saltelli, 2007, doi:10.1016/j.envsoft.2006.10.004), in which effects of
///   different signs do not cancel: near zero, the factor does not matter,
/// - `sigma` is their standard deviation: zero where the factor adds a multiple of itself, whatever the others are.
///
/// - Complexity: O(r d).
public struct MorrisEffects: Sendable, Hashable {
    /// The effects of one factor.
    public struct Factor: Sendable, Hashable {
        /// The factor, counted from zero.
        public let factor: Int
        /// The mean with an interval by Student's t over trajectories; nil where no trajectory has both values.
        public let mu: Estimate?
        /// The mean of magnitudes, likewise; its interval does not go below zero.
        public let muStar: Estimate?
        /// The standard deviation; nil with fewer than two effects.
        public let sigma: Double?
        /// One for the largest `muStar`, equal numbers for equal ones; nil without it.
        public let rank: Int?
    }

    /// The effects of each factor, in the order of the design.
    public let factors: [Factor]
    /// The number of points without a value.
    public let missing: Int

    /// Finds the effects from the measure at each point of a design; a point whose value is not finite is missing, and with it two steps at
    /// most.
    public init(_ design: MorrisDesign, values: [Double], confidence: Double = 0.95) {
        SampleStatistics.checkConfidence(confidence)
        require(values.count == design.count, "\(values.count) values for \(design.count) points")
        missing = values.count { !$0.isFinite }
        var effects = Array(repeating: [Double](), count: design.dimensions)
        for trajectory in 0..<design.trajectories {
            for step in design.steps(of: trajectory) {
                let change = (values[step.after] - values[step.before]) / design.delta
                if change.isFinite { effects[step.factor].append(step.isIncrease ? change : -change) }
            }
        }
        let magnitudes = effects.map { Self.mean($0.map(\.magnitude), confidence: confidence, lowest: 0) }
        factors = effects.enumerated().map { factor, effects in
            Factor(
                factor: factor,
                mu: Self.mean(effects, confidence: confidence, lowest: -.infinity),
                muStar: magnitudes[factor],
                sigma: effects.count > 1 ? SampleStatistics.variance(effects).squareRoot() : nil,
                rank: magnitudes[factor].map { own in 1 + magnitudes.count { $0.map { $0.value > own.value } ?? false } })
        }
    }

    private static func mean(_ effects: [Double], confidence: Double, lowest: Double) -> Estimate? {
        guard !effects.isEmpty else { return nil }
        let mean = SampleStatistics.meanInterval(effects, confidence: confidence)
        return Estimate(
            value: mean.value, low: mean.low.map { max(lowest, $0) }, high: mean.high, confidence: confidence, method: mean.method,
            count: mean.count)
    }
}
