extension SelectionProcedure {
    /// Where a pair is kept: row by row, the candidate with the smaller number first.
    func pair(_ first: Int, _ second: Int) -> Int {
        // Rows before this one hold candidates - 1, candidates - 2, ... pairs.
        first * (2 * candidates - first - 1) / 2 + second - first - 1
    }

    /// The pairs of which both are left.
    var survivingPairs: [CandidatePair] {
        survivors.indices.flatMap { place in survivors[(place + 1)...].map { pairs[pair(survivors[place], $0)] } }
    }

    /// The sum of differences of any two candidates, the first one's values less the second one's.
    private func sum(_ first: Int, _ second: Int) -> Double {
        first < second ? pairs[pair(first, second)].sum : -pairs[pair(second, first)].sum
    }

    /// The candidate with the smallest mean, of equal ones the first.
    private var leader: Int {
        survivors.dropFirst().reduce(survivors[0]) { best, candidate in sum(best, candidate) > 0 ? candidate : best }
    }

    mutating func estimateVariances() {
        for first in 0..<candidates {
            for second in first + 1..<candidates {
                let differences = zip(firstValues[first], firstValues[second]).map { $0 - $1 }
                if differences.allSatisfy({ $0 == 0 }) { continue }
                let variance = SampleStatistics.variance(differences)
                pairs[pair(first, second)].region = TriangularRegion(variance: variance, difference: difference, scale: scale)
            }
        }
        firstValues = []
    }

    /// Eliminates whoever is clearly worse than another of those that were left before.
    mutating func eliminate() -> [Int] {
        // The leader is worse than nobody; rounding, which could make three sums contradict each other, must not eliminate all.
        let leader = leader
        let eliminated = survivors.filter { candidate in
            candidate != leader
                && survivors.contains { other in
                    guard other != candidate, let region = pairs[pair(min(candidate, other), max(candidate, other))].region else {
                        return false
                    }
                    return sum(candidate, other) > region.halfWidth(after: replications)
                }
        }
        survivors.removeAll { eliminated.contains($0) }
        eliminations += eliminated.map { Elimination(candidate: $0, replications: replications) }
        return eliminated
    }

    mutating func decide() {
        let leader = leader
        let others = survivors.filter { $0 != leader }
        if survivingPairs.allSatisfy({ $0.isClosed(after: replications) }) {
            decision = .selected(leader, tied: others)
        } else if replications >= cap {
            decision = .capped([leader] + others)
        }
    }
}
