import Foundation
import SimulationKernel
import Traces

/// The cost of a row of `/events`, seven columns and 49 bytes, by the public interface of a trace.
///
/// Given are CPU times: of the thread that appends, which is what a run pays, and of the whole process, which has the writer's compression too.
enum TraceBenchmark {
    /// Best of several repetitions, in nanoseconds a row.
    struct Cost {
        var appending: Double
        var process: Double
        var wall: Double
    }

    private static let columns = ["sequence", "entity", "first", "second", "cause"]

    static func run(repetitions: Int) {
        let cost = rows(2_000_000, repetitions: repetitions)
        ChrysalisBenchmarks.report("row of /events, CPU time of the run's thread", cost.appending, "ns")
        ChrysalisBenchmarks.report("  of the process, compression too", cost.process, "ns")
        ChrysalisBenchmarks.report("  wall time until the trace is closed", cost.wall, "ns")
    }

    /// Writes a trace of `count` rows several times.
    static func rows(_ count: Int, repetitions: Int) -> Cost {
        var best = Cost(appending: .infinity, process: .infinity, wall: .infinity)
        for _ in 0..<max(1, repetitions) {
            let path = NSTemporaryDirectory() + "chrysalis-rows-\(getpid()).h5"
            let (process, wall) = (seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC))
            guard let thread = try? write(count, to: path) else { break }
            unlink(path)
            best.appending = min(best.appending, thread / Double(count) * 1e9)
            best.process = min(best.process, (seconds(CLOCK_PROCESS_CPUTIME_ID) - process) / Double(count) * 1e9)
            best.wall = min(best.wall, (seconds(CLOCK_MONOTONIC) - wall) / Double(count) * 1e9)
        }
        return best
    }

    /// Seconds of this thread while it appends, with the writer idle when it begins.
    private static func write(_ count: Int, to path: String) throws -> Double {
        let writer = try TraceWriter(path: path, epoch: "2009-06-09T05:00:00Z")
        let kinds = ColumnSpecification(
            "kind", .code(["arrival", "departure"]), units: "1", longName: "event kind", description: "what happened")
        let table = try writer.table(
            "events", time: .nanoseconds,
            columns: [kinds]
                + columns.map { ColumnSpecification($0, .int64, units: "1", longName: $0, description: "of the event") })
        let (time, kind) = (table.column("time", as: Int64.self), table.column("kind", as: UInt8.self))
        let (sequence, entity) = (table.column("sequence", as: Int64.self), table.column("entity", as: Int64.self))
        let (first, second) = (table.column("first", as: Int64.self), table.column("second", as: Int64.self))
        let cause = table.column("cause", as: Int64.self)
        var taken = 0.0
        var state: UInt64 = 1
        var index = 0
        while index < count {
            // As many rows as there are buffers for, at the rate of a run whose events take longer than the writer does.
            let end = index + 2 * TraceWriter.defaultRowsPerChunk
            let start = seconds(CLOCK_THREAD_CPUTIME_ID)
            while index < end {
                // Times a random step apart, as events have them, and operands that repeat.
                state = state &* 6_364_136_223_846_793_005 &+ 1
                time.append(Int64(index) * 1_000_000 + Int64(state >> 44))
                sequence.append(Int64(index))
                kind.append(UInt8(index & 1))
                entity.append(Int64(state >> 56))
                first.append(Int64(index & 7))
                second.append(0)
                cause.append(Int64(max(0, index - 3)))
                table.endRow()
                index += 1
            }
            taken += seconds(CLOCK_THREAD_CPUTIME_ID) - start
            try writer.checkpoint()
        }
        try writer.close()
        return taken
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
