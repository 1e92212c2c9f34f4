/// What one factor alone does to a measure.
public struct MainEffect: Sendable, Hashable {
    /// The factor, counted from zero.
    public let factor: Int
    /// The mean at each level, with an interval by Student's t; nil at levels without values.
    public let levelMeans: [Estimate?]
    /// The largest less the smallest mean of a level; nil where fewer than two levels have values.
    ///
    /// The interval is Welch's, at a confidence that holds for all pairs of levels together (Bonferroni), since the data choose the pair. With two
    /// levels it is the plain interval. It takes what other factors do for noise.
    public let span: Estimate?
    /// One for the factor with the largest span, equal numbers for equal spans; nil without span.
    public let rank: Int?
    /// The share of the measure's variance that lies between the levels, eta squared; nil where the measure does not vary.
    ///
    /// The interval is a bootstrap's, whose ends are freed of what chance alone puts between levels.
    public let shareOfVariance: Estimate?
    /// What share chance alone puts between the levels on average, (levels - 1) / (values - 1); nil without share.
    public let shareByChance: Double?
    /// How far another factor's levels go with this one's: the largest Cramér's V, from 0 for balance to 1 for two names of one thing.
    ///
    /// At zero, means at levels differ by this factor and chance only. Else a part of the effect may be that of ``confoundedWith``. Nil where the
    /// levels of pairs of factors are too many to be counted, over four million in all pairs.
    public let confounding: Double?
    /// The factor of the largest association; nil where there is none.
    public let confoundedWith: Int?
}
