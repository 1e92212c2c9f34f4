import RandomStreams
import Statistics
import Testing

/// A selection among those that a check has found feasible, on the same replications.
@Suite struct CheckThenSelectTests {
    /// The cheapest candidate breaks the constraint, the next ones keep it. With 0.95 for either phase, the best of those that keep it is selected with
    /// at least 0.9, less three standard errors: false alarm 0.2 %.
    @Test func theBestThatKeepsTheConstraint() throws {
        let costs = [1.0, 2, 2.5, 2.5]
        let failures = [0.3, 0.1, 0.1, 0.3]
        let constraint = try FeasibilityConstraint(.proportion, atMost: 0.2, tolerance: 0.1)
        let trials = 200
        var right = 0
        for trial in 0..<trials {
            func replicate(_ replication: Int, _ candidate: Int) -> (cost: Double, failed: Double) {
                var stream = RandomStream(rootSeed: UInt64(trial), replication: UInt64(replication), entity: 0, purpose: "run")
                let shared = stream.normal()
                var own = RandomStream(rootSeed: UInt64(trial), replication: UInt64(replication), entity: UInt64(candidate), purpose: "own")
                return (costs[candidate] + shared + 0.7 * own.normal(), own.bernoulli(failures[candidate]) ? 1 : 0)
            }
            var check = try FeasibilityCheck(candidates: 4, constraints: [constraint], probability: 0.95, cap: 5_000)
            while !check.pending.isEmpty { try check.add(check.pending.map { [replicate(check.replications, $0).failed] }) }
            let feasible = check.feasible
            guard !feasible.isEmpty else { continue }
            var selection = try SelectionProcedure(
                candidates: feasible.count, difference: 0.5, probability: 0.95, firstStage: 10, cap: 5_000, field: 4)
            while selection.decision == .undecided {
                try selection.add(selection.survivors.map { replicate(selection.replications, feasible[$0]).cost })
            }
            if case .selected(let place, _) = selection.decision, feasible[place] == 1 { right += 1 }
        }
        #expect(Double(right) / Double(trials) >= 0.9 - 3 * (0.09 / Double(trials)).squareRoot(), "\(right)")
    }
}
