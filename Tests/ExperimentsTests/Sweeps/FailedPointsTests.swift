import Foundation
import Scenarios
import TestSupport
import Testing

@testable import Experiments

/// What becomes of points that have failed: in later runs, and in a merge.
@Suite struct FailedPointsTests {
    /// A sweep in a folder of its own, that nothing was run of.
    final class Sweep {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweep \(UUID().uuidString)").path
        let values: [String]

        /// - Parameter values: Loads, as factors of the usual one; only the first hundred are tried before the first run.
        init(_ values: [String] = ["0.5", "1", "1.5"]) throws {
            self.values = values
            try FileManager.default.createDirectory(atPath: SweepFolder.shards(folder), withIntermediateDirectories: true)
            let file = folder + "/plain.yaml"
            try Fixtures.plain.write(toFile: file, atomically: true, encoding: .utf8)
            let description = ExperimentDescription(
                name: "plain", scenario: file, strategies: ["none"], replications: 1, measures: ["lost.read"],
                factors: [FactorDescription(path: "workload.scale", values: .listed(values))])
            let sink = DiagnosticSink()
            let source = try #require(ScenarioSource(path: file, sink: sink))
            let plan = try SweepPlan(description, source, seed: 1, sink: sink)
            try SweepManifest(plan, source, program: "1").text.write(
                toFile: SweepFolder.manifest(folder), atomically: true, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func run(retrying: Bool = false) throws -> SweepRunner.Outcome {
            try SweepRunner(folder: folder, program: "1", sink: DiagnosticSink()).run(
                shard: .whole, jobs: 2, retriesFailed: retrying, clock: { 0 })
        }

        func merged() throws -> MergedSweep { try MergedSweep(folder: folder, program: "1", sink: DiagnosticSink()) }

        /// Puts a failure into a file.
        func fail(_ point: Int, _ reason: String, attempt: Int = 0, file name: String) throws {
            let path = SweepFolder.shards(folder) + "/\(name).points"
            let manifest = try SweepManifest(folder: folder, program: "1")
            let record = SweepRecord(
                index: point, replications: 0, fingerprint: 0, values: [SweepValue()], failure: reason, attempt: attempt)
            let old = FileManager.default.contents(atPath: path) ?? Data(ShardFile.header(manifest.hash))
            try (old + record.bytes).write(to: URL(fileURLWithPath: path))
        }
    }

    private func failure(_ sweep: Sweep, _ point: Int = 1) throws -> String? { try sweep.merged().record(at: point)?.failure }

    @Test("they are left alone unless told otherwise, and then a result takes the place of the failure", arguments: ["0-of-9", "9-of-9"])
    func retried(_ file: String) throws {
        let sweep = try Sweep()
        try sweep.fail(1, "no memory", file: file)
        let first = try sweep.run()
        #expect(first.progress == SweepRunner.Progress(points: 3, known: 1, done: 2, failed: 0) && first.failedBefore == 1)
        #expect(try sweep.merged().failed == [1..<2] && failure(sweep) == "no memory")
        let second = try sweep.run(retrying: true)
        #expect(second.progress == SweepRunner.Progress(points: 3, known: 2, done: 1, failed: 0) && second.failedBefore == 0)
        let merged = try sweep.merged()
        #expect(merged.failed == [] && merged.conflicts.isEmpty && merged.missing == [])
        let whole = try Sweep()
        _ = try whole.run()
        let (record, expected) = (try merged.record(at: 1), try whole.merged().record(at: 1))
        #expect(record != nil && record?.bytes == expected?.bytes)
        #expect(try sweep.run(retrying: true).progress.done == 0)
    }

    @Test("of failures the latest attempt counts, whichever file it is in", arguments: [("1-of-9", "2-of-9"), ("2-of-9", "1-of-9")])
    func latest(_ early: String, _ late: String) throws {
        let sweep = try Sweep()
        try sweep.fail(1, "zebras", file: early)
        try sweep.fail(1, "apples", attempt: 1, file: late)
        #expect(try failure(sweep) == "apples" && sweep.merged().conflicts.isEmpty)
        // Side by side: the text decides, in either order of the files.
        try sweep.fail(1, "bananas", attempt: 1, file: early)
        #expect(try failure(sweep) == "bananas" && sweep.merged().conflicts.isEmpty)
        #expect(try sweep.merged().sources.map(\.points) == [1, 1])
    }

    @Test("a failure behind a result of the same point changes nothing")
    func afterwards() throws {
        let sweep = try Sweep()
        _ = try sweep.run()
        try sweep.fail(1, "no memory", attempt: 7, file: "9-of-9")
        let merged = try sweep.merged()
        #expect(merged.failed == [] && merged.conflicts.isEmpty)
        #expect(try merged.record(at: 1)?.failure == "")
    }

    @Test("attempts are counted from one run to the next")
    func counted() throws {
        let sweep = try Sweep((1...100).map { "\(Double($0) / 100)" } + ["-1"])
        #expect(try sweep.run().progress.failed == 1)
        #expect(try sweep.merged().record(at: 100)?.attempt == 0)
        for attempt in 1...2 {
            #expect(try sweep.run(retrying: true).progress == SweepRunner.Progress(points: 101, known: 100, done: 1, failed: 1))
            #expect(try sweep.merged().record(at: 100)?.attempt == attempt)
        }
        #expect(try failure(sweep, 100)?.contains("out-of-range") == true)
        #expect(try sweep.run().failedBefore == 1)
    }
}
