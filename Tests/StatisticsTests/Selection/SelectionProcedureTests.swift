import RandomStreams
import Statistics
import Testing

/// Selection of the smallest mean, step by step.
@Suite struct SelectionProcedureTests {
    /// Runs to the end on values by replication and candidate.
    private func run(_ selection: SelectionProcedure, _ values: (_ replication: Int, _ candidate: Int) -> Double) throws
        -> SelectionProcedure
    {
        var selection = selection
        while selection.decision == .undecided {
            let replication = selection.replications
            try selection.add(selection.survivors.map { values(replication, $0) })
        }
        return selection
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
            let fresh = try SelectionProcedure(candidates: candidates, difference: 0.5, probability: 0.9, firstStage: 8, cap: 300)
            let selection = try run(fresh) { replications[$0][$1] }
            let slow = SlowSelection(replications, difference: 0.5, probability: 0.9, firstStage: 8)
            #expect(selection.eliminations == slow.eliminations, "seed \(seed)")
            #expect(selection.survivors == slow.survivors)
            if case .selected(let candidate, let tied) = selection.decision { #expect([candidate] == slow.survivors && tied == []) }
        }
    }

    /// Two candidates whose differences are 1 and 3 in turn: variance 16/15 of 16, and h^2 = 15 (0.1^(-2/15) - 1) = 5.39 at P* = 0.95. With d = 1
    /// the sum 2 r is to exceed 5.39 x 1.0667 / 2 - r / 2, which it does at once; with d = 0.04, at r = 36: 71.86 - 0.72 = 71.1 < 72.
    @Test func byHand() throws {
        func end(difference: Double) throws -> SelectionProcedure {
            let fresh = try SelectionProcedure(candidates: 2, difference: difference, probability: 0.95, firstStage: 16, cap: 1_000)
            return try run(fresh) { replication, candidate in candidate == 0 ? 7 + (replication % 2 == 0 ? 1 : 3) : 7 }
        }
        let soon = try end(difference: 1)
        #expect(soon.replications == 16 && soon.decision == .selected(1, tied: []))
        let late = try end(difference: 0.04)
        #expect(late.replications == 36 && late.decision == .selected(1, tied: []))
        #expect(late.eliminations == [.init(candidate: 0, replications: 36)])
    }

    @Test func certaintyIsForetold() throws {
        var selection = try SelectionProcedure(candidates: 2, difference: 0.4, probability: 0.95, firstStage: 16, cap: 1_000)
        #expect(selection.certainCount == nil)
        while selection.replications < 16 { try selection.add([selection.replications % 2 == 0 ? 1 : -1, 0]) }
        // 5.39 x 1.0667 / 0.16 = 35.9.
        #expect(selection.certainCount == 36 && selection.decision == .undecided)
        // With equal sums to the last, the first of the two is selected and the other named.
        while selection.decision == .undecided { try selection.add([0, 0]) }
        #expect(selection.replications == 36 && selection.decision == .selected(0, tied: [1]))
    }

    @Test func oneCandidateIsSelectedWithoutReplications() throws {
        let selection = try SelectionProcedure(candidates: 1, difference: 1, probability: 0.95, cap: 100)
        #expect(selection.decision == .selected(0, tied: []) && selection.replications == 0)
    }

    /// Values that do not vary: decided after the first stage, ties named.
    @Test func noVariance() throws {
        let fresh = try SelectionProcedure(candidates: 4, difference: 1, probability: 0.95, firstStage: 10, cap: 100)
        let constant = try run(fresh) { [3, 2, 2, 2.5][$1] }
        #expect(constant.replications == 10 && constant.decision == .selected(1, tied: [2]) && constant.survivors == [1, 2])
        // What all share cancels.
        var stream = testStream("shared")
        let shared = (0..<100).map { _ in 1e3 * stream.normal() }
        let common = try run(fresh) { shared[$0].rounded() + [3, 2, 2, 2.5][$1] }
        #expect(common.replications == 10 && common.decision == .selected(1, tied: [2]))
    }

    /// Two that do not differ in the first stage are not decided between, whatever comes while others are compared.
    @Test func likeOnesStay() throws {
        let fresh = try SelectionProcedure(candidates: 3, difference: 0.05, probability: 0.95, firstStage: 10, cap: 10_000)
        let selection = try run(fresh) { replication, candidate in
            switch candidate {
            case 0: replication == 12 ? 0.5 : 0
            case 1: 0
            default: replication % 2 == 0 ? 1 : -0.9
            }
        }
        #expect(selection.decision == .selected(1, tied: [0]) && selection.replications > 12)
        #expect(selection.eliminations.map(\.candidate) == [2])
    }

    @Test func theCapNamesThoseThatCannotBeToldApart() throws {
        let fresh = try SelectionProcedure(candidates: 3, difference: 0.01, probability: 0.95, firstStage: 10, cap: 40)
        let selection = try run(fresh) { replication, candidate in
            [replication % 2 == 0 ? 1.1 : -1, replication % 3 == 0 ? 1 : -0.6, 50 + Double(replication % 2)][candidate]
        }
        // Sums after 40: 20 x 1.1 - 20 = 2 and 14 - 26 x 0.6 = -1.6.
        #expect(selection.decision == .capped([1, 0]) && selection.replications == 40)
        #expect(selection.eliminations == [.init(candidate: 2, replications: 10)])
    }

    /// Those that were excluded before count: the same values take longer.
    @Test func aLargerFieldTakesLonger() throws {
        var stream = testStream("field")
        let values = (0..<2_000).map { _ in [stream.normal(), 0.5 + stream.normal()] }
        func end(field: Int?) throws -> Int {
            let fresh = try SelectionProcedure(candidates: 2, difference: 0.5, probability: 0.95, cap: 2_000, field: field)
            return try run(fresh) { values[$0][$1] }.replications
        }
        #expect(try end(field: nil) == end(field: 2))
        #expect(try end(field: 2) < end(field: 100))
    }

    @Test func refusesInfiniteValuesAndStaysAsItWas() throws {
        var selection = try SelectionProcedure(candidates: 2, difference: 1, probability: 0.95, firstStage: 2, cap: 100)
        try selection.add([1, 2])
        let error = #expect(throws: StatisticsError.self) { try selection.add([1, .infinity]) }
        #expect(error?.reason.contains("candidate 1 in replication 1") == true)
        #expect(selection.replications == 1)
        try selection.add([1, 2])
        #expect(selection.decision == .selected(0, tied: []))
    }

    @Test func refusesParametersOutOfRange() {
        func parameter(
            candidates: Int = 3, difference: Double = 1, probability: Double = 0.95, firstStage: Int = 20, cap: Int = 100, field: Int? = nil
        ) -> String? {
            do throws(StatisticsError) {
                _ = try SelectionProcedure(
                    candidates: candidates, difference: difference, probability: probability, firstStage: firstStage, cap: cap, field: field
                )
                return nil
            } catch { return error.parameter }
        }
        #expect(parameter() == nil)
        #expect(parameter(candidates: 0) == "candidates" && parameter(candidates: 10_001) == "candidates")
        #expect(parameter(difference: 0) == "difference" && parameter(difference: .nan) == "difference")
        #expect(parameter(probability: 95) == "probability" && parameter(candidates: 2, probability: 0.5) == "probability")
        #expect(parameter(firstStage: 1) == "firstStage" && parameter(cap: 19) == "cap" && parameter(field: 2) == "field")
    }

    @Test func refusesReplicationsAfterTheEnd() async {
        await #expect(processExitsWith: .failure) {
            var selection = try SelectionProcedure(candidates: 1, difference: 1, probability: 0.95, cap: 100)
            try selection.add([1])
        }
    }
}
