import RandomStreams
import Statistics
import Testing

/// Selection of the smallest mean without constraints, step by step.
@Suite struct UnconstrainedSelectionTests {
    /// Runs to the end on values by replication and candidate; who was eliminated after how many replications.
    private func run(_ selection: inout ConstrainedSelection, _ values: (_ replication: Int, _ candidate: Int) -> Double) throws -> [[Int]]
    {
        var eliminations: [[Int]] = []
        while selection.decision == .undecided {
            let before = selection.inPlay
            try selection.add(
                selection.wanted.map { .init(objectives: [values(selection.replications(of: $0), $0)]) })
            for candidate in before where !selection.inPlay.contains(candidate) {
                eliminations.append([candidate, selection.replications(of: candidate)])
            }
        }
        return eliminations
    }

    /// Eliminations and the one selected, against the paper's formulas on all data.
    @Test func theSameAsTheSlowTwin() throws {
        for seed in 0..<150 {
            var stream = testStream("selection", entity: UInt64(seed))
            let candidates = 2 + Int(stream.integer(below: 6))
            let means = (0..<candidates).map { _ in 2 * stream.uniform() }
            let spreads = (0..<candidates).map { _ in 0.2 + 2 * stream.uniform() }
            let replications = (0..<300).map { _ in
                let shared = stream.normal()
                return (0..<candidates).map { means[$0] + spreads[$0] * stream.normal() + 3 * shared }
            }
            var selection = try ConstrainedSelection(candidates: candidates, differences: [0.5], probability: 0.9, firstStage: 8, cap: 300)
            let eliminations = try run(&selection) { replications[$0][$1] }
            let slow = SlowSelection(replications, difference: 0.5, probability: 0.9, firstStage: 8)
            #expect(eliminations == slow.eliminations, "seed \(seed)")
            #expect(selection.inPlay == slow.survivors)
            if case .selected(let candidate, let tied) = selection.decision { #expect([candidate] == slow.survivors && tied == []) }
        }
    }

    /// Two candidates whose differences are 1 and 3 in turn: variance 16/15 of 16, and h^2 = 15 (0.1^(-2/15) - 1) = 5.39 at P* = 0.95. With d = 1
    /// the sum 2 r is to exceed 5.39 x 1.0667 / 2 - r / 2, which it does at once; with d = 0.04, at r = 36: 71.86 - 0.72 = 71.1 < 72.
    @Test(arguments: [(1.0, 16), (0.04, 36)]) func byHand(difference: Double, replications: Int) throws {
        var selection = try ConstrainedSelection(
            candidates: 2, differences: [difference], probability: 0.95, firstStage: 16, cap: 1_000)
        let eliminations = try run(&selection) { replication, candidate in
            candidate == 0 ? 7 + (replication % 2 == 0 ? 1 : 3) : 7
        }
        #expect(eliminations == [[0, replications]] && selection.decision == .selected(1, tied: []))
        #expect(selection.standings[0] == .beaten(by: 1))
    }

    /// h^2 s^2 / d^2 = 5.39 x 1.0667 / 0.16 = 35.9: with equal sums to the last, the first of the two is selected and the other named.
    @Test func equalSums() throws {
        var selection = try ConstrainedSelection(candidates: 2, differences: [0.4], probability: 0.95, firstStage: 16, cap: 1_000)
        _ = try run(&selection) { replication, candidate in candidate == 0 && replication < 16 ? (replication % 2 == 0 ? 1 : -1) : 0 }
        #expect(selection.replications(of: 0) == 36 && selection.decision == .selected(0, tied: [1]))
    }

    @Test func oneCandidateIsSelectedAfterItsFirstStage() throws {
        var selection = try ConstrainedSelection(candidates: 1, differences: [1], probability: 0.95, cap: 100)
        _ = try run(&selection) { _, _ in 3 }
        #expect(selection.decision == .selected(0, tied: []) && selection.replications(of: 0) == 20)
    }

    /// Values that do not vary: decided after the first stage, ties named.
    @Test func noVariance() throws {
        let fresh = try ConstrainedSelection(candidates: 4, differences: [1], probability: 0.95, firstStage: 10, cap: 100)
        var constant = fresh
        _ = try run(&constant) { [3, 2, 2, 2.5][$1] }
        #expect(constant.replications(of: 1) == 10 && constant.decision == .selected(1, tied: [2]) && constant.inPlay == [1, 2])
        // What all share cancels.
        var stream = testStream("shared")
        let shared = (0..<100).map { _ in (1e3 * stream.normal()).rounded() }
        var common = fresh
        _ = try run(&common) { shared[$0] + [3, 2, 2, 2.5][$1] }
        #expect(common.replications(of: 1) == 10 && common.decision == .selected(1, tied: [2]))
    }

    /// Two that do not differ in the first stage are not decided between, whatever comes while others are compared.
    @Test func likeOnesStay() throws {
        var selection = try ConstrainedSelection(candidates: 3, differences: [0.05], probability: 0.95, firstStage: 10, cap: 10_000)
        let eliminations = try run(&selection) { replication, candidate in
            switch candidate {
            case 0: replication == 12 ? 0.5 : 0
            case 1: 0
            default: replication % 2 == 0 ? 1 : -0.9
            }
        }
        #expect(selection.decision == .selected(0, tied: [1]) && selection.replications(of: 0) > 12)
        #expect(eliminations.map { $0[0] } == [2])
    }

    /// Equal in the first objective to the bit: the second decides. Where the first differs, the second does not matter.
    @Test func theSecondObjectiveBreaksTies() throws {
        var selection = try ConstrainedSelection(candidates: 3, differences: [0.1, 0.1], probability: 0.95, firstStage: 10, cap: 1_000)
        var stream = testStream("second")
        let noise = (0..<3_000).map { _ in stream.normal() }
        while selection.decision == .undecided {
            try selection.add(
                selection.wanted.map { candidate in
                    let first = candidate == 2 ? 5 : 1.0
                    let second = [3, 2, 0][candidate] + 0.3 * noise[3 * selection.replications(of: candidate) + candidate]
                    return .init(objectives: [first, second])
                })
        }
        #expect(selection.decision == .selected(1, tied: []))
        #expect(selection.standings[0] == .beaten(by: 1))
    }

    @Test func theCapNamesThoseThatCannotBeToldApart() throws {
        var selection = try ConstrainedSelection(candidates: 3, differences: [0.01], probability: 0.95, firstStage: 10, cap: 40)
        let eliminations = try run(&selection) { replication, candidate in
            [replication % 2 == 0 ? 1.1 : -1, replication % 3 == 0 ? 1 : -0.6, 50 + Double(replication % 2)][candidate]
        }
        // Sums after 40: 20 x 1.1 - 20 = 2 and 14 - 26 x 0.6 = -1.6.
        #expect(selection.decision == .capped([1, 0]) && selection.replications(of: 1) == 40)
        #expect(eliminations == [[2, 10]])
    }

    @Test func refusesInfiniteValuesAndStaysAsItWas() throws {
        var selection = try ConstrainedSelection(candidates: 2, differences: [1], probability: 0.95, firstStage: 2, cap: 100)
        func add(_ values: [Double]) throws { try selection.add(values.map { .init(objectives: [$0]) }) }
        try add([1, 2])
        let error = #expect(throws: StatisticsError.self) { try add([1, .infinity]) }
        #expect(error?.reason.contains("candidate 1 in replication 1") == true)
        #expect(selection.replications(of: 0) == 1)
        try add([1, 2])
        #expect(selection.decision == .selected(0, tied: []))
    }

    @Test func refusesParametersOutOfRange() {
        func parameter(
            candidates: Int = 3, differences: [Double] = [1], probability: Double = 0.95, firstStage: Int = 20, cap: Int = 100
        ) -> String? {
            do throws(StatisticsError) {
                _ = try ConstrainedSelection(
                    candidates: candidates, differences: differences, probability: probability, firstStage: firstStage, cap: cap)
                return nil
            } catch { return error.parameter }
        }
        #expect(parameter() == nil)
        #expect(parameter(candidates: 0) == "candidates" && parameter(candidates: 3_001) == "candidates")
        #expect(parameter(differences: [0]) == "differences" && parameter(differences: [1, .nan]) == "differences")
        #expect(parameter(differences: []) == "differences")
        #expect(parameter(probability: 95) == "probability" && parameter(candidates: 2, probability: 0.5) == "probability")
        #expect(parameter(firstStage: 1) == "firstStage" && parameter(cap: 19) == "cap")
    }

    @Test func refusesReplicationsAfterTheEnd() async {
        await #expect(processExitsWith: .failure) {
            var selection = try ConstrainedSelection(candidates: 1, differences: [1], probability: 0.95, firstStage: 2, cap: 100)
            for _ in 0..<3 { try selection.add([.init(objectives: [1])]) }
        }
    }
}
