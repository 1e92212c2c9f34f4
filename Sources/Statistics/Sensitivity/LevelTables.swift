/// How often the levels of each two factors were seen together.
struct LevelTables: Sendable {
    /// With more cells than that, which take 32 MB, there are no tables.
    static let largestCells = 1 << 22

    private let levelCounts: [Int]
    /// Where the table of a pair begins, pairs (0, 1), (0, 2), ..., (1, 2), ... in this order.
    private let offsets: [Int]
    private var counts: [Int]

    /// Creates tables without an observation; nil where they would be too large.
    init?(levelCounts: [Int]) {
        self.levelCounts = levelCounts
        var offsets: [Int] = []
        var end = 0
        for a in levelCounts.indices {
            for b in levelCounts.indices where b > a {
                offsets.append(end)
                end += levelCounts[a] * levelCounts[b]
                guard end <= Self.largestCells else { return nil }
            }
        }
        self.offsets = offsets
        counts = Array(repeating: 0, count: end)
    }

    /// Counts one more observation.
    mutating func add(_ levels: [Int]) {
        var pair = 0
        for a in 0..<levels.count {
            for b in a + 1..<max(a + 1, levels.count) {
                counts[offsets[pair] + levels[a] * levelCounts[b] + levels[b]] += 1
                pair += 1
            }
        }
    }

    /// The association between each two factors, by the two, the lower one first.
    var associations: [(a: Int, b: Int, association: Double)] {
        var result: [(a: Int, b: Int, association: Double)] = []
        for a in levelCounts.indices {
            for b in levelCounts.indices where b > a {
                let begin = offsets[result.count]
                let table = counts[begin..<begin + levelCounts[a] * levelCounts[b]]
                result.append((a, b, Self.association(of: Array(table), columns: levelCounts[b])))
            }
        }
        return result
    }

    /// Cramér's V (1946, Mathematical Methods of Statistics, 21.9): with shares f of the table and of its rows and columns,
    ///
    ///     V^2 = (sum of f_ij^2 / (f_i f_j) - 1) / (min(rows, columns) - 1),
    ///
    /// where rows and columns without an observation do not count. Zero where one level is all that was seen.
    static func association(of table: [Int], columns: Int) -> Double {
        let rowSums = stride(from: 0, to: table.count, by: columns).map { table[$0..<$0 + columns].reduce(0, +) }
        let columnSums = (0..<columns).map { column in stride(from: column, to: table.count, by: columns).reduce(0) { $0 + table[$1] } }
        let smaller = min(rowSums.count { $0 > 0 }, columnSums.count { $0 > 0 })
        guard smaller > 1 else { return 0 }
        var sum = 0.0
        for (index, count) in table.enumerated() where count > 0 {
            sum += Double(count) * Double(count) / (Double(rowSums[index / columns]) * Double(columnSums[index % columns]))
        }
        let excess = sum - 1
        // Less than that is what rounding leaves of a table in perfect balance.
        return excess > 1e-12 ? min(1, (excess / Double(smaller - 1)).squareRoot()) : 0
    }
}
