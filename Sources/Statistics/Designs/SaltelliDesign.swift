import Requirements

/// Pairs of points, and between them points that take one factor from the other of the pair: what Sobol's indices are estimated from.
///
/// Saltelli and others (2010, doi:10.1016/j.cpc.2009.09.018): rows A and B are two halves of one point of a Sobol sequence in 2 d dimensions;
/// row AB_k is that of A with factor k of B. N rows of d factors are N (d + 2) points. The points of a row are next to each other, in
/// the order A, B, AB_1, ..., AB_d. ``SobolIndices`` evaluates them.
///
/// The sequence is shifted at random, since without a shift its first row has A = B, and its indices tell nothing about their error.
///
/// - Complexity: O(d log N) for a point.
public struct SaltelliDesign: UnitCubeDesign {
    /// Where the factors of a point are from.
    public enum Matrix: Sendable, Hashable {
        /// All from A.
        case a
        /// All from B.
        case b
        /// One, counted from zero, from B, all others from A.
        case mixed(factor: Int)
    }

    /// The number of rows in each matrix.
    public let base: Int
    /// The number of factors.
    public let dimensions: Int
    /// The number of points.
    public let count: Int
    private let sequence: SobolSequence

    /// Creates the points; throws without a row, or with more factors than half of `SobolSequence.largestDimensions`.
    ///
    /// - Parameters:
    ///   - base: The number of rows; best a power of two.
    ///   - dimensions: The number of factors.
    ///   - seed: What the shift of the sequence follows from.
    public init(base: Int, dimensions: Int, seed: UInt64) throws(DesignError) {
        try DesignError.check(points: base, dimensions: dimensions)
        sequence = try SobolSequence(points: base, dimensions: try DesignError.product(2, dimensions), shift: seed)
        count = try DesignError.product(base, dimensions + 2)
        self.base = base
        self.dimensions = dimensions
    }

    /// The matrix and the row of a point.
    public func place(of point: Int) -> (matrix: Matrix, row: Int) {
        require(point >= 0 && point < count, "point \(point) of a Saltelli design of \(count)")
        let (row, column) = point.quotientAndRemainder(dividingBy: dimensions + 2)
        return (column == 0 ? .a : column == 1 ? .b : .mixed(factor: column - 2), row)
    }

    /// The index of the point of a matrix and row.
    public func index(of matrix: Matrix, row: Int) -> Int {
        require(row >= 0 && row < base, "row \(row) of \(base)")
        let column =
            switch matrix {
            case .a: 0
            case .b: 1
            case .mixed(let factor): factor + 2
            }
        require(column < dimensions + 2, "matrix \(matrix) of \(dimensions) factors")
        return row * (dimensions + 2) + column
    }

    /// The coordinates of a point, above 0 and below 1.
    public func coordinates(at point: Int) -> [Double] {
        let (matrix, row) = place(of: point)
        let both = sequence.coordinates(at: row)
        switch matrix {
        case .a: return Array(both[..<dimensions])
        case .b: return Array(both[dimensions...])
        case .mixed(let factor):
            var mixed = Array(both[..<dimensions])
            mixed[factor] = both[dimensions + factor]
            return mixed
        }
    }
}
