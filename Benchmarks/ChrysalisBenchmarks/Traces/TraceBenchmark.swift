import BenchmarkSupport
import Experiments
import Foundation
import RandomStreams
import Scenarios
import SimulationKernel
import Traces
import UpgradeStrategies

/// What an event costs in the trace: `/events`, 7 columns and 49 bytes a row, through the recorder that a traced run has.
///
/// *Append* is what the simulation's own thread spends on rows while the writer keeps up, *all* what every thread spends until the file is
/// closed. The first is the price of an uncompressed row: a run whose events take longer than the writer's work on them pays no more.
enum TraceBenchmark {
    /// The scenario that the trace is of, and how a run of it ended.
    private struct Setting {
        var scenario: Scenario
        var result: RunResult

        init() throws {
            scenario = try ScenarioBenchmark.read("scenarios/three-tier.yaml")
            let runner = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 1, jobs: 1)
            guard let result = runner.run([RunRequest(strategy: "rolling", replication: 0)])[0] else {
                throw WrongAnswer(description: "the run was interrupted")
            }
            self.result = result
        }
    }

    /// Rows as they come: time goes on, operands are small, causes lie close by. Returns the seconds of appending.
    ///
    /// After every two chunks, for which there are buffers, it waits on no clock until they are written: rows alone come faster than anyone can
    /// compress them.
    private static func write(_ rows: Int, to recorder: RunTraceRecorder, clock: Clock) throws -> Double {
        var stream = BenchmarkDraws.stream("trace")
        var now = SimulationTime.zero
        var seconds = 0.0
        let batch = 2 * TraceWriter.defaultRowsPerChunk
        for first in stride(from: 1, through: rows, by: batch) {
            seconds += clock.measure {
                for row in first...min(rows, first + batch - 1) {
                    let bits = stream.next()
                    now = now + .nanoseconds(Int64(bits >> 40) * 1_000)
                    let kinds = [KernelEvent.wake, 16, 17, 18]
                    let event = Event(
                        kind: kinds[Int(bits & 3)], entity: UInt32(bits >> 2 & 255), a: Int64(bits >> 10 & 0xFFFF), b: 0,
                        cause: UInt64(max(0, row - Int(bits >> 26 & 63))))
                    recorder.observe(event, sequence: UInt64(row), at: now)
                }
            }
            if clock == .thread { try recorder.checkpoint() }
        }
        return seconds
    }

    /// Writes a trace and reads back how many rows it has.
    private static func run(_ setting: Setting, rows: Int, clock: Clock) throws -> Sample {
        let path = NSTemporaryDirectory() + "chrysalis-benchmark-\(getpid()).h5"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let recorder = try RunTraceRecorder(
            path: path, scenario: setting.scenario, strategy: "rolling", seed: 1, replication: 0, programVersion: "benchmark")
        let seconds = try write(rows, to: recorder, clock: clock)
        // On the thread's clock rows count and not the small tables at the end.
        let closing = clock == .thread ? 0 : try clock.measure { try recorder.finish(setting.result) }
        if clock == .thread { try recorder.finish(setting.result) }
        let found = try TraceReader(path: path).column("/events/time").rowCount
        try WrongAnswer.unless(found == rows, "the trace has \(found) rows instead of \(rows)")
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        return Sample(
            seconds: seconds + closing, operations: rows, answerText: "\(Figures.decimals(Double(size) / Double(rows), 1)) B a row on disk")
    }

    /// Runs it once, for the instruction count.
    static func run(rows: Int) throws -> Sample { try run(Setting(), rows: rows, clock: .thread) }

    /// On the simulation's thread, and on all.
    static func groups() throws -> [BenchmarkGroup] {
        let rows = 1_000_000
        let setting = try Setting()
        return [
            BenchmarkGroup(
                benchmarks: [("append", Clock.thread), ("all", .process)].map { name, clock in
                    Benchmark(name: "trace-row", parameters: ["part": name, "compression": "gzip-1"], clock: clock, mostRepetitions: 5) {
                        try run(setting, rows: rows, clock: clock)
                    }
                })
        ]
    }
}
