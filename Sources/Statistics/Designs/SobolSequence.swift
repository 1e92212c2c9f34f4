import RandomStreams
import Requirements

// With v_kj the j-th direction number of dimension k, a binary fraction, and g = n xor (n >> 1) the Gray code of n, element n of the sequence is
//
//     x_kn = xor over the bits j of g of v_kj,
//
// the order of Antonov and Saleev (1979, doi:10.1016/0041-5553(79)90085-5), in which the next element takes one direction number more. The
// definition gives any element at once, with as many direction numbers as its index has digits.

/// Points of Sobol's sequence, which fill the unit cube more evenly than random ones.
///
/// Every block of 2^m points that begins at a multiple of 2^m has, in each dimension, exactly one point in each of 2^m equal strata, and
/// averages of smooth functions over it err by little more than 1/N. Numbers of points that are powers of two are best, and leaving out or
/// adding single points spoils them (Owen, 2020, arXiv:2008.08051).
///
/// Element 0 is the corner where all coordinates are zero. The library GSL leaves it out: its first point is that of `skip: 1`.
///
/// A *digital shift* adds one random binary fraction to all points of a dimension, digit by digit without carry. Each point is then uniform
/// in the cube, the strata hold what they held, and independent shifts give independent estimates whose spread tells their error. Unlike
/// addition modulo one (Cranley and Patterson, 1976), it keeps points in a net (L'Ecuyer and Lemieux, 2002, doi:10.1007/0-306-48102-2_20).
///
/// - Complexity: O(d log N) for a point, O(d) in memory.
public struct SobolSequence: UnitCubeDesign {
    /// The most dimensions for which there are direction numbers.
    public static var largestDimensions: Int { SobolDirections.dimensions }
    /// The number of elements in the sequence.
    public static let length = 1 << SobolDirections.bits

    /// The number of points.
    public let count: Int
    /// The number of factors.
    public let dimensions: Int
    /// The element of the sequence that is the first point.
    public let skip: Int
    /// Direction number j of dimension k at j * dimensions + k.
    private let directions: [UInt32]
    /// The shift of each dimension, 52 binary digits; empty without shift.
    private let shifts: [UInt64]

    /// Creates points from a sequence.
    ///
    /// - Parameters:
    ///   - points: The number of points; best a power of two.
    ///   - dimensions: The number of factors, at most `largestDimensions`.
    ///   - skip: How many elements to leave out at the beginning; best zero or a multiple of the number of points.
    ///   - shift: The seed of a digital shift; nil for the sequence as it is.
    public init(points: Int, dimensions: Int, skip: Int = 0, shift: UInt64? = nil) throws(DesignError) {
        try DesignError.check(points: points, dimensions: dimensions)
        guard dimensions <= Self.largestDimensions else { throw .tooManyDimensions(dimensions, limit: Self.largestDimensions) }
        guard skip >= 0, skip <= Self.length, points <= Self.length - skip else {
            throw .beyondSequence(skip: skip, points: points, limit: Self.length)
        }
        count = points
        self.dimensions = dimensions
        self.skip = skip
        let columns = (0..<dimensions).map(SobolDirections.directions)
        directions = (0..<SobolDirections.bits).flatMap { bit in columns.map { $0[bit] } }
        shifts =
            shift.map { seed in
                (0..<dimensions).map { factor in
                    var stream = RandomStream(rootSeed: seed, replication: 0, entity: UInt64(factor), purpose: "shift of a Sobol sequence")
                    return stream.next() >> 12
                }
            } ?? []
    }

    /// The coordinates of a point: at least 0 and less than 1; exactly a multiple of 2^-32, or above 0 if shifted.
    public func coordinates(at point: Int) -> [Double] {
        require(point >= 0 && point < count, "point \(point) of \(count) of a Sobol sequence")
        let element = skip + point
        var digits = element ^ element >> 1
        var numerators = [UInt32](repeating: 0, count: dimensions)
        while digits != 0 {
            let row = digits.trailingZeroBitCount * dimensions
            for factor in 0..<dimensions { numerators[factor] ^= directions[row + factor] }
            digits &= digits - 1
        }
        if shifts.isEmpty { return numerators.map { Double($0) * 0x1p-32 } }
        // Twenty digits of the shift lie below those of the sequence; half of the last keeps away from zero.
        return zip(numerators, shifts).map { (Double(UInt64($0) << 20 ^ $1) + 0.5) * 0x1p-52 }
    }
}
