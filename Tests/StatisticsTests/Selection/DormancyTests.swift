import RandomStreams
import Statistics
import Testing

/// Candidates that wait behind cheaper ones until it is known whether these keep the constraints.
@Suite struct DormancyTests {
    private func limit() throws -> FeasibilityConstraint { try FeasibilityConstraint(.proportion, atMost: 0.2, tolerance: 0.1) }

    /// Runs to the end: costs with a little noise that is shared, and failures by candidate and replication.
    private func run(_ costs: [Double], cap: Int = 5_000, fails: (_ candidate: Int, _ replication: Int) -> Bool) throws
        -> ConstrainedSelection
    {
        var selection = try ConstrainedSelection(
            candidates: costs.count, differences: [0.5], constraints: [limit()], probability: 0.95, firstStage: 10, cap: cap)
        while selection.decision == .undecided {
            try selection.add(
                selection.wanted.map { candidate in
                    let replication = selection.replications(of: candidate)
                    var own = RandomStream(rootSeed: 5, replication: UInt64(replication), entity: UInt64(candidate), purpose: "own")
                    return .init(
                        objectives: [costs[candidate] + 0.2 * own.normal()], constraints: [fails(candidate, replication) ? 1 : 0])
                })
        }
        return selection
    }

    /// Of four, the cheapest keeps the limit: the others stop after the first stage, long before its test has ended.
    @Test func othersWaitAndTakeNoReplications() throws {
        let selection = try run([1, 5, 9, 13]) { _, _ in false }
        #expect(selection.decision == .selected(0, tied: []))
        #expect((1..<4).allSatisfy { selection.replications(of: $0) == 10 })
        #expect(selection.replications(of: 0) > 12)
        if case .beaten = selection.standings[3] {} else { Issue.record("\(selection.standings)") }
    }

    /// The cheapest fails late enough for the others to wait; then the second is taken up where it stopped, and the third waits behind it.
    @Test func whoWaitsComesBack() throws {
        let selection = try run([1, 5, 9]) { candidate, replication in candidate == 0 && replication >= 12 }
        #expect(selection.decision == .selected(1, tied: []))
        #expect(selection.standings[0] == .infeasible(constraint: 0))
        #expect(selection.standings[2] == .beaten(by: 1) && selection.replications(of: 2) == 10)
        #expect(selection.replications(of: 1) > 10)
    }

    /// Five failures in 27 leave the ratio of likelihoods where it is: at the cap the candidate is left open, and the next one selected.
    @Test func theCapLeavesACandidateOpen() throws {
        let selection = try run([1, 5], cap: 200) { candidate, replication in
            candidate == 0 && [0, 5, 10, 16, 21].contains(replication % 27)
        }
        #expect(selection.standings[0] == .unresolved && selection.decision == .selected(1, tied: []))
    }

    @Test func noneMayKeepTheLimit() throws {
        let selection = try run([1, 5]) { _, _ in true }
        #expect(selection.decision == .noneFeasible)
        #expect(selection.standings == [.infeasible(constraint: 0), .infeasible(constraint: 0)])
    }

    /// A verdict on one that was beaten, without any effect on the selection.
    @Test func aVerdictAside() throws {
        var selection = try run([1, 5]) { candidate, _ in candidate == 1 }
        let before = selection.standings
        while selection.verdict(of: 1) == .undecided { try selection.addAside(.init(objectives: [5], constraints: [1]), of: 1) }
        #expect(selection.verdict(of: 1) == .infeasible(constraint: 0) && selection.standings == before)
    }

    /// The cheapest breaks the constraint, the next one keeps it, and the others are either or half a unit dearer, which is what matters: it is
    /// selected with at least 0.95, less three standard errors: false alarm 0.2 %.
    @Test func theBestThatKeepsTheConstraint() throws {
        let costs = [1.0, 2, 2.5, 2.5]
        let failures = [0.3, 0.1, 0.1, 0.3]
        let trials = 300
        var right = 0
        for trial in 0..<trials {
            var selection = try ConstrainedSelection(
                candidates: 4, differences: [0.5], constraints: [limit()], probability: 0.95, firstStage: 10, cap: 5_000)
            while selection.decision == .undecided {
                try selection.add(
                    selection.wanted.map { candidate in
                        let replication = UInt64(selection.replications(of: candidate))
                        var common = RandomStream(rootSeed: UInt64(trial), replication: replication, entity: 0, purpose: "run")
                        var own = RandomStream(rootSeed: UInt64(trial), replication: replication, entity: UInt64(candidate), purpose: "own")
                        let cost = costs[candidate] + common.normal() + 0.7 * own.normal()
                        return .init(objectives: [cost], constraints: [own.bernoulli(failures[candidate]) ? 1 : 0])
                    })
            }
            if case .selected(1, _) = selection.decision { right += 1 }
        }
        #expect(Double(right) / Double(trials) >= 0.95 - 3 * (0.0475 / Double(trials)).squareRoot(), "\(right)")
    }
}
