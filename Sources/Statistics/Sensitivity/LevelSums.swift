/// How many observations a level has, their sum and the sum of their squares.
struct LevelSums: Sendable {
    let count: Double
    let sum: Double
    let squares: Double

    /// The mean, if there are observations.
    var mean: Double? { count > 0 ? sum / count : nil }

    /// The sum of squared deviations from the mean; zero where the difference is what rounding leaves.
    var deviation: Double {
        guard count > 0 else { return 0 }
        let left = squares - sum * sum / count
        return left > 1e-13 * squares ? left : 0
    }

    /// All observations of two levels.
    static func + (a: LevelSums, b: LevelSums) -> LevelSums {
        LevelSums(count: a.count + b.count, sum: a.sum + b.sum, squares: a.squares + b.squares)
    }

    /// No observation.
    static let none = LevelSums(count: 0, sum: 0, squares: 0)

    /// The share of all squared deviations that lies between levels; nil where nothing varies, or where only one level has observations.
    static func shareBetween(_ levels: [LevelSums]) -> Double? {
        let all = levels.reduce(.none, +)
        let seen = levels.count { $0.count > 0 }
        guard seen > 1, all.deviation > 0 else { return nil }
        let within = levels.reduce(0) { $0 + $1.deviation }
        return max(0, 1 - within / all.deviation)
    }
}
