import RandomStreams
import Requirements

/// Random points of which each factor's N equal strata hold exactly one.
///
/// The sample of McKay, Beckman and Conover (1979, doi:10.2307/1268522): coordinate k of point i is
///
///     (p_k(i) + u_ik) / N
///
/// with an independent random order p_k of the strata for each factor, and u uniform in (0, 1), or one half in a centred sample. Averages
/// over it do not vary with what an additive function of the factors varies.
///
/// - Complexity: O(d log N) for a point and in memory.
public struct LatinHypercube: UnitCubeDesign {
    /// The number of points, which is that of strata.
    public let count: Int
    /// The number of factors.
    public let dimensions: Int
    /// Whether points lie in the middle of their strata.
    public let isCentred: Bool
    private let seed: UInt64
    private let orders: [IndexPermutation]

    /// Draws a sample; throws without points or with a negative number of dimensions.
    public init(points: Int, dimensions: Int, seed: UInt64, isCentred: Bool = false) throws(DesignError) {
        try DesignError.check(points: points, dimensions: dimensions)
        count = points
        self.dimensions = dimensions
        self.isCentred = isCentred
        self.seed = seed
        orders = (0..<dimensions).map { factor in
            var stream = RandomStream(
                rootSeed: seed, replication: 0, entity: UInt64(factor), purpose: "order of the strata of a Latin hypercube")
            return IndexPermutation(size: points, stream: &stream)
        }
    }

    /// The stratum, from 0 to `count - 1`, in which a factor lies at a point.
    public func stratum(of factor: Int, at point: Int) -> Int { orders[factor][point] }

    /// The coordinates of a point: at least stratum / N, and less than (stratum + 1) / N.
    public func coordinates(at point: Int) -> [Double] {
        require(point >= 0 && point < count, "point \(point) of a Latin hypercube of \(count)")
        var stream = RandomStream(
            rootSeed: seed, replication: UInt64(point), entity: 0, purpose: "place in the strata of a Latin hypercube")
        return orders.map { order in
            let stratum = Double(order[point])
            let place = isCentred ? 0.5 : stream.uniform()
            // Rounding may carry a place near the end of its stratum into the next.
            return min((stratum + place) / Double(count), ((stratum + 1) / Double(count)).nextDown)
        }
    }
}
