import RandomStreams
import Statistics
import Testing

@Suite("paired differences, tested") struct PairedDifferenceTests {
    private func test(_ b: [Double], _ a: [Double], indicators: Bool = false) -> DifferenceTest {
        SampleStatistics.testPairedDifference(b, minus: a, areIndicators: indicators, confidence: 0.95)
    }

    /// Differences 1, 2, 3: mean 2, standard error 1 / sqrt(3), t = 3.46 with two degrees of freedom, whose tail is (1 - t / sqrt(2 + t^2)) / 2.
    @Test func byStudentT() throws {
        let found = test([11, 22, 33], [10, 20, 30])
        #expect(found.estimate.value == 2 && found.estimate.method == .pairedDifferenceByStudentT)
        #expect(try (#require(found.pValue) - (1 - (12.0 / 14).squareRoot())).magnitude < 1e-12)
    }

    @Test func differencesThatAreRoundings() {
        let a = [0.1 + 0.2, 1e9, 7]
        #expect(test([0.3, 1e9, 7], a).isCertain && test([0.3, 1e9, 7], a).estimate.value == 0)
    }

    @Test func withoutChance() {
        #expect(test([3, 4, 5], [1, 2, 3]).isCertain)
        #expect(test([3], [1]).pValue == nil && !test([3], [1]).isCertain)
    }

    /// Three pairs of thirty differ: t says p = 0.08 and the signs cannot say less than 2/8. If all differ, t is believed.
    @Test func fewPairsThatDiffer() throws {
        let a = [Double](repeating: 0, count: 30)
        let b = a.indices.map { $0 < 3 ? 1.0 : 0 }
        #expect(test(b, a).pValue == 0.25)
        #expect(try #require(test(a.indices.map { 1 + Double($0) / 1000 }, a).pValue) < 1e-20)
    }

    /// Eight gained and one lost: 2 (1 + 9) / 2^9.
    @Test func indicators() throws {
        let a = [Double](repeating: 0, count: 8) + [1] + [Double](repeating: 1, count: 11)
        let b = [Double](repeating: 1, count: 8) + [0] + [Double](repeating: 1, count: 11)
        let found = test(b, a, indicators: true)
        #expect(try (#require(found.pValue) - 20.0 / 512).magnitude < 1e-12)
        #expect((found.estimate.value - 0.35).magnitude < 1e-12 && found.estimate.excludesZero)
        #expect(test(a, a, indicators: true).isCertain)
    }

    /// All outcomes of 16 trials that end in one of four ways: no chance in it.
    @Test(arguments: [[0.5, 0.2, 0.1, 0.2], [0.7, 0.05, 0.15, 0.1], [0.25, 0.25, 0.25, 0.25]])
    func coverageOfPairedShares(_ ways: [Double]) {
        let count = 16
        var (covered, alarms) = (0.0, 0.0)
        for both in 0...count {
            for gained in 0...(count - both) {
                for lost in 0...(count - both - gained) {
                    let neither = count - both - gained - lost
                    var probability = 1.0
                    var placed = 0
                    for (way, number) in zip(ways, [both, gained, lost, neither]) {
                        for k in 0..<number {
                            placed += 1
                            probability *= way * Double(placed) / Double(k + 1)
                        }
                    }
                    func values(_ first: Double, _ second: Double) -> [Double] {
                        [Double](repeating: 1, count: both) + [Double](repeating: first, count: gained)
                            + [Double](repeating: second, count: lost) + [Double](repeating: 0, count: neither)
                    }
                    let found = test(values(1, 0), values(0, 1), indicators: true)
                    // Trials that all agree say nothing of what was not seen; an interval of no width is what they have.
                    if contains(found.estimate, ways[1] - ways[2]) { covered += probability }
                    if let p = found.pValue, p <= 0.05 { alarms += probability }
                }
            }
        }
        #expect(covered > 0.94 && covered < 0.97, "covered \(covered)")
        if ways[1] == ways[2] { #expect(alarms <= 0.05 && alarms > 0.005, "\(alarms)") }
    }
}
