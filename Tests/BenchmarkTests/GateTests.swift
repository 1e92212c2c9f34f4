import BenchmarkSupport
import Foundation
import Testing

@Suite("the gate holds counts against the baseline") struct GateTests {
    private let baseline = InstructionBaseline(
        compiler: "6.3", architecture: "x86_64", instructions: ["a": 100, "b": 100], ratios: ["r": 0.5])

    @Test(
        "2 % more are let pass, more fails; 2 % less is worth recording",
        arguments: [(100.0, GateLine.Verdict.pass), (102, .pass), (102.01, .failed), (98, .pass), (97.9, .improved), (.nan, .failed)])
    func counts(count: Double, verdict: GateLine.Verdict) {
        let lines = baseline.check(instructions: ["a": count, "b": 100])
        #expect(lines.map(\.name) == ["a", "b"])
        #expect(lines[0].verdict == verdict)
        #expect(lines[1].verdict == .pass)
    }

    @Test("a ratio may be half as large again; a smaller one is nothing to report")
    func ratios() {
        #expect(baseline.check(ratios: ["r": 0.74]).map(\.verdict) == [.pass])
        #expect(baseline.check(ratios: ["r": 0.76]).map(\.verdict) == [.failed])
        #expect(baseline.check(ratios: ["r": 0.1]).map(\.verdict) == [.pass])
    }

    @Test("what is not measured fails, what is not in the baseline does not")
    func partners() {
        let lines = baseline.check(instructions: ["a": 100, "c": 1])
        #expect(lines.map(\.verdict) == [.pass, .missing, .unknown])
        #expect(lines.map(\.isFailure) == [false, true, false])
    }

    @Test("the baseline is read as it was written")
    func roundTrip() throws { #expect(try InstructionBaseline(json: baseline.json()) == baseline) }

    @Test("callgrind's total is read")
    func callgrind() {
        #expect(CallgrindOutput.total("events: Ir\nfn=(1) main\n16 20\n\ntotals: 123456\n") == 123_456)
        #expect(CallgrindOutput.total("summary: 99 1\nfn=(1)\n") == 99)
        #expect(CallgrindOutput.total("events: Ir\n") == nil)
    }
}
