extension ConstrainedSelection {
    /// How two candidates compare.
    enum Order: Sendable, Hashable {
        /// The first is better.
        case first
        /// The second is.
        case second
        /// More replications can tell.
        case open
        /// More replications will not tell: no first replication differed, or the region has closed on equal sums.
        case equal
    }

    /// The candidates in play, rising.
    public var inPlay: [Int] { standings.indices.filter { standings[$0] == .inPlay } }

    /// Where a pair is kept: row by row, the candidate with the smaller number first.
    private func pair(_ one: Int, _ other: Int) -> Int {
        let (first, second) = (min(one, other), max(one, other))
        // Rows before this one hold candidates - 1, candidates - 2, ... pairs.
        return first * (2 * candidates - first - 1) / 2 + second - first - 1
    }

    /// Prepares the pairs of a candidate that has ended its first stage with all that have.
    mutating func estimateVariances(of candidate: Int) {
        for other in 0..<candidates where other != candidate && replications(of: other) >= firstStage {
            // The order of two decides about no more than a sign, which a variance does not have.
            guard let level = differences.indices.first(where: { firstValues[candidate][$0] != firstValues[other][$0] }) else { continue }
            let values = zip(firstValues[candidate][level], firstValues[other][level]).map { $0 - $1 }
            pairs[pair(candidate, other)] = CandidatePair(
                level: level,
                region: TriangularRegion(variance: SampleStatistics.variance(values), difference: differences[level], scale: scale))
        }
    }

    /// How a pair compares after the replications that both have had.
    func order(_ first: Int, _ second: Int) -> Order {
        let count = min(replications(of: first), replications(of: second))
        guard count >= firstStage else { return .open }
        let pair = pairs[pair(first, second)]
        guard let region = pair.region else { return .equal }
        let (sum, width) = (
            sums[first][pair.level][count - 1] - sums[second][pair.level][count - 1], region.halfWidth(after: count)
        )
        if sum > width { return .second }
        if sum < -width { return .first }
        return width == 0 ? .equal : .open
    }

    /// Whether a candidate has the smaller mean so far, by the first objective that tells them apart.
    func leads(_ first: Int, _ second: Int) -> Bool {
        let count = min(replications(of: first), replications(of: second))
        guard count > 0, pairs[pair(first, second)].region != nil else { return false }
        let level = pairs[pair(first, second)].level
        return sums[first][level][count - 1] < sums[second][level][count - 1]
    }

    /// The one with the smallest mean so far, of equal ones the first.
    private func leader(of field: [Int]) -> Int? {
        field.first.map { field.dropFirst().reduce($0) { leads($1, $0) ? $1 : $0 } }
    }

    /// Takes those out of play whose constraints are decided, and brings back or takes out those that wait behind them.
    mutating func judge(_ changed: [Int]) {
        for candidate in changed where standings[candidate] == .inPlay {
            switch verdict(of: candidate) {
            case .infeasible(let constraint):
                standings[candidate] = .infeasible(constraint: constraint)
                wake(behind: candidate)
            case .feasible: dismiss(behind: candidate)
            case .undecided:
                guard replications(of: candidate) >= cap else { continue }
                standings[candidate] = .unresolved
                wake(behind: candidate)
            }
        }
    }

    private mutating func wake(behind candidate: Int) {
        for other in standings.indices where standings[other] == .waiting(behind: candidate) { standings[other] = .inPlay }
    }

    /// What waits behind one that waits behind a feasible one is no better.
    private mutating func dismiss(behind candidate: Int) {
        for other in standings.indices where standings[other] == .waiting(behind: candidate) {
            standings[other] = .beaten(by: candidate)
            dismiss(behind: other)
        }
    }

    /// Compares what has changed with all others in play; all are compared as they stood before.
    mutating func compare(after changed: [Int]) {
        let field = inPlay
        guard let leader = leader(of: field) else { return }
        var losers: [(loser: Int, winner: Int)] = []
        for (place, first) in field.enumerated() {
            for second in field[(place + 1)...] {
                switch order(first, second) {
                case .first: losers.append((second, first))
                case .second: losers.append((first, second))
                case .open, .equal: continue
                }
            }
        }
        // Comparisons by different objectives, or after different numbers of replications, might beat every candidate in a ring.
        for (loser, winner) in losers where loser != leader && standings[loser] == .inPlay {
            var isFeasible = verdict(of: winner) == .feasible
            // Who is beaten by a feasible one in the same step takes those along that it beats.
            if case .beaten = standings[winner] { isFeasible = true }
            standings[loser] = isFeasible ? .beaten(by: winner) : .waiting(behind: winner)
            if isFeasible { dismiss(behind: loser) }
        }
    }

    /// Finds who is wanted next, and whether the selection has ended.
    mutating func settle() {
        let field = inPlay
        let needing = field.filter { candidate in
            guard replications(of: candidate) < cap else { return false }
            return replications(of: candidate) < firstStage || verdict(of: candidate) == .undecided
                || field.contains { $0 != candidate && order(candidate, $0) == .open }
        }
        let least = needing.map { replications(of: $0) }.min() ?? 0
        wanted = needing.filter { replications(of: $0) == least }
        guard wanted.isEmpty else { return }
        guard let leader = leader(of: field) else {
            decision = .noneFeasible
            return
        }
        let others = field.filter { $0 != leader }
        let isOpen = field.contains { one in field.contains { $0 > one && order(one, $0) == .open } }
        decision = isOpen ? .capped([leader] + others) : .selected(leader, tied: others)
    }
}
