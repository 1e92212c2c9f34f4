import Requirements

// With n_l values of mean m_l at level l of a factor, n values of mean m in all, the share of variance is (Fisher, 1925)
//
//     eta^2 = sum of n_l (m_l - m)^2 / sum of (y - m)^2.
//
// In a design in balance, the shares of all factors and of their interactions add up to one. Where points are drawn at random, chance alone
// makes it (L - 1) / (n - 1) on average; the estimate without that bias is (Kelley, 1935, doi:10.1073/pnas.21.9.554)
//
//     epsilon^2 = 1 - (1 - eta^2) (n - 1) / (n - L).
//
// A resample adds the same bias once more. So the upper end of the interval is the percentile after one such correction, the lower end the
// percentile after two: both readings, that the points are all there is and that they are a sample, lie inside.

/// What each factor alone does to a measure, by the means at its levels.
///
/// It takes any design with levels, in or out of balance, and values of which some are missing: not-a-number or infinite. Coordinates of
/// continuous designs are put into bins by ``BinnedDesign``. Points count alike; in a design out of balance, as every design with missing values
/// is, look at ``MainEffect/confounding`` before believing means. One factor at a time makes means at levels comparable with the base only,
/// and shares meaningless.
///
/// - Complexity: O(N d^2) and O(d L) for each of a thousand groups in each resample, for L levels of each factor; beside the values, 64 MB of
///   memory at most where factors have fewer than 100,000 levels in all.
public struct MainEffects: Sendable, Hashable {
    /// The effect of each factor, in the order of the design.
    public let factors: [MainEffect]
    /// The mean of the values; nil without values.
    public let mean: Double?
    /// The number of values.
    public let count: Int
    /// The number of points without a value.
    public let missing: Int

    /// Finds the effects.
    ///
    /// - Parameters:
    ///   - design: The points.
    ///   - values: The measure at each point; a point without a finite value is missing.
    ///   - confidence: That of all intervals.
    ///   - resamples: How many resamples the bootstrap takes.
    ///   - seed: What the resamples are drawn from.
    public init(_ design: some LevelDesign, values: [Double], confidence: Double = 0.95, resamples: Int = 1_000, seed: UInt64) {
        SampleStatistics.checkConfidence(confidence)
        require(values.count == design.count, "\(values.count) values for \(design.count) points")
        let finite = values.filter(\.isFinite)
        let centre = finite.isEmpty ? 0 : SampleStatistics.mean(finite)
        count = finite.count
        missing = values.count - finite.count
        mean = finite.isEmpty ? nil : centre

        let levelCounts = design.levelCounts
        let columns = Self.columns(of: levelCounts)
        var sums = GroupedSums(units: finite.count, columns: columns.last?.upperBound ?? 0, seed: seed, purpose: "main effects")
        var tables = LevelTables(levelCounts: levelCounts)
        var unit = 0
        for (point, value) in values.enumerated() where value.isFinite {
            let levels = design.levelIndexes(at: point)
            let row = sums.row(of: unit)
            let deviation = value - centre
            for (factor, level) in levels.enumerated() {
                let column = columns[factor].lowerBound + 3 * level
                sums.add(1, column: column, row: row)
                sums.add(deviation, column: column + 1, row: row)
                sums.add(deviation * deviation, column: column + 2, row: row)
            }
            tables?.add(levels)
            unit += 1
        }
        let shares = Self.shares(sums, columns, confidence: confidence, resamples: resamples)
        let totals = sums.totals
        let spans = columns.map { Self.span(Self.levels(totals, $0), confidence: confidence) }
        let associations = tables?.associations
        factors = columns.enumerated().map { factor, columns in
            let levels = Self.levels(totals, columns)
            let closest = associations?.filter { $0.association > 0 && ($0.a == factor || $0.b == factor) }
                .max { $0.association < $1.association }
            let seen = levels.count { $0.count > 0 }
            return MainEffect(
                factor: factor,
                levelMeans: levels.map { Self.mean($0, centre: centre, confidence: confidence) },
                span: spans[factor],
                rank: spans[factor].map { own in 1 + spans.count { $0.map { $0.value > own.value } ?? false } },
                shareOfVariance: shares[factor],
                shareByChance: shares[factor].map { Double(seen - 1) / Double($0.count - 1) },
                confounding: associations == nil ? nil : closest?.association ?? 0,
                confoundedWith: closest.map { $0.a == factor ? $0.b : $0.a })
        }
    }
}

extension MainEffects {
    /// The columns of each factor: three sums for each of its levels.
    private static func columns(of levelCounts: [Int]) -> [Range<Int>] {
        var end = 0
        return levelCounts.map { count in
            defer { end += 3 * count }
            return end..<end + 3 * count
        }
    }

    private static func levels(_ totals: [Double], _ columns: Range<Int>) -> [LevelSums] {
        stride(from: columns.lowerBound, to: columns.upperBound, by: 3).map {
            LevelSums(count: totals[$0], sum: totals[$0 + 1], squares: totals[$0 + 2])
        }
    }

    /// The mean of a level with an interval by Student's t.
    private static func mean(_ level: LevelSums, centre: Double, confidence: Double) -> Estimate? {
        guard let offset = level.mean else { return nil }
        let mean = centre + offset
        var half: Double?
        if level.count > 1 {
            let t = ReferenceDistributions.studentTQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: level.count - 1)
            half = t * (level.deviation / (level.count - 1) / level.count).squareRoot()
        }
        return Estimate(
            value: mean, low: half.map { mean - $0 }, high: half.map { mean + $0 }, confidence: confidence, method: .meanByStudentT,
            count: Int(level.count))
    }

    /// The difference of the extreme means with Welch's interval (1947, doi:10.1093/biomet/34.1-2.28).
    private static func span(_ levels: [LevelSums], confidence: Double) -> Estimate? {
        let seen = levels.filter { $0.count > 0 }.sorted { $0.sum / $0.count < $1.sum / $1.count }
        guard seen.count > 1 else { return nil }
        let ends = [seen[0], seen[seen.count - 1]]
        let value = ends[1].sum / ends[1].count - ends[0].sum / ends[0].count
        var half: Double?
        if ends.allSatisfy({ $0.count > 1 }) {
            let pairs = Double(seen.count * (seen.count - 1) / 2)
            let squares = ends.map { $0.deviation / ($0.count - 1) / $0.count }
            let square = squares[0] + squares[1]
            if square > 0 {
                let weights = zip(squares, ends).reduce(0) { $0 + $1.0 / square * ($1.0 / square) / ($1.1.count - 1) }
                let t = ReferenceDistributions.studentTQuantile(1 - (1 - confidence) / (2 * pairs), degreesOfFreedom: 1 / weights)
                half = t * square.squareRoot()
            } else {
                half = 0
            }
        }
        return Estimate(
            value: value, low: half.map { max(0, value - $0) }, high: half.map { value + $0 }, confidence: confidence,
            method: .differenceByWelchT, count: seen.reduce(0) { $0 + Int($1.count) })
    }

    /// The share of variance of each factor.
    private static func shares(
        _ sums: GroupedSums, _ columns: [Range<Int>], confidence: Double, resamples: Int
    ) -> [Estimate?] {
        let totals = sums.totals
        var resampled = Array(repeating: ResampledStatistic(), count: columns.count)
        sums.forEachResample(resamples) { totals in
            for (factor, columns) in columns.enumerated() {
                resampled[factor].append(LevelSums.shareBetween(levels(totals, columns)))
            }
        }
        return columns.enumerated().map { factor, columns in
            let levels = levels(totals, columns)
            guard let value = LevelSums.shareBetween(levels) else { return nil }
            let count = levels.reduce(0) { $0 + $1.count }
            let seen = Double(levels.count { $0.count > 0 })
            func corrected(_ share: Double) -> Double { 1 - (1 - share) * (count - 1) / (count - seen) }
            // With no more values than levels nothing tells chance from effect.
            let bounds = count > seen ? resampled[factor].bounds(confidence: confidence) : nil
            return Estimate(
                value: value, low: bounds.map { min(value, max(0, corrected(corrected($0.low)))) },
                high: bounds.map { max(value, corrected($0.high)) }, confidence: confidence, method: .bootstrapPercentile, count: Int(count)
            )
        }
    }
}
