import Foundation
import TestTools
import Testing

@Suite("a sweep's results are the same bytes however it was run")
struct SweepBytesTests {
    @Test("in any number of shards, with one thread or two", arguments: [1, 2, 7, 16], [1, 2])
    func shards(_ count: Int, _ jobs: Int) throws {
        let sweep = try ShopSweep()
        for number in (1...count).reversed() {
            let result = try sweep.run(["--shard", "\(number)/\(count)", "--jobs", "\(jobs)"])
            #expect(result.status == 0, "\(result.errors)")
        }
        #expect(try sweep.merged() == ShopSweep.whole.get())
        // Merging again changes nothing, and neither does running again.
        #expect(try sweep.run().output == "0 points done, 36 known already, 0 failed, 0 left\n")
        #expect(try sweep.merged() == ShopSweep.whole.get())
    }

    /// Seeds of this test decide when the process dies; each run makes at least a little headway.
    @Test("killed at random moments, again and again, and taken up again")
    func killed() throws {
        let sweep = try ShopSweep()
        var draws = SystemRandomNumberGenerator()
        var kills = 0
        while kills < 50 {
            let command = try CommandRunner.start(["sweep", "run", sweep.folder, "--jobs", "2"])
            usleep(UInt32.random(in: 0..<60_000, using: &draws))
            command.send(SIGKILL)
            kills += 1
            // A new sweep where one got to its end before it could be killed.
            if command.wait().status == 0 { break }
        }
        let last = try sweep.run()
        #expect(last.status == 0, "after \(kills) kills: \(last.errors)")
        #expect(try sweep.merged() == ShopSweep.whole.get())
    }

    @Test("debug and release builds", .enabled(if: Project.release != nil, "`make test` makes a release build first"))
    func buildModes() throws {
        let sweep = try ShopSweep()
        let result = try runProgram([try #require(Project.release), "sweep", "run", sweep.folder])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try sweep.merged() == ShopSweep.whole.get())
    }

    @Test("without the processor's fused multiply-add")
    func withoutFusedMultiplyAdd() throws {
        let sweep = try ShopSweep()
        let result = try sweep.run(environment: ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable,-AVX2,-FMA"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try sweep.merged() == ShopSweep.whole.get())
    }

    @Test("a grid opens in xarray with its factors as coordinates", .enabled(if: Python.path != nil, "no Python with xarray"))
    func xarray() throws {
        let sweep = try ShopSweep()
        _ = try sweep.run()
        _ = try sweep.merged()
        let script = """
            import sys, csv, xarray
            data = xarray.open_dataset(sys.argv[1])
            assert dict(data.sizes) == {"workload.scale": 4, "tiers.web.software.batch": 3, "strategy": 3}, data.sizes
            rows = list(csv.DictReader(open(sys.argv[2], newline="")))
            assert len(rows) == 36
            for row in rows:
                point = data.sel({"workload.scale": float(row["workload.scale"]), "tiers.web.software.batch": float(row["tiers.web.software.batch"])})
                at = [str(name) for name in point["strategy"].values].index(row["strategy"])
                for measure in ["duration", "lost.save", "finished_low"]:
                    assert float(point[measure][at]) == float(row[measure]), (row, measure)
                assert int(point["replications"][at]) == 2
            print("sound")
            """
        let result = try runProgram([try #require(Python.path), "-c", script, sweep.files["result.h5"], sweep.files["result.csv"]])
        #expect(result.output == "sound\n", "\(result.errors)")
    }
}
