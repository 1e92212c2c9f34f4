import RandomStreams
import Statistics
import Testing

/// Candidates that keep constraints and candidates that do not.
@Suite struct FeasibilityCheckTests {
    /// Runs to the end on values by replication and candidate.
    private func run(_ check: FeasibilityCheck, _ values: (_ replication: Int, _ candidate: Int) -> [Double]) throws -> FeasibilityCheck {
        var check = check
        while !check.pending.isEmpty && check.replications < check.cap {
            let replication = check.replications
            try check.add(check.pending.map { values(replication, $0) })
        }
        return check
    }

    private func mean(atMost limit: Double, tolerance: Double) throws -> FeasibilityConstraint {
        try FeasibilityConstraint(.mean, atMost: limit, tolerance: tolerance)
    }

    /// How often one candidate, at either end of the tolerance, is judged rightly with P = 0.9: that is the hardest case, and with one candidate and
    /// one constraint the bound is nearly reached. At least P less three standard errors, and under 0.97: false alarms under 0.2 %.
    @Test(arguments: [FeasibilityConstraint.Quantity.mean, .proportion], [false, true])
    func onTheEdge(quantity: FeasibilityConstraint.Quantity, breaks: Bool) throws {
        let (limit, tolerance) = quantity == .mean ? (20, 0.4) : (0.1, 0.03)
        let constraint = try FeasibilityConstraint(quantity, atMost: limit, tolerance: tolerance)
        let fresh = try FeasibilityCheck(candidates: 1, constraints: [constraint], probability: 0.9, firstStage: 10, cap: 50_000)
        let truth = breaks ? limit + tolerance : limit - tolerance
        var stream = testStream("edge")
        let trials = 600
        var right = 0
        for _ in 0..<trials {
            let check = try run(fresh) { _, _ in [quantity == .mean ? truth + stream.normal() : (stream.bernoulli(truth) ? 1 : 0)] }
            if check.verdicts == [breaks ? .infeasible(constraint: 0) : .feasible] { right += 1 }
        }
        let share = Double(right) / Double(trials)
        #expect(share >= 0.9 - 3 * (0.09 / Double(trials)).squareRoot() && share < 0.97, "\(share)")
    }

    /// Several candidates and constraints that depend on each other: all verdicts are right with at least P, less three standard errors.
    @Test func allVerdictsTogether() throws {
        let constraints = [try mean(atMost: 20, tolerance: 0.5), try FeasibilityConstraint(.proportion, atMost: 0.2, tolerance: 0.08)]
        let fresh = try FeasibilityCheck(candidates: 3, constraints: constraints, probability: 0.9, firstStage: 10, cap: 50_000)
        let means = [19.5, 20.5, 19.5]
        let shares = [0.12, 0.12, 0.28]
        let trials = 300
        var right = 0
        for trial in 0..<trials {
            let check = try run(fresh) { replication, candidate in
                var stream = RandomStream(rootSeed: UInt64(trial), replication: UInt64(replication), entity: 0, purpose: "common")
                let shared = stream.uniform()
                return [means[candidate] + DeterministicMath.normalQuantile(shared), shared < shares[candidate] ? 1 : 0]
            }
            if check.verdicts == [.feasible, .infeasible(constraint: 0), .infeasible(constraint: 1)] { right += 1 }
            #expect(check.feasible.allSatisfy { check.verdicts[$0] == .feasible })
        }
        #expect(Double(right) / Double(trials) >= 0.9 - 3 * (0.09 / Double(trials)).squareRoot(), "\(right)")
    }

    /// Ten values with variance 10/9, b = 0.05, h^2 = 9 (0.1^(-2/9) - 1) = 6.013. With a tolerance of 0.5 the region is 6.68 - r / 4 wide on either
    /// side. Values are 0.3 off the limit, one more and one less in turn: the sum leaves the region above at r = 11, as 3.3 + 1 > 3.93, and below at
    /// r = 14, as 4.2 > 3.18 but 3.6 < 3.68.
    @Test func aMeanByHand() throws {
        let fresh = try FeasibilityCheck(
            candidates: 2, constraints: [mean(atMost: 5, tolerance: 0.5)], probability: 0.9, firstStage: 10, cap: 100)
        var check = fresh
        func add() throws {
            let deviation = check.replications % 2 == 0 ? 1.0 : -1
            try check.add(check.pending.map { [[4.7, 5.3][$0] + deviation] })
        }
        while check.replications < 10 { try add() }
        #expect(check.pending == [0, 1])
        try add()
        #expect(check.verdicts == [.undecided, .infeasible(constraint: 0)] && check.pending == [0])
        while check.replications < 13 { try add() }
        #expect(check.pending == [0])
        try add()
        #expect(check.verdicts == [.feasible, .infeasible(constraint: 0)] && check.pending == [] && check.feasible == [0])
    }

    /// Between 0.1 and 0.3 with b = 0.05: k ones of n are k log 3 + (n - k) log (7/9) against 3.0 on either side. Three ones in a row suffice, and
    /// twelve zeros.
    @Test func aProportionByHand() throws {
        let constraint = try FeasibilityConstraint(.proportion, atMost: 0.2, tolerance: 0.1)
        let fresh = try FeasibilityCheck(candidates: 2, constraints: [constraint], probability: 0.9, firstStage: 2, cap: 100)
        var check = fresh
        try check.add([[1], [0]])
        try check.add([[1], [0]])
        #expect(check.pending == [0, 1])
        try check.add([[1], [0]])
        #expect(check.verdicts == [.infeasible(constraint: 0), .undecided])
        while check.replications < 11 { try check.add([[0]]) }
        #expect(check.pending == [1])
        try check.add([[0]])
        #expect(check.verdicts[1] == .feasible)
    }

    /// Values that do not vary are judged after the first stage; at the limit itself they are allowed.
    @Test func noVariance() throws {
        let fresh = try FeasibilityCheck(candidates: 3, constraints: [mean(atMost: 5, tolerance: 0.5)], probability: 0.95, cap: 100)
        let check = try run(fresh) { _, candidate in [[4.9, 5, 5.1][candidate]] }
        #expect(check.replications == 20 && check.verdicts == [.feasible, .feasible, .infeasible(constraint: 0)])
    }

    @Test func atTheCapVerdictsAreMissing() throws {
        let fresh = try FeasibilityCheck(candidates: 2, constraints: [mean(atMost: 5, tolerance: 0.01)], probability: 0.95, cap: 50)
        let check = try run(fresh) { replication, candidate in [(candidate == 0 ? 5 : 50) + (replication % 2 == 0 ? 1 : -1)] }
        #expect(check.replications == 50 && check.pending == [0] && check.verdicts == [.undecided, .infeasible(constraint: 0)])
    }

    @Test func refusesWhatItCannotWorkWith() throws {
        let constraint = try mean(atMost: 5, tolerance: 1)
        func parameter(_ body: () throws(StatisticsError) -> Void) -> String? {
            do throws(StatisticsError) {
                try body()
                return nil
            } catch { return error.parameter }
        }
        func parameter(candidates: Int = 2, count: Int = 1, probability: Double = 0.9, firstStage: Int = 20, cap: Int = 100) -> String? {
            parameter { () throws(StatisticsError) in
                _ = try FeasibilityCheck(
                    candidates: candidates, constraints: Array(repeating: constraint, count: count), probability: probability,
                    firstStage: firstStage, cap: cap)
            }
        }
        #expect(parameter() == nil && parameter(candidates: 0) == "candidates" && parameter(count: 0) == "constraints")
        #expect(parameter(probability: 1) == "probability" && parameter(candidates: 1, probability: 0.4) == "probability")
        #expect(parameter(firstStage: 1) == "firstStage" && parameter(cap: 10) == "cap")
        for (limit, tolerance, expected) in [
            (0.05, 0.05, "tolerance"), (0.95, 0.06, "tolerance"), (0.5, 0, "tolerance"), (.nan, 0.1, "limit"),
        ] {
            let name = parameter { () throws(StatisticsError) in
                _ = try FeasibilityConstraint(.proportion, atMost: limit, tolerance: tolerance)
            }
            #expect(name == expected)
        }
        var check = try FeasibilityCheck(candidates: 1, constraints: [constraint], probability: 0.9, cap: 100)
        #expect(throws: StatisticsError.self) { try check.add([[.infinity]]) }
        #expect(check.replications == 0)
    }

    @Test func refusesReplicationsBeyondTheCap() async {
        await #expect(processExitsWith: .failure) {
            let constraint = try FeasibilityConstraint(.mean, atMost: 5, tolerance: 0.01)
            var check = try FeasibilityCheck(candidates: 1, constraints: [constraint], probability: 0.9, firstStage: 2, cap: 2)
            for value in [4.0, 6, 5] { try check.add([[value]]) }
        }
    }
}
