import Foundation
import TestTools
import Testing
import Traces

/// What the script prints.
private struct Findings: Decodable {
    struct Column: Decodable {
        var shape: [Int]
        var units: String
        var sum: Double?
        var texts: [String]?
    }

    var columns: [String: Column]
    var times: [String: [String]]
    var plot: String
    var axes: [String]
}

@Suite("Python: a trace opens in h5py and xarray without our software")
struct PythonTests {
    private func check(_ path: String) throws -> Findings {
        let result = try runProgram([#require(Python.path), Python.checkScript, path])
        #expect(result.status == 0, "\(result.errors)")
        return try JSONDecoder().decode(Findings.self, from: Data(result.output.utf8))
    }

    @Test("units on every dataset, times decoded, sums as written, a plot on opening")
    func opens() throws {
        let folder = try TemporaryFolder()
        let path = folder["a.h5"]
        try SampleTrace.write(to: path, events: 40_000, checkpointEvery: 15_000)
        let findings = try check(path)
        let reader = try TraceReader(path: path)
        let columns = reader.groups.flatMap(\.columns)
        #expect(Set(columns.map(\.path)) == Set(findings.columns.keys))
        for column in columns {
            let found = try #require(findings.columns[column.path])
            #expect(found.shape == column.shape, "\(column.path)")
            #expect(found.units == column.units, "\(column.path)")
            if case .strings(let texts) = try reader.values(column.path) {
                #expect(found.texts == texts, "\(column.path)")
            } else {
                let sum = try reader.doubles(column.path).reduce(0, +)
                let difference = abs(try #require(found.sum) - sum)
                // Python adds in pairs and we one after the other: the last bits may differ.
                #expect(difference <= 1e-12 * abs(sum), "\(column.path)")
            }
        }
        #expect(findings.times["/events"] == ["2009-06-09T05:00:00.000000000", "2009-06-09T10:33:19.500000000"])
        #expect(findings.times["/series/tiers"] == ["2009-06-09T05:00:00.000000000", "2009-06-09T10:32:30.000000000"])
        #expect(findings.times["/faults"] == [])
        #expect(findings.plot == "/series/tiers/utilisation")
        #expect(findings.axes == ["time", "."])
    }

    @Test("the partial trace of a killed run opens too, once it is closed by the system")
    func partialOpens() async throws {
        let folder = try TemporaryFolder()
        let path = folder["a.h5"]
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let writer = try TraceWriter(path: path, epoch: SampleTrace.epoch)
            let table = try writer.table("events", time: .seconds, columns: [SampleTrace.stale])
            let (time, stale) = (table.column("time", as: Double.self), table.column("stale", as: Int64.self))
            for value in 0..<20_000 {
                time.append(Double(value))
                stale.append(Int64(value))
                table.endRow()
            }
            try writer.checkpoint()
            kill(getpid(), SIGKILL)
            writer.abandon()
        }
        let script = "import h5py, sys; f = h5py.File(sys.argv[1]); print(f['events/stale'][...].sum(), f['events'].attrs['rows_flushed'])"
        let result = try runProgram([#require(Python.path), "-c", script, path + ".partial"])
        #expect(result.output == "199990000 20000\n", "\(result.errors)")
    }
}
