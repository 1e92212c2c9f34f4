import Testing

@testable import BenchmarkSupport

@Suite("results are compared") struct ComparisonTests {
    private func verdict(_ before: [Double], _ after: [Double], better: ResultRow.Direction = .less) -> ResultComparison.Verdict {
        ResultComparison(result([row(before, better: better)]), result([row(after, better: better)]), threshold: 0.05).lines[0].verdict
    }

    @Test("worse and better need both: more than the threshold, and ranges apart")
    func verdicts() {
        #expect(verdict([100, 101, 102], [104, 105, 106]) == .same)
        #expect(verdict([100, 101, 102], [110, 111, 112]) == .worse)
        #expect(verdict([110, 111, 112], [100, 101, 102]) == .better)
        #expect(verdict([90, 100, 130], [100, 110, 150]) == .noise)
    }

    @Test("of what should be large, less is worse")
    func direction() {
        #expect(verdict([1.95, 1.95], [1.5, 1.5], better: .more) == .worse)
        #expect(verdict([1.5, 1.5], [1.95, 1.95], better: .more) == .better)
    }

    @Test("rows of one result only are neither")
    func partners() {
        let comparison = ResultComparison(result([row([1], pending: 1)]), result([row([1], pending: 2)]), threshold: 0.05)
        #expect(comparison.lines.map(\.verdict) == [.gone, .new])
        #expect(!comparison.hasRegression)
    }

    @Test("a regression is one that any row has")
    func regression() {
        let before = result([row([100], pending: 1), row([100], pending: 2)])
        let after = result([row([100], pending: 1), row([200], pending: 2)])
        #expect(ResultComparison(before, after, threshold: 0.05).hasRegression)
        #expect(!ResultComparison(before, before, threshold: 0).hasRegression)
    }

    @Test("a threshold is a percentage or a fraction")
    func thresholds() {
        #expect(ResultComparison.threshold("5%") == 0.05)
        #expect(ResultComparison.threshold("2.5 %") == 0.025)
        #expect(ResultComparison.threshold("0.1") == 0.1)
        for text in ["", "%", "five", "-1%", "nan", "inf"] { #expect(ResultComparison.threshold(text) == nil, "\(text)") }
    }
}
