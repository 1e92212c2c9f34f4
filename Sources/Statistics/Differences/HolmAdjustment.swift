/// p-values of many tests, made larger so that each may be held against the error allowed for all of them together.
///
/// Holm (1979, Scandinavian Journal of Statistics 6, 65-70): with m p-values in rising order the k-th is multiplied by m - k + 1, and none is
/// smaller than those before it. Whatever depends on what, the probability that any test of a difference that is none comes out below an error is at
/// most that error.
public enum HolmAdjustment {
    /// The adjusted p-values, in the order of the given ones.
    ///
    /// - Complexity: O(m log m).
    public static func adjusted(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
        var result = pValues
        var largest = 0.0
        for (rank, index) in order.enumerated() {
            largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
            result[index] = largest
        }
        return result
    }
}
