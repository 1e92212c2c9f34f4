/// A design in the unit cube whose coordinates are put into bins, so that effects of continuous factors can be told as those of levels.
///
/// A coordinate is the probability of lower values of the factor, so bins of equal width are groups between quantiles of the factor's
/// distribution. The share of variance between such groups is the correlation ratio, Pearson's estimator of a first-order index from given
/// data (Plischke, Borgonovo and Smith, 2013, doi:10.1016/j.ejor.2012.11.047).
public struct BinnedDesign<Base: UnitCubeDesign>: LevelDesign {
    /// The design whose coordinates are put into bins.
    public let base: Base
    /// The number of bins of each factor.
    public let bins: Int

    /// Splits each factor into bins; throws without a bin, or with more than points.
    ///
    /// - Parameters:
    ///   - base: The design.
    ///   - bins: The number of bins; nil for about the cube root of the number of points. With M bins of N points, what varies within a bin is
    ///     lost as 1/M^2, and what chance puts between bins grows as M/N; their sum is least where M grows as the cube root of N.
    public init(_ base: Base, bins: Int? = nil) throws(DesignError) {
        let bins = bins ?? Self.defaultBins(count: base.count)
        guard bins >= 1 && bins <= base.count else { throw .binsOutOfRange(bins, points: base.count) }
        self.base = base
        self.bins = bins
    }

    /// The number of points.
    public var count: Int { base.count }

    /// The number of bins of each factor.
    public var levelCounts: [Int] { Array(repeating: bins, count: base.dimensions) }

    /// The bin of each factor at a point.
    public func levelIndexes(at point: Int) -> [Int] {
        // A coordinate of one, which a grid has, belongs to the last bin.
        base.coordinates(at: point).map { min(bins - 1, Int($0 * Double(bins))) }
    }

    /// The largest whole number whose cube does not exceed the number of points.
    static func defaultBins(count: Int) -> Int {
        var bins = 1
        while (bins + 1) * (bins + 1) <= count / (bins + 1) { bins += 1 }
        return bins
    }
}
