import BenchmarkSupport
import Foundation
import Testing

@Suite("results are written and read") struct ResultTests {
    @Test("what is written is read again")
    func roundTrip() throws {
        var original = result([row([1, 2, 4]), row([3, 3], better: .more)], versions: ["ns-3": "3.37"])
        original.rows[0].answer = "as expected"
        original.skipped = ["one: too slow"]
        #expect(try BenchmarkResult(json: original.json()) == original)
    }

    @Test("the JSON has names that people expect, in an order that never changes")
    func names() throws {
        let text = String(decoding: try result([row([100, 100])]).json(), as: UTF8.self)
        for name in ["lower_quartile", "operations_per_second", "memory_gigabytes", "parameters"] { #expect(text.contains("\"\(name)\"")) }
        #expect(text.contains("\"operations_per_second\" : 10000000"))
        #expect(try text == String(decoding: result([row([100, 100])]).json(), as: UTF8.self))
    }

    @Test("another layout and other files are refused")
    func refusals() throws {
        var later = result([])
        later.format = 2
        #expect(throws: BenchmarkResult.UnknownFormat.self) { try BenchmarkResult(json: later.json()) }
        #expect(throws: (any Error).self) { try BenchmarkResult(json: Data("[]".utf8)) }
    }

    @Test("a row is told from others by its name and its parameters, whatever their order")
    func identity() {
        #expect(row([1]).identity == "hold increments=exponential pending=1000")
        #expect(ResultRow(name: "suspension", parameters: [:], unit: "ns", clock: nil, operations: 1, values: [1]).identity == "suspension")
    }

    @Test("what a rival prints is read from its last line in JSON")
    func rivals() throws {
        let report = try #require(
            RivalReport(output: "warming up\n{\"rival\":\"ns-3\",\"benchmark\":\"hold\",\"seconds\":0.5,\"answer\":20}\n\n"))
        #expect(report.rival == "ns-3")
        #expect(report.seconds == 0.5)
        #expect(RivalReport(output: "{\"rival\":\"a\",\"benchmark\":\"mm1\",\"skipped\":\"no actors\"}")?.skipped == "no actors")
        #expect(RivalReport(output: "Segmentation fault") == nil)
        #expect(RivalReport(output: "{\"rival\":") == nil)
    }

    @Test("a slow rival gets fewer operations, and never fewer than its trial")
    func scaling() {
        #expect(RivalReport.operations(full: 1_000_000, trial: 1_000, seconds: 0.01, limit: 60) == 1_000_000)
        #expect(RivalReport.operations(full: 1_000_000, trial: 1_000, seconds: 0.6, limit: 60) == 100_000)
        #expect(RivalReport.operations(full: 1_000_000, trial: 1_000, seconds: 120, limit: 60) == 1_000)
    }
}
