import RandomStreams
import Statistics

/// The procedure KN as its paper states it: all values are kept, means and variances are computed anew for every pair at every step.
struct SlowSelection {
    var values: [[Double]]
    var survivors: [Int]
    /// Who was eliminated, and after how many replications.
    var eliminations: [[Int]] = []

    /// Runs it on values by replication and candidate, until one candidate is left or values end.
    init(_ replications: [[Double]], difference: Double, probability: Double, firstStage: Int) {
        let candidates = replications[0].count
        values = (0..<candidates).map { candidate in replications.map { $0[candidate] } }
        survivors = Array(0..<candidates)
        let n = Double(firstStage)
        let alpha = 1 - probability
        let eta = 0.5 * (DeterministicMath.pow(2 * alpha / Double(candidates - 1), -2 / (n - 1)) - 1)
        let hSquared = 2 * eta * (n - 1)
        for r in firstStage...replications.count {
            let before = survivors
            survivors = before.filter { i in
                before.allSatisfy { l in
                    let width = max(
                        0, difference / (2 * Double(r)) * (hSquared * variance(i, l, firstStage) / (difference * difference) - Double(r)))
                    return mean(i, r) <= mean(l, r) + width
                }
            }
            for i in before where !survivors.contains(i) { eliminations.append([i, r]) }
            if survivors.count == 1 { return }
        }
    }

    private func mean(_ candidate: Int, _ count: Int) -> Double { values[candidate].prefix(count).reduce(0, +) / Double(count) }

    private func variance(_ i: Int, _ l: Int, _ count: Int) -> Double {
        let gap = mean(i, count) - mean(l, count)
        let squares = (0..<count).map { values[i][$0] - values[l][$0] - gap }.reduce(0) { $0 + $1 * $1 }
        return squares / Double(count - 1)
    }
}
