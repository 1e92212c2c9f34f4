import Requirements

// Of a measure y with variance V, the first-order index of factor k is the share of V that its conditional mean given k has, and the total
// index the share that is left once all others are given. With the rows A, B and AB_k of a Saltelli design, over N rows,
//
//     S_k  = mean of y_B (y_ABk - y_A) / V             Saltelli and others (2010, doi:10.1016/j.cpc.2009.09.018), table 2 (b)
//     ST_k = mean of (y_A - y_ABk)^2 / (2 V)           Jansen (1999, doi:10.1016/S0010-4655(98)00154-4)
//
// where V is the variance of all y_A and y_B. The mean of y is taken off first, since it enters the first estimator as noise.

/// Shares of a measure's variance that are due to each factor, alone and together with others.
///
/// Intervals are percentiles over resamples of rows. Rows of a Sobol sequence fill the cube more evenly than independent ones, so intervals are
/// rather too wide. An estimate of a small first-order index may be negative; it is left so, since cutting it off would hide its error.
///
/// - Complexity: O(N d) and O(d) for each of a thousand groups in each resample.
public struct SobolIndices: Sendable, Hashable {
    /// The indices of one factor.
    public struct Factor: Sendable, Hashable {
        /// The factor, counted from zero.
        public let factor: Int
        /// The share of the factor alone; nil without a complete row, or where the measure does not vary.
        public let first: Estimate?
        /// The share of the factor alone and in interactions, likewise; at zero, the factor does nothing.
        public let total: Estimate?
        /// The number of rows that have all three values of the factor.
        public let rows: Int
    }

    /// The indices of each factor, in the order of the design.
    public let factors: [Factor]
    /// The number of points without a value.
    public let missing: Int

    /// Finds the indices.
    ///
    /// - Parameters:
    ///   - design: The points.
    ///   - values: The measure at each point; a point whose value is not finite is missing, and with it its row, of one factor or of all.
    ///   - confidence: That of all intervals.
    ///   - resamples: How many resamples the bootstrap takes.
    ///   - seed: What the resamples are drawn from.
    public init(_ design: SaltelliDesign, values: [Double], confidence: Double = 0.95, resamples: Int = 1_000, seed: UInt64) {
        SampleStatistics.checkConfidence(confidence)
        require(values.count == design.count, "\(values.count) values for \(design.count) points")
        missing = values.count { !$0.isFinite }
        let sums = Self.sums(design, values, seed: seed)
        let totals = sums.totals
        var first = Array(repeating: ResampledStatistic(), count: design.dimensions)
        var total = first
        sums.forEachResample(resamples) { totals in
            for factor in 0..<design.dimensions {
                let indices = Self.indices(of: factor, totals)
                first[factor].append(indices?.first)
                total[factor].append(indices?.total)
            }
        }
        factors = (0..<design.dimensions).map { factor in
            let rows = Int(totals[factor * Self.columns])
            let indices = Self.indices(of: factor, totals)
            func estimate(_ value: Double?, _ resampled: ResampledStatistic) -> Estimate? {
                guard let value else { return nil }
                let bounds = rows >= GroupedSums.fewestGroups ? resampled.bounds(confidence: confidence) : nil
                return Estimate(
                    value: value, low: bounds?.low, high: bounds?.high, confidence: confidence, method: .bootstrapPercentile, count: rows)
            }
            return Factor(
                factor: factor, first: estimate(indices?.first, first[factor]), total: estimate(indices?.total, total[factor]), rows: rows)
        }
    }

    /// The number of sums that the indices of a factor follow from.
    private static let columns = 5

    /// Of each factor: complete rows, both estimators' terms, and y_A + y_B and y_A^2 + y_B^2, over these rows.
    private static func sums(_ design: SaltelliDesign, _ values: [Double], seed: UInt64) -> GroupedSums {
        let centre = centre(design, values)
        var sums = GroupedSums(units: design.base, columns: columns * design.dimensions, seed: seed, purpose: "Sobol indices")
        for row in 0..<design.base {
            let first = design.index(of: .a, row: row)
            let a = values[first] - centre
            let b = values[first + 1] - centre
            guard a.isFinite && b.isFinite else { continue }
            let group = sums.row(of: row)
            for factor in 0..<design.dimensions {
                let mixed = values[first + 2 + factor] - centre
                guard mixed.isFinite else { continue }
                let column = factor * columns
                sums.add(1, column: column, row: group)
                sums.add(b * (mixed - a), column: column + 1, row: group)
                sums.add((a - mixed) * (a - mixed), column: column + 2, row: group)
                sums.add(a + b, column: column + 3, row: group)
                sums.add(a * a + b * b, column: column + 4, row: group)
            }
        }
        return sums
    }

    /// The mean of the values of A and B.
    private static func centre(_ design: SaltelliDesign, _ values: [Double]) -> Double {
        let independent = (0..<design.base).flatMap { row in
            let first = design.index(of: .a, row: row)
            return values[first...first + 1].filter(\.isFinite)
        }
        return independent.isEmpty ? 0 : SampleStatistics.mean(independent)
    }

    private static func indices(of factor: Int, _ totals: [Double]) -> (first: Double, total: Double)? {
        let sums = totals[factor * columns..<(factor + 1) * columns].map { $0 }
        let deviation = LevelSums(count: 2 * sums[0], sum: sums[3], squares: sums[4]).deviation
        guard deviation > 0 else { return nil }
        let variance = deviation / (2 * sums[0])
        return (sums[1] / sums[0] / variance, sums[2] / (2 * sums[0]) / variance)
    }
}
